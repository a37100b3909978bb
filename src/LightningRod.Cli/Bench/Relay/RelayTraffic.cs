using System.Diagnostics;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench.Relay;

/// <summary>Messages of clients to clients, through the relay and the mailbox of whoever gets them.</summary>
/// <param name="relay">The relay.</param>
/// <param name="clients">The clients: one writes to the next.</param>
internal sealed class RelayTraffic(PublicKey relay, IReadOnlyList<RelayClient> clients)
{
    /// <summary>Messages that one client sends at a time, before it pings.</summary>
    internal const int Batch = 8;

    // Below what a relay lets a client send, so that nothing is dropped.
    private const double BatchesPerSecond = 4;
    private const int BatchesAtOnce = 40;
    private const int ContentBytes = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private int _next = -1;

    /// <summary>Sends for a time.</summary>
    /// <param name="length">How long.</param>
    /// <param name="inFlight">How many batches are on their way at one time, at most.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How long it took in all, and how long each message took from its sender to its receiver.</returns>
    internal async Task<(TimeSpan Took, Latencies Latencies)> RunAsync(TimeSpan length, int inFlight, CancellationToken cancel)
    {
        var pairs = Enumerable.Range(0, clients.Count / 2).Select(i => new Pair(clients[2 * i], clients[(2 * i) + 1])).ToList();
        var flows = Math.Max(1, Math.Min(inFlight, pairs.Count));
        var began = Stopwatch.GetTimestamp();
        var each = await Task.WhenAll(Enumerable.Range(0, flows).Select(_ => Task.Run(() => FlowAsync(pairs, began, length, cancel), cancel)));
        var took = Stopwatch.GetElapsedTime(began);
        var all = new Latencies();
        foreach (var latencies in each) all.Take(latencies);
        return (took, all);
    }

    private async Task<Latencies> FlowAsync(List<Pair> pairs, long began, TimeSpan length, CancellationToken cancel)
    {
        var latencies = new Latencies();
        do
        {
            // Another pair each time, as it is with the clients of an LSP.
            var pair = pairs[(int)((uint)Interlocked.Increment(ref _next) % (uint)pairs.Count)];
            await pair.Turn.WaitAsync(cancel);
            try
            {
                var wait = TimeSpan.FromSeconds((pair.Batches - BatchesAtOnce) / BatchesPerSecond) - Stopwatch.GetElapsedTime(began);
                if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, cancel);
                pair.Batches++;
                await BringAsync(pair, latencies, cancel).WaitAsync(Patience, cancel);
            }
            finally
            {
                pair.Turn.Release();
            }
        }
        while (Stopwatch.GetElapsedTime(began) < length);
        return latencies;
    }

    private async Task BringAsync(Pair pair, Latencies latencies, CancellationToken cancel)
    {
        var messages = Enumerable.Range(0, Batch).Select(_ => MessageFor(pair.To)).ToList();
        var sent = Stopwatch.GetTimestamp();
        var sending = pair.From.SendAsync(messages, cancel);
        for (var i = 0; i < Batch; i++)
        {
            await pair.To.ReceiveAsync(cancel);
            latencies.Add(Stopwatch.GetTimestamp() - sent);
        }

        await sending;
    }

    private OnionMessage MessageFor(RelayClient to)
    {
        using PrivateKey pathKey = PrivateKey.Generate(), session = PrivateKey.Generate();
        var data = EncryptedData.PadToLongest([new EncryptedData { NextNodeId = new NodeId(to.Key) }, new EncryptedData()]);
        var path = RouteBlinding.Create(pathKey, [new(relay, data[0]), new(to.Key, data[1])]);
        var content = new TlvRecord(OnionMessageTlv.PaymentPending, ByteString.Own(new byte[ContentBytes]));
        return OnionMessages.Create(session, path, new OnionMessagePayload { Contents = TlvStream.Of(content) }).Value;
    }

    private sealed class Pair(RelayClient from, RelayClient to)
    {
        internal RelayClient From => from;

        internal RelayClient To => to;

        internal SemaphoreSlim Turn { get; } = new(1);

        internal int Batches { get; set; }
    }
}
