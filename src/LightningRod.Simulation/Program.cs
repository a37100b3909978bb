using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using LightningRod.Simulation.Protocol;
using LightningRod.Simulation.Server;

var port = new Option<int>("--port")
{
    Description = "Port on the loopback address; 0 takes a free one and prints it.",
    DefaultValueFactory = _ => 0,
};
var seed = new Option<ulong>("--seed") { Description = "Node keys and channel ids depend on it.", DefaultValueFactory = _ => 1 };
var state = new Option<string?>("--state") { Description = "File for the requests; a restart with the same file brings the network back." };
var block = new Option<double?>("--block-seconds") { Description = "Find a block at this pace; without it blocks come by command alone." };
var json = new Option<bool>("--json") { Description = "Print each step of the network as a line of JSON." };
var command = new RootCommand("A simulated Lightning network: channels, HTLCs with real onions, blocks.") { port, seed, state, block, json };
command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
return await command.Parse(args).InvokeAsync();

async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
{
    Action<LightningRod.Simulation.Network.SimulationStep>? log =
        parsed.GetValue(json) ? step => Console.WriteLine(JsonSerializer.Serialize(step, SimulationJson.Options)) : null;
    SimulationServer server;
    try
    {
        server = SimulationServer.Start(parsed.GetValue(port), parsed.GetValue(seed), parsed.GetValue(state), null, log);
    }
    catch (Exception failed) when (failed is SimulationException or SocketException or IOException or UnauthorizedAccessException or JsonException)
    {
        await Console.Error.WriteLineAsync($"The simulation cannot start: {failed.Message}");
        return 1;
    }

    await using (server)
    {
        Console.WriteLine(JsonSerializer.Serialize(new { step = "listening", server.EndPoint.Port }, SimulationJson.Options));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });
        try
        {
            var pace = parsed.GetValue(block);
            await (pace is { } seconds
                ? server.MineAsync(TimeSpan.FromSeconds(seconds), TimeProvider.System, stopping.Token)
                : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    return 0;
}
