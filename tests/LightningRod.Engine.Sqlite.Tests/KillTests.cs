using LightningRod.Engine.Sqlite.Appender;

namespace LightningRod.Engine.Sqlite.Tests;

public sealed class KillTests
{
    private const int Kills = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_ProcessKilledInTheMiddle_IsWholeOrNotThere()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20);
        var told = new long[Work.Writers];
        for (var kill = 0; kill < Kills; kill++)
        {
            using var appender = new AppenderProcess(folder.Path);
            Assert.Equal("open", await appender.ReadUntilAsync(line => !char.IsAsciiDigit(line[0]), Cancel));
            // The clock is the work itself: after so many decisions, whatever the machine's speed.
            var left = random.Next(1, 60);
            _ = await appender.ReadUntilAsync(_ => --left == 0, Cancel);
            await appender.KillAsync(Cancel);
            for (var writer = 0; writer < told.Length; writer++) told[writer] = Math.Max(told[writer], appender.Told[writer]);

            await using var journal = await folder.OpenAsync(Cancel);
            await WholeDecisions.AssertAsync(journal, told, Cancel);
        }

        Assert.True(told.Sum() >= Kills, "Nothing was written.");
    }
}
