using LightningRod.Server.Secrets;

namespace LightningRod.Server.Tests.Secrets;

/// <summary>Key files: made for their owner alone, never overwritten, and never shown.</summary>
public sealed class SecretTests : IDisposable
{
    private readonly Running _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Start_NoFiles_MakesThemForTheirOwnerAlone()
    {
        await using (var member = await _place.StartAsync())
        {
            foreach (var file in (string[])["node.key", "install.secret", "admin.token"])
            {
                Assert.True(File.Exists(_place.PathOf(file)));
                if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_place.PathOf(file)));
            }
        }

        Assert.DoesNotContain(Directory.GetFiles(_place.Data), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_Again_HasTheSameNodeId()
    {
        Wire.Primitives.NodeId first;
        await using (var member = await _place.StartAsync()) first = member.NodeId;
        await using var again = await _place.StartAsync();
        Assert.Equal(first, again.NodeId);
    }

    [Theory]
    [InlineData("node.key", "")]
    [InlineData("node.key", "secret4711")]
    [InlineData("node.key", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("node.key", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("install.secret", "4711")]
    [InlineData("install.secret", "secret4711secret4711secret4711secret4711secret4711secret4711")]
    [InlineData("admin.token", "")]
    [InlineData("admin.token", "root secret4711secret4711secret4711secret4711")]
    [InlineData("admin.token", "read secret4711")]
    [InlineData("admin.token", "read")]
    public async Task Start_FileThatIsNone_NamesItAndLeavesItAndShowsNothingOfIt(string file, string text)
    {
        Directory.CreateDirectory(_place.Data);
        await File.WriteAllTextAsync(_place.PathOf(file), text, Running.Cancel);
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync());
        Assert.Contains(_place.PathOf(file), failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_place.PathOf(file), Running.Cancel));
    }

    [Fact]
    public async Task Start_HugeKeyFile_IsRefused()
    {
        Directory.CreateDirectory(_place.Data);
        await File.WriteAllTextAsync(_place.PathOf("node.key"), new string('a', 10_000), Running.Cancel);
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync());
        Assert.Contains("4 KiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AnotherInstallSecret_IsRefused()
    {
        await using (await _place.StartAsync())
        {
        }

        await File.WriteAllTextAsync(_place.PathOf("install.secret"), new string('a', 64), Running.Cancel);
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync());
        Assert.Contains("install secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Tokens_AllowWhatTheyAreFor()
    {
        var (read, write, other) = (new string('r', 40), new string('w', 40), new string('o', 40));
        var tokens = AdminTokens.Of($"read {read}\n\n  write {write}  \r\n", "file");
        Assert.Equal((AdminScope.Read, AdminScope.Write), (tokens.Find(read), tokens.Find(write)));
        Assert.All(["", other, read[1..], read + "r", $"read {read}"], token => Assert.Null(tokens.Find(token)));
    }

    [Fact]
    public async Task Read_Token_IsTheOneThatAllowsMost()
    {
        await using var member = await _place.StartAsync();
        var lines = (await File.ReadAllTextAsync(_place.PathOf("admin.token"), Running.Cancel)).Split('\n');
        Assert.Equal(lines[1]["write ".Length..], AdminTokens.Read(_place.PathOf("admin.token"), AdminScope.Read, out _));
        await File.WriteAllTextAsync(_place.PathOf("admin.token"), lines[0], Running.Cancel);
        Assert.Equal(lines[0]["read ".Length..], AdminTokens.Read(_place.PathOf("admin.token"), AdminScope.Read, out _));
        Assert.Null(AdminTokens.Read(_place.PathOf("admin.token"), AdminScope.Write, out var why));
        Assert.Contains("write", why, StringComparison.Ordinal);
        Assert.Null(AdminTokens.Read(_place.PathOf("missing"), AdminScope.Write, out why));
        Assert.Contains("missing", why, StringComparison.Ordinal);
    }
}
