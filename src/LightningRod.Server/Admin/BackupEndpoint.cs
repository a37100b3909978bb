using System.Text.Json;
using System.Threading.Channels;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LightningRod.Server.Admin;

/// <summary>
/// Backs the journal up into a file of the member's machine while it is in use. Progress comes as JSON lines; the last has <c>done</c>.
/// </summary>
internal static class BackupEndpoint
{
    private const int MaxPathLength = 4096;

    internal static void Map(IEndpointRouteBuilder routes, AdminParts parts)
    {
        var one = new SemaphoreSlim(1);
        routes.MapPost("/v1/backup", async http =>
        {
            var path = PathOf(await RequestBody.ReadAsync(http, AdminJson.Default.BackupRequest).ConfigureAwait(false));
            if (!await one.WaitAsync(0, http.RequestAborted).ConfigureAwait(false))
            {
                await Problem.BackupRuns.WriteAsync(http).ConfigureAwait(false);
                return;
            }

            try
            {
                await RunAsync(http, parts.Journal, path).ConfigureAwait(false);
            }
            finally
            {
                one.Release();
            }
        });
    }

    private static string PathOf(BackupRequest request) =>
        request.Path is { Length: > 0 and <= MaxPathLength } path && Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal)
            ? path
            : throw new BadHttpRequestException("path must be a full path of the member's machine.");

    private static async Task RunAsync(HttpContext http, SqliteJournal journal, string path)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var progress = new Latest();
        var copying = CopyAsync(journal, path, progress, cancel.Token);
        try
        {
            var last = new BackupProgress(0, 0);
            await foreach (var now in progress.Reader.ReadAllAsync(cancel.Token).ConfigureAwait(false))
            {
                last = now;
                await ProgressAsync(http, new(now.BytesCopied, now.BytesTotal, false)).ConfigureAwait(false);
            }

            var problem = await copying.ConfigureAwait(false);
            if (problem is null) await ProgressAsync(http, new(last.BytesTotal, last.BytesTotal, true)).ConfigureAwait(false);
            else if (!http.Response.HasStarted) await problem.WriteAsync(http).ConfigureAwait(false);
            else await LineAsync(http, JsonSerializer.Serialize(problem, AdminJson.Default.Problem)).ConfigureAwait(false);
        }
        finally
        {
            // Whoever asked may be gone: then nobody waits for the copy, and half of it is removed.
            await cancel.CancelAsync().ConfigureAwait(false);
            await ((Task)copying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<Problem?> CopyAsync(SqliteJournal journal, string path, Latest progress, CancellationToken cancel)
    {
        try
        {
            await journal.BackupAsync(path, progress, cancel).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (failure is IOException or JournalUnavailableException or JournalRefusedException)
        {
            return Problem.BackupFailed(failure.Message);
        }
        finally
        {
            progress.End();
        }
    }

    private static Task ProgressAsync(HttpContext http, BackupLine line) => LineAsync(http, JsonSerializer.Serialize(line, AdminJson.Default.BackupLine));

    private static async Task LineAsync(HttpContext http, string json)
    {
        if (!http.Response.HasStarted) http.Response.ContentType = Lines.ContentType;
        await http.Response.WriteAsync(json + "\n", http.RequestAborted).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Hands on the latest progress: the copy does not wait for whoever reads.</summary>
    private sealed class Latest : IProgress<BackupProgress>
    {
        private readonly Channel<BackupProgress> _latest =
            Channel.CreateBounded<BackupProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        internal ChannelReader<BackupProgress> Reader => _latest.Reader;

        public void Report(BackupProgress value) => _latest.Writer.TryWrite(value);

        internal void End() => _latest.Writer.TryComplete();
    }
}
