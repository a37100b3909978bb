using System.Text.Json;
using LightningRod.Client.Payments;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests.Harness;

/// <summary>Invoices of a payee that has no client, and what a payer's store knows.</summary>
internal static class Orders
{
    private static readonly PrivateKey Payee = PrivateKey.FromHex(new string('5', 64));

    internal static Bolt11Terms Terms(World world) => new()
    {
        Currency = Bolt11Currency.Regtest,
        Amount = new Msat(30_000_000),
        Timestamp = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        Expiry = 1_209_600,
        PaymentHash = new PaymentHash(Bytes32.Random()),
        PaymentSecret = new PaymentSecret(Bytes32.Random()),
        Description = "coffee",
        MinFinalCltvExpiryDelta = 18,
        RouteHints = [RouteHint.Of(new RouteHintHop(world.RelayB.Id, world.PayeeWallet.Channel, 1000, 100, 40))],
        Features = Features.Of(FeatureBit.VarOnion & ~1, FeatureBit.PaymentSecret & ~1, FeatureBit.BasicMpp),
    };

    internal static Bolt11Invoice Sign(World world, Bolt11Terms terms, PrivateKey? payee = null) => terms.Sign(payee ?? Payee).Value;

    internal static Bolt11Invoice Invoice(World world) => Sign(world, Terms(world));

    /// <summary>The payment's secret, as the store has it.</summary>
    internal static PaymentId Pid(this World world, Bytes32 payment) => new(Stored(world, payment, "pid"));

    internal static (Bytes32 Ack, Bytes32 Ready) PathIds(this World world, Bytes32 payment) =>
        (Stored(world, payment, "ack_path_id"), Stored(world, payment, "ready_path_id"));

    private static Bytes32 Stored(World world, Bytes32 payment, string name)
    {
        var items = world.PayerStore.ListAsync("payment", CancellationToken.None).AsTask().GetAwaiter().GetResult();
        using var json = JsonDocument.Parse(items.Single(item => item.Key == payment.ToString()).Value);
        return Bytes32.FromHex(json.RootElement.GetProperty(name).GetString()!);
    }
}
