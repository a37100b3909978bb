using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using LightningRod.Client.Messages;
using LightningRod.Peering;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Tests.Harness;

/// <summary>An LSP's relay at the level of the protocol: peels, keeps mail, forwards, answers holds. Everything in memory.</summary>
internal sealed class TestRelay : IPeerSessionHandler, IAsyncDisposable
{
    private readonly PrivateKey _key;
    private readonly PeerNode _node;
    private readonly PeerListener _listener;
    private readonly PeerDialer _dialer;
    private readonly ConcurrentDictionary<NodeId, Mailbox> _mail = new();
    private readonly ConcurrentDictionary<Task, bool> _work = new();

    internal TestRelay(PrivateKey key)
    {
        _key = key;
        var init = new Init(Features.Of(FeatureBit.OnionMessages, FeatureBit.Lsps0, FeatureBit.LightningRod)) { Networks = [ChainHash.Regtest] };
        _node = new PeerNode(key, new PeerProtocol(init), this);
        _listener = new PeerListener(_node, new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start();
        _dialer = new(_node, publicOnly: false);
        Address = NetworkAddress.Of(IPAddress.Loopback, (ushort)_listener.EndPoints[0].Port);
    }

    internal NodeId Id => _node.Id;

    internal PublicKey Key => _key.PublicKey;

    internal NetworkAddress Address { get; }

    internal ConcurrentDictionary<NodeId, bool> Clients { get; } = new();

    /// <summary>What an LSP does with holds; null for a relay that serves payees alone.</summary>
    internal TestHolds? Holds { get; set; }

    /// <summary>Sees each message for a client before it is kept; false drops it.</summary>
    internal Func<NodeId, bool> Keep { get; set; } = _ => true;

    /// <summary>How often each message is put into a mailbox.</summary>
    internal int Copies { get; set; } = 1;

    /// <summary>Other relays whose addresses stand in the settings.</summary>
    internal ConcurrentDictionary<NodeId, NetworkAddress> Known { get; } = new();

    internal bool ServesCalls { get; set; } = true;

    internal string CallResult { get; set; } = "";

    internal ConcurrentQueue<string> Calls { get; } = new();

    internal ConcurrentQueue<NodeId> Forwarded { get; } = new();

    public ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken)
    {
        Own(DeliverAsync(session.RemoteId));
        return ValueTask.CompletedTask;
    }

