using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench.Relay;

/// <summary>
/// <c>rod bench relay-clients</c>, which <c>rod bench relay</c> starts: the clients in a process of their own. Orders come by the standard input, a
/// line each, and each is answered by lines: <c>open N</c> (<c>opened K</c> now and then, then <c>done</c>), <c>send SECONDS IN_FLIGHT</c>
/// (<c>sent COUNT SECONDS P50 P99</c>), <c>close</c> (<c>done</c>). It ends with its input; what goes wrong is its last line, <c>failed WHY</c>.
/// </summary>
internal sealed class RelayClientsCommand(NetworkAddress relay, PublicKey relayKey, TextWriter output) : IAsyncDisposable
{
    /// <summary>The command's name; it is not in the help.</summary>
    internal const string Name = "relay-clients";

    // Below the relay's bound for one address.
    private const int DialsAtOnce = 16;
    private const int TellEvery = 100;

    // Told by many at a time.
    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private readonly List<RelayClient> _clients = [];

    internal static Command Create(Func<Stream> input)
    {
        var (address, key) = (new Argument<string>("address"), new Argument<string>("node-id"));
        var command = new Command(Name, "The clients of rod bench relay.") { address, key };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            if (!NetworkAddress.Parse(parsed.GetValue(address)).TryGet(out var relay, out _)
                || !NodeId.FromHex(parsed.GetValue(key)!).ToPublicKey(out var relayKey))
                return ExitCode.WrongUsage;
            await using var clients = new RelayClientsCommand(relay, relayKey, parsed.InvocationConfiguration.Output);
            using var orders = new StreamReader(input());
            return await clients.RunAsync(orders, cancel);
        });
        return command;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<int> RunAsync(StreamReader orders, CancellationToken cancel)
    {
        try
        {
            while (await orders.ReadLineAsync(cancel) is { } order) await TellAsync(await DoAsync(order.Split(' '), cancel));
            return ExitCode.Fine;
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException)
        {
            await TellAsync($"failed {failure.Message.ReplaceLineEndings(" ")}");
            return ExitCode.Failed;
        }
    }

    private async Task<string> DoAsync(string[] order, CancellationToken cancel)
    {
        switch (order)
        {
            case ["open", var count]:
                await OpenAsync(int.Parse(count, CultureInfo.InvariantCulture), cancel);
                return "done";
            case ["send", var seconds, var inFlight]:
                var length = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
                var most = int.Parse(inFlight, CultureInfo.InvariantCulture);
                var (took, latencies) = await new RelayTraffic(relayKey, _clients).RunAsync(length, most, cancel);
                var (median, slow) = (latencies.Within(0.5), latencies.Within(0.99));
                return string.Create(CultureInfo.InvariantCulture, $"sent {latencies.Count} {took.TotalSeconds:R} {median:R} {slow:R}");
            case ["close"]:
                await CloseAsync();
                return "done";
            default:
                throw new IOException($"there is no order '{string.Join(' ', order)}'");
        }
    }

    private async Task OpenAsync(int count, CancellationToken cancel)
    {
        var opened = 0;
        var clients = Enumerable.Range(0, count).Select(_ => new RelayClient()).ToList();
        _clients.AddRange(clients);
        var some = new ParallelOptions { MaxDegreeOfParallelism = DialsAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(clients, some, async (client, ended) =>
        {
            await client.OpenAsync(relay, relayKey, ended);
            if (Interlocked.Increment(ref opened) is var now && now % TellEvery == 0) await TellAsync($"opened {now}");
        });
        if (_clients.Count(client => !client.IsOpen) is > 0 and var lost) throw new IOException($"{lost} sessions ended by themselves");
    }

    private async Task CloseAsync()
    {
        await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
        _clients.Clear();
    }

    private async Task TellAsync(string line)
    {
        await _output.WriteLineAsync(line);
        await _output.FlushAsync();
    }
}
