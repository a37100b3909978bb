using System.CommandLine;
using System.Globalization;

namespace LightningRod.Cli.Bench;

/// <summary><c>rod bench</c>: measures parts of the system on this machine.</summary>
internal static class BenchCommand
{
    internal static Command Create()
    {
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long to measure each figure.",
            DefaultValueFactory = _ => 3,
            CustomParser = result =>
            {
                var isNumber = double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
                if (!isNumber || value is not (> 0 and <= 600)) result.AddError("--seconds takes a number above 0 and up to 600.");
                return value;
            },
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object: machine, commit and figures." };
        var wire = new Command("wire", "Onion messages forwarded, BOLT 8 throughput and BOLT 11 decodes, on one core; no network is used.") { seconds, json };
        wire.SetAction((parsed, cancel) => Task.FromResult(
            Report.Print("wire", WireBench.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancel), parsed.GetValue(json), parsed.InvocationConfiguration.Output)));
        return new Command("bench", "Measure parts of the system on this machine.") { wire };
    }
}
