using LightningRod.Client.Steps;
using LightningRod.Client.Storage;
using LightningRod.Client.Telemetry;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client;

/// <summary>What the parts of a client share.</summary>
internal sealed class ClientParts : IDisposable
{
    internal ClientParts(ClientIdentity identity, IWallet wallet, IClientStore store, ClientOptions options, ClientServices services)
    {
        options.Check();
        if (identity.RelayAddresses.Count == 0) throw new ArgumentException("The relay has at least one address.", nameof(identity));
        if (!identity.Relay.ToPublicKey(out var relay))
            throw new ArgumentException("The relay's node id is no point of the curve.", nameof(identity));
        (Identity, Wallet, Store, Options, Services, RelayKey) = (identity, wallet, store, options, services, relay);
        Self = new(identity.Key.PublicKey);
        Instruments = new(services.Meters);
        Activity = new(services.Time);
    }

    internal ClientIdentity Identity { get; }

    internal IWallet Wallet { get; }

    internal IClientStore Store { get; }

    internal ClientOptions Options { get; }

    internal ClientServices Services { get; }

    internal Instruments Instruments { get; }

    internal TimeProvider Time => Services.Time;

    internal NodeId Self { get; }

    internal PublicKey SelfKey => Identity.Key.PublicKey;

    internal PublicKey RelayKey { get; }

    /// <summary>Set whenever anything happens.</summary>
    internal Nudge Activity { get; }

    /// <summary>Unix seconds, UTC.</summary>
    internal ulong Now => (ulong)Math.Max(0, Time.GetUtcNow().ToUnixTimeSeconds());

    internal void Step(ClientStep step)
    {
        Instruments.Step(step.Name);
        Activity.Set();
        Services.Observer.OnStep(step);
    }

    /// <summary>Addresses that may be told to the own relay, or dialled.</summary>
    internal IEnumerable<NetworkAddress> Allowed(IEnumerable<NetworkAddress> addresses) =>
        addresses.Where(address => !Options.PublicAddressesOnly || address.IP is not { } ip || PublicAddress.IsPublic(ip));

    public void Dispose() => Instruments.Dispose();
}
