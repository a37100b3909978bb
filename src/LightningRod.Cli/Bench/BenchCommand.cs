using System.CommandLine;
using LightningRod.Cli.Bench.Relay;

namespace LightningRod.Cli.Bench;

/// <summary><c>rod bench</c>: measures parts of the system on this machine.</summary>
internal static class BenchCommand
{
    private const string EngineDescription =
        "Commands of held payments through the engine, durable in SQLite, against a bare loop that writes the same rows; in turn, in the same run.";

    private const string LifecycleDescription = "Whole lives of held payments through the engine, durable in SQLite: from the request to the close.";

    private const string RecoveryDescription =
        "How fast actors are read again, what passivated ones cost, and how fast a member with many open holds starts.";

    private const string RelayDescription =
        "What an idle session costs a member, and how many messages go from client by mailbox to client; the clients are another process.";

    private const string InterceptDescription =
        "What a member adds to HTLCs of nobody's that its channel node offers: alone, while clients' HTLCs are held, and in bursts.";

    /// <summary>Makes the command.</summary>
    /// <param name="input">Opens the standard input.</param>
    internal static Command Create(Func<Stream> input) => new("bench", "Measure parts of the system on this machine.")
    {
        Wire(), Engine(), Lifecycle(), Recovery(), Relay(), RelayClientsCommand.Create(input), Intercept(),
    };

    private static Command Wire()
    {
        var (seconds, json) = (BenchOptions.Seconds("How long to measure each figure.", 3), BenchOptions.Json());
        var command = new Command("wire", "Onion messages forwarded, BOLT 8 throughput and BOLT 11 decodes, on one core; no network is used.") { seconds, json };
        command.SetAction((parsed, cancel) => Task.FromResult(
            Report.Print("wire", WireBench.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancel), parsed.GetValue(json), parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static Command Engine()
    {
        var (seconds, inFlight) = (BenchOptions.Seconds("How long to run the engine in all; the bare loop writes as many commands.", 14), BenchOptions.InFlight());
        var run = new BenchRun("engine", BenchOptions.Folder(), BenchOptions.Json());
        var command = new Command(run.Name, EngineDescription) { seconds, inFlight, run.Folder, run.Json };
        command.SetAction((parsed, cancel) => run.RunAsync(
            parsed,
            (folder, error) => new EngineBench(folder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(inFlight), error).RunAsync(cancel),
            cancel));
        return command;
    }

    private static Command Lifecycle()
    {
        var (seconds, inFlight) = (BenchOptions.Seconds("How long to run in all.", 14), BenchOptions.InFlight());
        var run = new BenchRun("lifecycle", BenchOptions.Folder(), BenchOptions.Json());
        var command = new Command(run.Name, LifecycleDescription) { seconds, inFlight, run.Folder, run.Json };
        command.SetAction((parsed, cancel) => run.RunAsync(
            parsed,
            (folder, error) => new LifecycleBench(folder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(inFlight), error).RunAsync(cancel),
            cancel));
        return command;
    }

    private static Command Recovery()
    {
        var holds = BenchOptions.Number("--holds", "Open holds of the member that is started; 1000000 takes minutes and about 3 GB.", 100_000, 1, 10_000_000);
        var events = BenchOptions.Number("--events", "Events that are read again, for short histories and for long ones.", 250_000, 1, 10_000_000);
        var inFlight = BenchOptions.InFlight();
        var run = new BenchRun("recovery", BenchOptions.Folder(), BenchOptions.Json());
        var command = new Command(run.Name, RecoveryDescription) { holds, events, inFlight, run.Folder, run.Json };
        command.SetAction((parsed, cancel) => run.RunAsync(
            parsed,
            (folder, error) =>
                new RecoveryBench(folder, parsed.GetValue(events), parsed.GetValue(holds), parsed.GetValue(inFlight), error).RunAsync(cancel),
            cancel));
        return command;
    }

    private static Command Relay()
    {
        var sessions = BenchOptions.Number("--sessions", "Sessions of clients, each with a socket in two processes.", 10_000, 2, 1_000_000);
        var (seconds, inFlight) = (BenchOptions.Seconds("How long to send messages.", 10), BenchOptions.InFlight());
        var run = new BenchRun("relay", BenchOptions.Folder(), BenchOptions.Json());
        var command = new Command(run.Name, RelayDescription) { sessions, seconds, inFlight, run.Folder, run.Json };
        command.SetAction((parsed, cancel) => run.RunAsync(
            parsed,
            (folder, error) => new RelayBench(
                folder, parsed.GetValue(sessions), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(inFlight), error).RunAsync(cancel),
            cancel));
        return command;
    }

    private static Command Intercept()
    {
        var seconds = BenchOptions.Seconds("How long to run in all.", 24);
        var run = new BenchRun("intercept", BenchOptions.Folder(), BenchOptions.Json());
        var command = new Command(run.Name, InterceptDescription) { seconds, run.Folder, run.Json };
        command.SetAction((parsed, cancel) => run.RunAsync(
            parsed,
            (folder, error) => new InterceptBench(folder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), error).RunAsync(cancel),
            cancel));
        return command;
    }
}
