using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using LightningRod.Peering;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Demo.Wallets;

/// <summary><c>stranger</c>: somebody without a channel who shows the payer's LSP a payment id that is none.</summary>
internal static class StrangerCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("settings");
        var command = new Command("stranger", "A stranger of the demo.") { file };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => RunAsync(WalletSettings.Read(parsed.GetValue(file)!), parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task<int> RunAsync(WalletSettings settings, TextWriter output, CancellationToken cancel)
    {
        using var key = PrivateKey.Generate();
        await using var node = new PeerNode(key, new(new Init(Features.Of(Wire.Numbers.FeatureBit.OnionMessages))), new Deaf());
        if (!settings.Relay.ToPublicKey(out var relay) || !settings.Payer.ToPublicKey(out var payer)) return 1;
        var dialled = await new PeerDialer(node, publicOnly: false).DialAsync(NetworkAddress.Of(IPAddress.Loopback, (ushort)settings.RelayPort), relay, cancel);
        if (!dialled.TryGet(out var session, out _)) return 1;
        session.TrySend(Message(relay, payer, settings.Payer));
        await session.PingAsync(1, cancel);
        new WalletSteps(output).Tell("wrong_pid_sent", static _ => { });
        return 0;
    }

    /// <summary>What a payee would send, with another payment id.</summary>
    private static OnionMessage Message(PublicKey relay, PublicKey payer, NodeId payerId)
    {
        using var pathKey = PrivateKey.Generate();
        using var onionKey = PrivateKey.Generate();
        var unblock = new EncryptedData { NextNodeId = payerId, PaymentUnblock = new(new PaymentId(new Bytes32(RandomNumberGenerator.GetBytes(32))), null) };
        var end = new EncryptedData { PathId = ByteString.Own(RandomNumberGenerator.GetBytes(32)) };
        var path = RouteBlinding.Create(pathKey, [new(relay, unblock), new(payer, end)]);
        return OnionMessages.Create(onionKey, path, new OnionMessagePayload()).Value;
    }

    private sealed class Deaf : IPeerSessionHandler
    {
        public ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken) => default;

        public ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken) => default;

        public ValueTask OnClosedAsync(PeerSession session, CloseReason reason) => default;
    }
}