    public ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken)
    {
        if (message is OnionMessage onion) Take(onion.ToArray(), Clients.ContainsKey(session.RemoteId));
        if (message is Lsps0Frame frame && frame.Read().Value is Lsps0Request request) Answer(session, request);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnClosedAsync(PeerSession session, CloseReason reason) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await Task.WhenAll(_work.Keys);
    }

    /// <summary>Sends a message as if it had come from a client.</summary>
    internal void Take(byte[] message, bool fromClient)
    {
        for (var hop = 0; hop < 4; hop++)
        {
            var buffer = new byte[OnionMessages.PeelBufferSize(message.Length)];
            if (!OnionMessages.TryPeel(_key, message, buffer, out var layer, out var error)) throw new InvalidOperationException(error.ToString());
            if (layer.IsFinal)
            {
                OnFinal(OnionMessagePayload.Parse(layer.Payload).Value);
                return;
            }

            var next = layer.Data.NextNodeId!.Value;
            if (layer.Data.PaymentUnblock is { } unblock) Holds?.Trigger(next, unblock.Secret);
            message = layer.NextMessage.ToArray();
            if (next == Id) continue;
            Pass(next, message, fromClient ? layer.Data.NextNodeAddresses : []);
            return;
        }
    }

    /// <returns>False when there is no session (yet).</returns>
    internal bool CutOff(NodeId client)
    {
        var session = _node.Sessions.Find(client);
        session?.Close("cut off");
        return session is not null;
    }

    internal int MailOf(NodeId client) => _mail.TryGetValue(client, out var box) ? box.Count : 0;

    private void OnFinal(OnionMessagePayload payload)
    {
        if (payload.ReplyPath is not { } path || payload.Content is not { } content || Holds is null) return;
        var message = RodMessage.Parse(content).Value;
        foreach (var (ack, way) in Holds.Answer((SignedRodMessage)message, Id, path))
        {
            var answer = Mail.Write(way, ack.ToRecord()).Value.ToArray();
            if (way.Introduction.NodeId == Id) Take(answer, fromClient: true);
            else Pass(way.Introduction.NodeId!.Value, answer, []);
        }
    }

    private void Pass(NodeId next, byte[] message, ValueList<NetworkAddress> addresses)
    {
        Forwarded.Enqueue(next);
        if (!Keep(next)) return;
        var box = _mail.GetOrAdd(next, _ => new Mailbox());
        for (var copy = 0; copy < Copies; copy++) box.Add(message);
        Own(Clients.ContainsKey(next) ? DeliverAsync(next) : DialAsync(next, addresses));
    }

    private async Task DialAsync(NodeId next, ValueList<NetworkAddress> addresses)
    {
        if (_node.Sessions.Find(next) is null && next.ToPublicKey(out var key))
        {
            foreach (var address in Known.TryGetValue(next, out var known) ? [known] : addresses)
            {
                if ((await _dialer.DialAsync(address, key, CancellationToken.None)).TryGet(out _, out _)) break;
            }
        }

        await DeliverAsync(next);
    }

    private async Task DeliverAsync(NodeId to)
    {
        if (!_mail.TryGetValue(to, out var box)) return;
        await box.Delivering.WaitAsync();
        try
        {
            await DeliverAsync(to, box);
        }
        finally
        {
            box.Delivering.Release();
        }
    }

    private async Task DeliverAsync(NodeId to, Mailbox box)
    {
        while (_node.Sessions.Find(to) is { } session && box.Peek() is { Count: > 0 } batch)
        {
            foreach (var message in batch) session.TrySend(PeerMessage.Parse(message).Value);
            if (await session.PingAsync((ushort)batch.Count, CancellationToken.None) != PingOutcome.Answered) return;
            box.Remove(batch);
        }
    }

    private void Answer(PeerSession session, Lsps0Request request)
    {
        Calls.Enqueue($"{request.Method} {request.Params.GetRawText()}");
        if (!ServesCalls)
        {
            session.TrySend(Lsps0Response.Failure(request.Id, new Lsps0Error(Lsps0ErrorCode.MethodNotFound, "no such method")).ToFrame());
            return;
        }

        var result = CallResult.Length > 0 ? CallResult : request.Method switch
        {
            "rod.get_info" => $$"""
                {"relay":{"node_id":"{{Id}}","addresses":["{{Address}}"]},"channel_nodes":["{{Id}}"],"return_delta":288,
                "max_hold_window":2016,"limits":{"max_payment_hashes":8,"max_amount_msat":"5000000000"},"ways":["lightning_rod"]}
                """,
            "rod.set_device" => """{"registered":true,"first_wake_up":"delivered"}""",
            _ => """{"state":"holding","expiry_height":800100,"parts":[{"htlc_id":"3","channel_id":"0a","state":"held","amount_msat":"1000"}]}""",
        };
        session.TrySend(Lsps0Response.Success(request.Id, JsonElement.Parse(result)).ToFrame());
    }

    private void Own(Task task)
    {
        _work[task] = true;
        task.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    private sealed class Mailbox
    {
        private readonly List<byte[]> _messages = [];

        internal SemaphoreSlim Delivering { get; } = new(1, 1);

        internal int Count
        {
            get
            {
                lock (_messages) return _messages.Count;
            }
        }

        internal void Add(byte[] message)
        {
            lock (_messages) _messages.Add(message);
        }

        internal List<byte[]> Peek()
        {
            lock (_messages) return [.. _messages];
        }

        internal void Remove(List<byte[]> batch)
        {
            lock (_messages) _messages.RemoveAll(batch.Contains);
        }
    }
}
