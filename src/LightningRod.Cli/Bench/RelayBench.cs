using System.Diagnostics;
using System.Net;
using LightningRod.Cli.Bench.Relay;
using LightningRod.Server;
using LightningRod.Server.Options;

namespace LightningRod.Cli.Bench;

/// <summary>A whole member with many sessions of clients: what an idle one costs it, and how many messages go from client to client.</summary>
/// <param name="folder">Where the member's data is.</param>
/// <param name="sessions">How many sessions.</param>
/// <param name="length">How long to send messages.</param>
/// <param name="inFlight">How many batches of messages are on their way at one time.</param>
/// <param name="error">Where to tell how far it is.</param>
internal sealed class RelayBench(BenchFolder folder, int sessions, TimeSpan length, int inFlight, TextWriter error)
{
    private const double MostBytesOfASession = 10_000;
    private const int MostForWarmUp = 500;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Measures.</summary>
    /// <exception cref="IOException">So many sessions cannot be opened; the message says why.</exception>
    internal async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        if (OpenFiles.Refuse(sessions) is { } refusal) throw new IOException(refusal);
        var synced = Disk.SyncedWrite(folder.New("synced"));
        await using var member = await Member.StartAsync(Options(), new(), cancel);
        var relay = member.EndPoints.Single(place => place.Part == "relay").EndPoint;
        await using var clients = ClientProcess.Start(relay, member.NodeId);
        await WarmUpAsync(clients, cancel);
        await SettleAsync(member, cancel);
        var (resident, heap) = (Memory.Resident(), Memory.Heap());

        using var progress = new Progress(error, "sessions", sessions);
        var began = Stopwatch.GetTimestamp();
        await clients.OpenAsync(sessions, opened => progress.Report(opened), cancel);
        var openingTook = Stopwatch.GetElapsedTime(began);
        await SettleAsync(member, cancel);
        var loaded = member.Health.ActorsLoaded;
        var (residentOfAll, heapOfAll) = (Memory.Resident() - resident, Memory.Heap() - heap);

        var (count, seconds, median, slow) = await clients.SendAsync(length, inFlight, cancel);
        return
        [
            new("sessions", sessions, "idle sessions of clients"),
            Figure.AtMost("session_memory", (double)residentOfAll / sessions, "bytes of real memory for each idle session", MostBytesOfASession),
            new("session_heap", (double)heapOfAll / sessions, "bytes of objects among them"),
            new("actors_loaded", loaded, "actors in memory meanwhile"),
            new("sessions_opened", sessions / openingTook.TotalSeconds, "sessions/s, clients and relay on this machine"),
            new("messages", count / seconds, $"messages/s from client by mailbox to client, batches of {RelayTraffic.Batch}, {inFlight} at one time"),
            new("message_p50", median, "ms from client to client"),
            new("message_p99", slow, "ms from client to client"),
            new("synced_write", synced, "ms, one page to this disk and durable"),
        ];
    }

    private MemberOptions Options() => new()
    {
        Name = "bench",
        Network = "regtest",
        DataFolder = folder.New("member"),
        Relay = new() { Listen = [$"{IPAddress.Loopback}"], Port = 0 },
        Admission = new() { Mode = AdmissionMode.Open },
        // What SQLite keeps of its file shall not count as what sessions cost, and idle mailboxes shall be out of memory soon.
        Storage = new() { CacheMebibytes = 1 },
        Engine = new() { PassivateAfter = TimeSpan.FromSeconds(1) },
        Admin = new() { Port = 0 },
    };

    /// <summary>All code is compiled, and what grows once has grown.</summary>
    private async Task WarmUpAsync(ClientProcess clients, CancellationToken cancel)
    {
        await clients.OpenAsync(Math.Min(sessions, MostForWarmUp), _ => { }, cancel);
        await clients.SendAsync(length / 4, inFlight, cancel);
        await clients.CloseAsync(cancel);
    }

    /// <summary>Waits until everything that can rest rests.</summary>
    private static async Task SettleAsync(Member member, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (var quiet = 0; quiet < 4 && Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(Rest, TimeProvider.System, cancel))
            quiet = member.Health is { ActorsLoaded: 0, CommandsWaiting: 0, EffectsInMemory: 0 } ? quiet + 1 : 0;
    }
}
