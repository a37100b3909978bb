using System.CommandLine;

namespace LightningRod.Cli.Admin;

/// <summary><c>rod mailboxes</c>: what is kept for clients.</summary>
internal static class MailboxesCommand
{
    private const string Examples = """
        Examples:
          rod mailboxes
          rod mailboxes --json | jq -r 'select(.bytes > 0) | .client'
        """;

    internal static Command Create() =>
        ListCommand.Create(
            "mailboxes", "Show the mailboxes of a running member: how much waits in each.", Examples, ["client", "state", "messages", "bytes", "devices"]);
}
