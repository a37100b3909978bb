using System.CommandLine;

namespace LightningRod.Cli.Admin;

/// <summary><c>rod holds</c>: the payments that are held.</summary>
internal static class HoldsCommand
{
    private const string Examples = """
        Examples:
          rod holds
          rod holds --client 02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619 --all
          rod holds --json | jq -r 'select(.state == "holding") | .msat'
        """;

    internal static Command Create() =>
        ListCommand.Create(
            "holds", "Show the payments that a running member holds.", Examples, ["client", "key", "state", "msat", "part_count", "due_height"]);
}
