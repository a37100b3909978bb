using LightningRod.Cli.Bench;
using LightningRod.Cli.Bench.Bare;
using LightningRod.Cli.Bench.Holds;
using LightningRod.Wire.Primitives;
using SQLitePCL;

namespace LightningRod.Cli.Tests.Bench;

/// <summary>The engine is measured against a loop that writes the same rows: whether it does.</summary>
public sealed class BareLoopTests : IDisposable
{
    private const int Lives = 5;
    private const int StepsOfALife = 8;
    private const int RowsOfALife = 36;

    private static readonly NodeId[] Clients = PaymentLives.Clients(3, seed: 0);

    // All columns but times.
    private static readonly string[] Tables =
    [
        "select quote(a.client) || quote(a.key) || a.shard || a.kind || quote(a.alarm_height) || a.view_state || a.view_is_over || a.view_amount "
            + "|| quote(a.view_due_height) || a.view_details from actor a",
        "select quote(a.key) || e.sequence || e.name || quote(e.payload) || quote(e.trace_context) from event e join actor a on a.id = e.actor",
        "select quote(command) || shard || quote(reply_name) || quote(reply_payload) from inbox",
        "select quote(a.key) || o.shard || o.position || o.destination || o.name || quote(o.payload) from outbox o join actor a on a.id = o.actor",
        "select quote(i.client) || i.name || quote(i.key) || quote(a.key) from index_entry i join actor a on a.id = i.actor",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rod-bare-tests-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Write_WholeLives_LeavesTheRowsThatTheEngineLeaves()
    {
        var rows = await WriteBareAsync("bare", Lives * StepsOfALife);
        var engine = await PlayAsync("engine", [.. Enumerable.Repeat(StepsOfALife, Lives)]);
        Assert.Equal(Lives * RowsOfALife, rows);
        Assert.All(Tables, table => Assert.Equal(Read(engine, table), Read(FileOf("bare"), table)));
        Assert.Equal([Lives, 12 * Lives, 6 * Lives, 0, 0], Tables.Select(table => Read(engine, table).Count));
    }

    [Fact]
    public async Task Write_ALifeThatWaits_LeavesTheRowsThatTheEngineLeaves()
    {
        await WriteBareAsync("bare", StepsOfALife + 3);
        var engine = await PlayAsync("engine", [StepsOfALife, 3]);
        Assert.All(Tables, table => Assert.Equal(Read(engine, table), Read(FileOf("bare"), table)));
        // The hash and the two parts of the second.
        Assert.Equal(3, Read(engine, Tables[^1]).Count);
    }

    [Fact]
    public async Task Write_AnyBatch_TellsALatencyForEachCommand()
    {
        using var bare = await BareLoop.MakeAsync(Path.Combine(_folder.FullName, "latencies"), new PaymentLives(Clients, seed: 7), 4, Cancel);
        var latencies = new Latencies();
        bare.Write(bare.Decide(10), batch: 3, latencies);
        Assert.Equal(10, latencies.Count);
        Assert.True(latencies.Within(1) >= latencies.Within(0.5));
    }

    private async Task<long> WriteBareAsync(string name, int commands)
    {
        using var bare = await BareLoop.MakeAsync(Path.Combine(_folder.FullName, name), new PaymentLives(Clients, seed: 7), 1, Cancel);
        bare.Write(bare.Decide(commands), batch: 3, new Latencies());
        return bare.Rows;
    }

    private async Task<string> PlayAsync(string name, int[] steps)
    {
        await using var engine = await HoldEngine.StartAsync(Path.Combine(_folder.FullName, name), new BenchNode(), new(), TimeProvider.System, Cancel);
        var lives = new PaymentLives(Clients, seed: 7);
        foreach (var count in steps)
        {
            var life = lives.Next();
            foreach (var step in life.Steps.Take(count)) await engine.AskAsync(life.Hold, step, Cancel);
        }

        await engine.DrainAsync(Cancel);
        return engine.Journal.File;
    }

    private string FileOf(string name) => Path.Combine(_folder.FullName, name, Engine.Sqlite.SqliteJournalOptions.FileName);

    private static List<string> Read(string file, string select)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open_v2(file, out var database, raw.SQLITE_OPEN_READWRITE, null));
        using (database)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(database, select, out var statement));
            var rows = new List<string>();
            using (statement)
            {
                while (raw.sqlite3_step(statement) == raw.SQLITE_ROW) rows.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string());
            }

            rows.Sort(StringComparer.Ordinal);
            return rows;
        }
    }
}
