using LightningRod.Client.Wallet;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests.Harness;

/// <summary>Channels between two channel nodes and two wallets, in memory, with real onions. It outlives the clients, as nodes do.</summary>
internal sealed class TestNetwork
{
    internal static readonly PaymentRelay Terms = new(40, 100, 1000);

    private readonly Lock _lock = new();
    private readonly Dictionary<NodeId, PrivateKey> _nodes = [];
    private readonly Dictionary<ShortChannelId, NodeId> _channels = [];
    private readonly Dictionary<NodeId, TestWallet> _wallets = [];

    internal BlockHeight Height { get; set; } = new(800_000);

    /// <summary>Decides what a payer's channel node does with an HTLC; by default it goes on.</summary>
    internal Func<NodeId, TestHtlc, HtlcFate> Intercept { get; set; } = (_, _) => HtlcFate.Pass;

    internal void AddNode(PrivateKey key) => _nodes[new(key.PublicKey)] = key;

    internal void AddChannel(ShortChannelId channel, NodeId to) => _channels[channel] = to;

    internal void Add(TestWallet wallet) => _wallets[wallet.NodeId] = wallet;

    internal void Send(TestWallet sender, TestHtlc htlc)
    {
        lock (_lock)
        {
            switch (Intercept(sender.NodeId, htlc))
            {
                case HtlcFate.Pass: Forward(htlc); break;
                case HtlcFate.Fail: Fail(htlc, default); break;
                default: break;
            }
        }
    }

    /// <summary>On from the node where the HTLC is, to the wallet at the end.</summary>
    internal void Forward(TestHtlc htlc)
    {
        while (!_wallets.ContainsKey(htlc.At))
        {
            using var layer = PaymentOnion.Peel(_nodes[htlc.At], htlc.Onion.Span, htlc.Hash, htlc.PathKey).Value;
            htlc.Secrets.Add(layer.Secret[0].ToArray());
            var relay = layer.Blinded?.PaymentRelay;
            var channel = layer.Blinded?.ShortChannelId ?? layer.Payload.ShortChannelId!.Value;
            var amount = relay?.AmountToForward(htlc.Amount) ?? layer.Payload.AmountToForward!.Value;
            var expiry = relay?.ExpiryToForward(htlc.Expiry) ?? layer.Payload.OutgoingCltv!.Value;
            Assert.True(Terms.AmountToReceive(amount).Value <= htlc.Amount.Value + 1, "a fee is missing");
            Assert.True(expiry + Terms.CltvExpiryDelta <= htlc.Expiry, "blocks are missing");
            if (layer.Blinded?.PaymentConstraints is { } constraints) Assert.True(constraints.Allow(htlc.Expiry, htlc.Amount));
            (htlc.At, htlc.Amount, htlc.Expiry, htlc.Onion, htlc.PathKey) = (_channels[channel], amount, expiry, layer.NextPacket, layer.NextPathKey);
        }

        _wallets[htlc.At].Receive(htlc);
    }

    internal static void Fail(TestHtlc htlc, ByteString packet)
    {
        var bytes = packet.ToArray();
        foreach (var secret in Enumerable.Reverse(htlc.Secrets)) FailurePacket.Wrap(secret, bytes);
        htlc.End(new PartStatus.Failed(ByteString.Own(bytes)));
    }
}

internal enum HtlcFate
{
    Pass,
    Hold,
    Fail,
}

internal sealed class TestHtlc(TestWallet sender, PartToSend part, ulong id)
{
    internal TestWallet Sender { get; } = sender;

    internal PartToSend Part { get; } = part;

    internal HtlcName Name { get; } = new(new ChannelId(Bytes32.Sha256([7])), id);

    internal PaymentHash Hash => Part.Hash;

    internal NodeId At { get; set; } = part.Peer;

    internal Msat Amount { get; set; } = part.Amount;

    internal BlockHeight Expiry { get; set; } = part.Expiry;

    internal ByteString Onion { get; set; } = part.Onion;

    internal PublicKey? PathKey { get; set; }

    internal List<byte[]> Secrets { get; } = [];

    internal PartStatus Status { get; private set; } = new PartStatus.Pending();

    internal void End(PartStatus status)
    {
        if (Status is not PartStatus.Pending) return;
        Status = status;
        Sender.Tell(new PartChanged(Hash));
    }
}
