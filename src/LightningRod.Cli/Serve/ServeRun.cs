using LightningRod.Flows.Steps;
using LightningRod.Server;
using LightningRod.Server.Checks;
using LightningRod.Server.Nodes;
using LightningRod.Server.Options;
using LightningRod.Server.Settings;
using LightningRod.Server.Telemetry;

namespace LightningRod.Cli.Serve;

/// <summary>One run of <c>rod serve</c>.</summary>
/// <param name="output">Where the ready line, the steps and the checks go.</param>
/// <param name="error">Where it is told why there is no member.</param>
/// <param name="nodeKinds">Kinds of channel nodes that the member can connect with.</param>
internal sealed class ServeRun(TextWriter output, TextWriter error, IReadOnlyList<IChannelNodeFactory> nodeKinds)
{
    /// <summary>Runs until it is cancelled.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal async Task<int> RunAsync(
        FileInfo? config, IReadOnlyDictionary<string, string> flags, bool check, bool json, bool steps, CancellationToken cancel)
    {
        var reading = MemberSettings.Read(config?.FullName, Environment.GetEnvironmentVariables(), flags);
        if (!reading.TryGet(out var options)) return Refuse(reading.Faults, check && json);
        if (check) return CheckReport.Print(MemberCheck.Run(options, nodeKinds), json, output);
        return await ServeAsync(options, steps, cancel).ConfigureAwait(false);
    }

    private async Task<int> ServeAsync(MemberOptions options, bool withSteps, CancellationToken cancel)
    {
        using var loggers = Logs.Create(options.Log);
        var who = options.Relay.Alias.Length > 0 ? options.Relay.Alias : options.Name;
        await using var steps = withSteps ? new StepLines(output, who, TimeProvider.System) : null;
        try
        {
            var services = new MemberServices { Loggers = loggers, Steps = steps as IStepObserver ?? NoSteps.Instance, NodeKinds = nodeKinds };
            await using var member = await Member.StartAsync(options, services, cancel).ConfigureAwait(false);
            if (steps is not null) steps.Ready(member);
            else await output.WriteLineAsync(ReadyLine(member)).ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!await member.StopAsync().ConfigureAwait(false))
            {
                await error.WriteLineAsync(
                    $"rod serve: not everything ended within {Durations.Format(options.StopTimeout)}; what was cut off loses nothing that was acknowledged.")
                    .ConfigureAwait(false);
            }

            return ExitCode.Fine;
        }
        catch (MemberStartException failure)
        {
            await error.WriteLineAsync($"rod serve: {failure.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopped while it started, which is a stop like any other.
            return ExitCode.Fine;
        }
    }

    private int Refuse(IReadOnlyList<SettingFault> faults, bool json)
    {
        if (json) return CheckReport.Print([.. faults.Select(fault => new CheckResult("settings", false, fault.ToString()))], json, output);
        foreach (var fault in faults) error.WriteLine($"rod serve: {fault}");
        if (!faults.Any(fault => fault.IsFlag)) return ExitCode.Failed;
        error.WriteLine("See rod serve --help.");
        return ExitCode.WrongUsage;
    }

    private static string ReadyLine(Member member) =>
        $"ready node_id={member.NodeId}{string.Concat(member.EndPoints.Select(place => $" {place.Part}={place.EndPoint}"))}";
}
