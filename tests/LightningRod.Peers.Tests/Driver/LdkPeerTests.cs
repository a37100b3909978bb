using LightningRod.Testing;

namespace LightningRod.Peers.Tests.Driver;

public sealed class LdkPeerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task Start_ThisTreesPeer_GreetsWithItsVersionAndRefusesAsItShould()
    {
        var peer = new LdkPeer();
        await peer.InitializeAsync();
        Assert.StartsWith("v0.1", await peer.Version);
        Assert.Equal("unknown call \"fly\"", await LdkPeer.Refusal(peer.Call<object>("fly", new { })));
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task Start_NoSuchProgram_SaysToRunTestSh()
    {
        var peer = new LdkPeer(Path.Combine(_folder.FullName, "node"), Repository.Path("tests", "LightningRod.Peers.Tests", "ldk"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await peer.InitializeAsync());
        Assert.Contains("run ./test.sh", error.Message, StringComparison.Ordinal);
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task Start_NoPackages_SaysToRunTestSh()
    {
        var peer = new LdkPeer("node", _folder.FullName);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await peer.InitializeAsync());
        Assert.Contains("run ./test.sh", error.Message, StringComparison.Ordinal);
        await peer.DisposeAsync();
    }

    [Theory]
    [InlineData("""print({ notice: 'failed', node: null, error: 'a lock is poisoned' })""", "a lock is poisoned")]
    [InlineData("""process.exit(3)""", "it ended by itself")]
    [InlineData("""process.stdout.write('LDK says hello\n')""", "invalid start of a value")]
    [InlineData("""for (let i = 0; i < 5000; i++) print({ notice: 'connected', node: 1, nodeId: '', inbound: true })""", "notices were not read")]
    public async Task Call_PeerThatBroke_SaysWhatBrokeAndSoDoesTheFixturesEnd(string breaking, string reason)
    {
        var peer = await StartOf($"process.stdin.on('data', () => {{ {breaking}; }});");
        foreach (var _ in new[] { 1, 2 })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => peer.Call<object>("anything", new { }));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }

        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => peer.Notice<object>("connected", 2));
        Assert.Contains(reason, missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await peer.DisposeAsync());
    }

    [Fact]
    public async Task Call_Panic_IsNoRefusal()
    {
        var peer = await StartOf("process.stdin.on('data', (line) => print({ id: JSON.parse(line).id, error: 'LDK panicked: a lock' }));");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => peer.Call<object>("peel", new { }));
        Assert.Equal("peel: LDK panicked: a lock", error.Message);
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task DisposeAsync_ExitCodeIsNotZero_Fails()
    {
        var peer = await StartOf("process.stdin.on('end', () => process.exit(7)).resume();");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await peer.DisposeAsync());
        Assert.Contains("code 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_OthersBeforeIt_AreKeptForLater()
    {
        var peer = await StartOf(
            "[[1, 'one'], [2, 'two'], [1, 'three']].forEach(([node, error]) => print({ notice: 'said', node, error })); process.stdin.resume();");
        Assert.Equal("two", (await peer.Notice<Said>("said", 2)).Error);
        Assert.Equal("one", (await peer.Notice<Said>("said", 1)).Error);
        Assert.Equal("three", (await peer.Notice<Said>("said", 1)).Error);
        await peer.DisposeAsync();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A peer of another script, in a folder that looks like the real one's.</summary>
    private async Task<LdkPeer> StartOf(string script)
    {
        _folder.CreateSubdirectory("node_modules/lightningdevkit");
        var print = "const print = (line) => process.stdout.write(`${JSON.stringify(line)}\\n`); print({ ready: true, ldk: 'none' });\n";
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "peer.mjs"), print + script, TestContext.Current.CancellationToken);
        var peer = new LdkPeer(LdkPeer.Program, _folder.FullName);
        await peer.InitializeAsync();
        return peer;
    }

    private sealed record Said(string Notice, int Node, string Error);
}
