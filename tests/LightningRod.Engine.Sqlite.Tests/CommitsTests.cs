namespace LightningRod.Engine.Sqlite.Tests;

public sealed class CommitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commits_WritesOneAfterTheOther_AreCountedEach()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var before = journal.Commits;
        for (var height = 1u; height <= 3; height++) await journal.RaiseHeightAsync("bitcoin", height, DateTimeOffset.UnixEpoch, Cancel);
        Assert.Equal(before + 3, journal.Commits);
    }

    [Fact]
    public async Task Commits_AWriteThatFails_IsNotCounted()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var before = journal.Commits;
        await Assert.ThrowsAnyAsync<Exception>(() => journal.ExecuteAsync("no statement", Cancel));
        Assert.Equal(before, journal.Commits);
    }
}
