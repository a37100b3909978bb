using System.CommandLine;
using System.Globalization;
using System.Net;
using LightningRod.Cli;
using LightningRod.Ports.Channels;
using LightningRod.Server.Nodes;
using LightningRod.Server.Options;
using LightningRod.Simulation.Client;

namespace LightningRod.Demo.Members;

/// <summary><c>member</c>: <c>rod serve</c> with one kind of channel node more, the simulated one.</summary>
internal static class MemberCommand
{
    internal static Command Create()
    {
        var config = new Argument<string>("config");
        var command = new Command("member", "A member of one of the demo's LSPs.") { config };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => RodCommand.RunAsync(
            ["serve", "--config", parsed.GetValue(config)!, "--steps"], static () => Stream.Null, parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error, static () => [new SimulatedNodes()], cancel));
        return command;
    }

    /// <summary>Connects with nodes of the simulation: <c>port</c> is where it listens on loopback.</summary>
    private sealed class SimulatedNodes : IChannelNodeFactory
    {
        public string Kind => "simulation";

        public async Task<IChannelNode> ConnectAsync(ChannelNodeSettings settings, CancellationToken cancellationToken)
        {
            if (!settings.Settings.TryGetValue("Port", out var text) || !ushort.TryParse(text, CultureInfo.InvariantCulture, out var port))
                throw new ArgumentException($"{settings.Name}: Port must be the simulation's port.");
            try
            {
                return await SimulatedChannelNode.ConnectAsync(new(IPAddress.Loopback, port), settings.Name, cancellationToken);
            }
            catch (IOException unreachable)
            {
                throw new ChannelNodeUnavailableException(unreachable.Message, unreachable);
            }
        }
    }
}
