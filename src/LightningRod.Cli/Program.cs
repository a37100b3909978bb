using System.CommandLine;
using LightningRod.Cli;
using LightningRod.Cli.Bench;
using LightningRod.Cli.Keygen;

var root = new RootCommand("LightningRod: the back end of a Lightning Service Provider for asynchronous payments.")
{
    KeygenCommand.Create(),
    BenchCommand.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync().ConfigureAwait(false);
return parsed.Errors.Count > 0 ? ExitCode.WrongUsage : code;
