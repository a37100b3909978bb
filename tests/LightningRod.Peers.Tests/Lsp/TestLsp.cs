using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Peers.Tests.Lsp;

/// <summary>A whole LSP on the loopback interface: a folder of its own, and one member after the other on it.</summary>
internal sealed class TestLsp : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rod-ldk-");
    private readonly Func<string, Task<ILspLife>> _start;
    private readonly HttpClient _http = new();
    private ILspLife _life = null!;

    private TestLsp(Func<string, Task<ILspLife>> start) => _start = start;

    /// <summary>The relay's node key.</summary>
    internal PrivateKey Key { get; private set; } = null!;

    internal PublicKey NodeId => Key.PublicKey;

    internal IPEndPoint Relay => _life.Relay;

    private string Data => Path.Combine(_folder.FullName, "data");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts an LSP.</summary>
    /// <param name="isKilled">Whether its lives are processes that end by SIGKILL.</param>
    internal static async Task<TestLsp> StartAsync(bool isKilled = false)
    {
        var lsp = new TestLsp(isKilled ? ServeLife.StartAsync : MemberLife.StartAsync);
        lsp._life = await lsp._start(lsp.Data);
        lsp.Key = PrivateKey.FromHex((await File.ReadAllTextAsync(Path.Combine(lsp.Data, "node.key"), Cancel)).Trim());
        var tokens = await File.ReadAllLinesAsync(Path.Combine(lsp.Data, "admin.token"), Cancel);
        var token = tokens.Select(line => line.Split(' ')).First(words => words[0] == "read")[1];
        lsp._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return lsp;
    }

    /// <summary>Ends this life, and begins the next; the relay listens elsewhere then.</summary>
    internal async Task RestartAsync()
    {
        await _life.DisposeAsync();
        _life = await _start(Data);
    }

    /// <summary>Lets a node of LDK connect with the relay.</summary>
    internal async Task InviteAsync(LdkPeer ldk, LdkNode node, int? port = null)
    {
        await ldk.Dial(node, port ?? Relay.Port, NodeId);
        await ldk.Connected(node);
    }

    /// <summary>How many messages of a node the member keeps: its admin endpoints say so.</summary>
    internal async Task<int> KeptAsync(LdkNode node)
    {
        var lines = await _http.GetStringAsync(new Uri($"http://{_life.Admin}/v1/mailboxes?client={node.Id}"), Cancel);
        var rows = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
        return rows.Sum(row => (int)row["details"]!["messages"]!);
    }

    /// <summary>Waits until the member keeps so many messages of a node: all that it delivered and saw acknowledged is gone.</summary>
    internal async Task UntilKeptAsync(LdkNode node, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(LdkPeer.Patience);
        while (await KeptAsync(node) is var kept && kept != count)
        {
            Assert.False(patience.IsCancellationRequested, $"{kept} messages are kept, not {count}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _life.DisposeAsync();
        Key?.Dispose();
        _folder.Delete(recursive: true);
    }
}
