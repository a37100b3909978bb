using System.Threading.Channels;
using LightningRod.Peering;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Lsp;

/// <summary>Another client of the LSP, who writes to nodes of LDK and gets mail from them.</summary>
internal sealed class Correspondent : IPeerSessionHandler, IAsyncDisposable
{
    private readonly PrivateKey _key = PrivateKey.Generate();
    private readonly PeerNode _node;
    private readonly Channel<OnionMessage> _mail = Channel.CreateUnbounded<OnionMessage>();
    private PeerSession? _session;

    internal Correspondent() => _node = new(_key, new PeerProtocol(new Init(Features.Of(FeatureBit.OnionMessages))), this);

    internal PrivateKey Key => _key;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _key.Dispose();
    }

    internal async Task ConnectAsync(TestLsp lsp)
    {
        var dialled = await new PeerDialer(_node, publicOnly: false).DialAsync(
            NetworkAddress.Of(lsp.Relay.Address, (ushort)lsp.Relay.Port), lsp.NodeId, Cancel);
        Assert.True(dialled.TryGet(out _session, out var failure), $"{failure}");
    }

    internal async Task LeaveAsync() => await _session!.CloseAsync("it goes to sleep", Cancel);

    /// <summary>Writes to a node by the relay, and waits until the relay has said by a pong that it is kept.</summary>
    /// <param name="lsp">Whose relay.</param>
    /// <param name="to">The node of LDK.</param>
    /// <param name="size">Size of the content, bytes.</param>
    /// <returns>What must arrive.</returns>
    internal async Task<Letter> WriteAsync(TestLsp lsp, LdkNode to, int size)
    {
        using var session = PrivateKey.Generate();
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.PaymentPending, Filled(size))) };
        var message = OnionMessages.Create(session, Path([lsp.NodeId, to.Key], LdkContext.DataOf(null)), payload).Value;
        Assert.Equal(SendOutcome.Queued, await _session!.SendAsync(message, Cancel));
        Assert.Equal(PingOutcome.Answered, await _session.PingAsync(1, Cancel));
        return new(Peel(lsp.Key, message.Body()).Next, Filled(size));
    }

    /// <summary>The next mail.</summary>
    internal async Task<OnionMessage> ReadAsync() => await _mail.Reader.ReadAsync(Cancel).AsTask().WaitAsync(LdkPeer.Patience, Cancel);

    ValueTask IPeerSessionHandler.OnOpenedAsync(PeerSession session, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    ValueTask IPeerSessionHandler.OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken) =>
        message is OnionMessage onion ? _mail.Writer.WriteAsync(onion, cancellationToken) : ValueTask.CompletedTask;

    ValueTask IPeerSessionHandler.OnClosedAsync(PeerSession session, CloseReason reason) => ValueTask.CompletedTask;
}

/// <summary>What must arrive at a node.</summary>
/// <param name="Onion">The body of the onion message, as the relay has peeled it.</param>
/// <param name="Content">What is in it.</param>
internal sealed record Letter(ByteString Onion, ByteString Content);
