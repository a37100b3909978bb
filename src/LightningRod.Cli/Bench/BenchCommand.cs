using System.CommandLine;

namespace LightningRod.Cli.Bench;

/// <summary><c>rod bench</c>: measures parts of the system on this machine.</summary>
internal static class BenchCommand
{
    private const string EngineDescription =
        "Commands of held payments through the engine, durable in SQLite, against a bare loop that writes the same rows; in turn, in the same run.";

    private const string LifecycleDescription = "Whole lives of held payments through the engine, durable in SQLite: from the request to the close.";

    private const string RecoveryDescription =
        "How fast actors are read again, what passivated ones cost, and how fast a member with many open holds starts.";

    internal static Command Create() => new("bench", "Measure parts of the system on this machine.") { Wire(), Engine(), Lifecycle(), Recovery() };

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
}
