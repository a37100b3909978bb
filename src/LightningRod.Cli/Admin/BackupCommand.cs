using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LightningRod.Server;
using LightningRod.Server.Backup;
using LightningRod.Server.Secrets;

namespace LightningRod.Cli.Admin;

/// <summary><c>rod backup</c>: copies the journal, of a running member or of none.</summary>
internal static class BackupCommand
{
    private const string Description = "Copy the journal into one file and check the copy. A running member does it itself and goes on meanwhile.";

    private const string Examples = """
        The journal alone is copied: keep the node key and the install secret too, the journal cannot be opened without them. To restore, put the
        copy as journal.db into an empty folder.

        Examples:
          rod backup /backup/journal-2026-01-31.db
          rod backup journal.copy.db --json
        """;

    internal static Command Create()
    {
        var to = new Argument<FileInfo>("to") { Description = "The copy, which must not exist; on the member's machine." };
        var json = AdminCommand.JsonOption("Print the progress as one JSON object a line.");
        return AdminCommand.Create("backup", Description, Examples, [to, json], (parsed, options, cancel) =>
            RunAsync(parsed, options, parsed.GetValue(to)!.FullName, parsed.GetValue(json), cancel));
    }

    private static async Task<int> RunAsync(ParseResult parsed, AdminOptions options, string path, bool json, CancellationToken cancel)
    {
        var output = parsed.InvocationConfiguration.Output;
        long bytes;
        try
        {
            bytes = await OnlineAsync(parsed, options, path, json ? output : null, cancel).ConfigureAwait(false);
        }
        catch (AdminException failure) when (failure.MemberMayBeStopped && !options.NamesTheMember(parsed))
        {
            // No member runs with these settings. If one does after all, at another port, the journal is in use and that is said.
            bytes = await OfflineAsync(parsed, options, path, json ? output : null, cancel).ConfigureAwait(false);
        }

        if (!json) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes} bytes, checked")).ConfigureAwait(false);
        return ExitCode.Fine;
    }

    private static async Task<long> OnlineAsync(ParseResult parsed, AdminOptions options, string path, TextWriter? lines, CancellationToken cancel)
    {
        using var member = options.Connect(parsed, AdminScope.Write);
        var request = JsonSerializer.Serialize(new Dictionary<string, string> { ["path"] = path }, RequestJson.Default.DictionaryStringString);
        await foreach (var line in member.PostLinesAsync("/v1/backup", request, cancel).ConfigureAwait(false))
        {
            using var progress = JsonDocument.Parse(line);
            if (progress.RootElement.TryGetProperty("title", out var title))
                throw new AdminException($"{title.GetString()}: {progress.RootElement.GetProperty("detail").GetString()}");
            if (lines is not null) await lines.WriteLineAsync(line).ConfigureAwait(false);
            if (progress.RootElement.GetProperty("done").GetBoolean()) return progress.RootElement.GetProperty("bytes_total").GetInt64();
        }

        throw new AdminException("The member broke off; there is no copy.");
    }

    private static async Task<long> OfflineAsync(ParseResult parsed, AdminOptions options, string path, TextWriter? lines, CancellationToken cancel)
    {
        var progress = new Printed(lines);
        try
        {
            await OfflineBackup.RunAsync(options.SettingsOf(parsed), path, progress, cancel).ConfigureAwait(false);
        }
        catch (MemberStartException failure)
        {
            throw new AdminException(failure.Message);
        }

        progress.Print(done: true);
        return progress.Total;
    }

    private sealed class Printed(TextWriter? lines) : IProgress<(long Copied, long Total)>
    {
        private long _copied;

        internal long Total { get; private set; }

        public void Report((long Copied, long Total) value)
        {
            (_copied, Total) = value;
            Print(done: false);
        }

        internal void Print(bool done) => lines?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $$"""{"bytes_copied":{{_copied}},"bytes_total":{{Total}},"done":{{(done ? "true" : "false")}}}"""));
    }
}
