using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Simulation.Server;

namespace LightningRod.Demo;

/// <summary><c>network</c>: the simulated network as a process that tells its steps, each with the time of this machine.</summary>
internal static class NetworkCommand
{
    internal static Command Create()
    {
        var seed = new Option<ulong>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("network", "The simulated network of the demo.") { seed };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(seed), parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ulong seed, TextWriter output, CancellationToken cancel)
    {
        var gate = new Lock();
        await using var server = SimulationServer.Start(0, seed, null, null, step => Print(Node(step)));
        Print(new JsonObject { ["step"] = "listening", ["port"] = server.EndPoint.Port });
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;

        void Print(JsonObject line)
        {
            line["t"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            lock (gate)
            {
                output.WriteLine(line.ToJsonString());
                output.Flush();
            }
        }
    }

    private static JsonObject Node(SimulationStep step) => (JsonObject)JsonSerializer.SerializeToNode(step, SimulationJson.Options)!;
}
