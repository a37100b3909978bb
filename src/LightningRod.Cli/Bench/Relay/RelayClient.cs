using System.Threading.Channels;
using LightningRod.Peering;
using LightningRod.Peering.Limits;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench.Relay;

/// <summary>A wallet: a node id of its own, one session with the relay, and the mail that comes.</summary>
internal sealed class RelayClient : IPeerSessionHandler, IAsyncDisposable
{
    private const int MostMail = 64;

    // All that is mailed to it comes from the relay.
    private static readonly PeerRates Rates = new()
    {
        OnionMessages = new() { MessagesPerSecond = 10_000, MessageBurst = 100_000, BytesPerSecond = 64 << 20, ByteBurst = 1 << 30 },
    };

    private static readonly PeerProtocol Protocol = new(new Init(Features.Of(FeatureBit.OnionMessages)));

    private readonly PrivateKey _key = PrivateKey.Generate();
    private readonly PeerNode _node;
    private Channel<OnionMessage>? _mail;
    private PeerSession? _session;

    internal RelayClient() => _node = new(_key, Protocol, this, new() { Rates = Rates });

    internal PublicKey Key => _key.PublicKey;

    /// <summary>Whether the session is there.</summary>
    internal bool IsOpen => _session is { IsClosing: false };

    private Channel<OnionMessage> Mail => LazyInitializer.EnsureInitialized(ref _mail, static () => Channel.CreateBounded<OnionMessage>(MostMail))!;

    /// <summary>Opens the session.</summary>
    /// <exception cref="IOException">There is none, and why.</exception>
    internal async Task OpenAsync(NetworkAddress relay, PublicKey relayKey, CancellationToken cancel)
    {
        var dialled = await new PeerDialer(_node, publicOnly: false).DialAsync(relay, relayKey, cancel);
        _session = dialled.TryGet(out var session, out var failure) ? session : throw new IOException($"a session did not open: {failure}");
    }

    /// <summary>Sends messages, and waits until the relay has said by a pong that they are in safe hands.</summary>
    /// <exception cref="IOException">The session ended.</exception>
    internal async Task SendAsync(IEnumerable<OnionMessage> messages, CancellationToken cancel)
    {
        foreach (var message in messages)
        {
            if (await _session!.SendAsync(message, cancel) != SendOutcome.Queued) throw Ended();
        }

        if (await _session!.PingAsync(1, cancel) != PingOutcome.Answered) throw Ended();
    }

    /// <summary>The next mail.</summary>
    internal ValueTask<OnionMessage> ReceiveAsync(CancellationToken cancel) => Mail.Reader.ReadAsync(cancel);

    /// <inheritdoc/>
    public ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken) =>
        message is OnionMessage onion ? Mail.Writer.WriteAsync(onion, cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask OnClosedAsync(PeerSession session, CloseReason reason) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync(new CancellationToken(canceled: true));
        _key.Dispose();
    }

    private IOException Ended() => new($"a session ended: {(_session!.Completion.IsCompleted ? _session.Completion.Result : "it is closing")}");
}
