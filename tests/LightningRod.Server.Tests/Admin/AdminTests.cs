using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite;
using LightningRod.Server.Backup;
using LightningRod.Server.Secrets;

namespace LightningRod.Server.Tests.Admin;

/// <summary>The admin endpoints as a program sees them.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private readonly Running _place = new();
    private readonly HttpClient _http = new();
    private Member? _member;

    private static CancellationToken Cancel => Running.Cancel;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_member is not null) await _member.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Health_WithoutToken_SaysLiveAndReady()
    {
        await StartAsync();
        Assert.Equal((HttpStatusCode.OK, """{"live":true}"""), await GetAsync("/health/live", null));
        Assert.Equal((HttpStatusCode.OK, """{"ready":true,"engine":true,"storage":true,"height":true}"""), await GetAsync("/health/ready", null));
    }

    [Theory]
    [InlineData("GET", "/v1/status"), InlineData("GET", "/v1/holds"), InlineData("GET", "/v1/mailboxes"), InlineData("GET", "/v1/quarantine")]
    [InlineData("POST", "/v1/quarantine/retry"), InlineData("POST", "/v1/backup"), InlineData("GET", "/"), InlineData("GET", "/v1/nope")]
    [InlineData("GET", "/healthy"), InlineData("GET", "/HEALTH/live")]
    public async Task Request_WithoutTheToken_Is401(string method, string path)
    {
        await StartAsync();
        var token = Token(AdminScope.Read);
        foreach (var authorization in (string?[])[null, "Bearer", "Bearer 4711", $"Basic {token}", token, $"Bearer {token}x"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await _http.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
            await AssertProblemAsync(response, "no-token");
        }
    }

    [Theory]
    [InlineData("/v1/quarantine/retry", """{"kind":"payment","client":"02","key":"01"}""")]
    [InlineData("/v1/backup", """{"path":"/tmp/never-made"}""")]
    public async Task Post_WithATokenForReading_Is403(string path, string body)
    {
        await StartAsync();
        using var response = await PostAsync(path, body, AdminScope.Read);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        await AssertProblemAsync(response, "only-reads");
    }

    [Fact]
    public async Task Status_OfARunningMember_IsTheEnginesHealth()
    {
        await StartAsync();
        var (code, text) = await GetAsync("/v1/status");
        var status = JsonNode.Parse(text)!;
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal((_member!.NodeId.ToString(), 256, true), ((string?)status["node_id"], (int?)status["shards_owned"], (bool?)status["is_running"]));
    }

    [Theory]
    [InlineData("GET", "/v1/nope", 404, "no-such-endpoint")]
    [InlineData("POST", "/v1/status", 405, "wrong-method")]
    [InlineData("GET", "/v1/holds?client=xyz", 400, "bad-request")]
    [InlineData("GET", "/v1/holds?client=0", 400, "bad-request")]
    [InlineData("GET", "/v1/holds?all=maybe", 400, "bad-request")]
    [InlineData("GET", "/v1/holds?limit=0", 400, "bad-request")]
    [InlineData("GET", "/v1/holds?limit=1000001", 400, "bad-request")]
    [InlineData("GET", "/v1/holds?cleint=02", 400, "bad-request")]
    public async Task Request_ThatIsWrong_IsATypedProblem(string method, string path, int status, string code)
    {
        await StartAsync();
        using var response = await SendAsync(new(new HttpMethod(method), path), AdminScope.Write);
        Assert.Equal(status, (int)response.StatusCode);
        await AssertProblemAsync(response, code);
    }

    [Theory]
    [InlineData("/v1/quarantine/retry", "")]
    [InlineData("/v1/quarantine/retry", "null")]
    [InlineData("/v1/quarantine/retry", "[1]")]
    [InlineData("/v1/quarantine/retry", "{")]
    [InlineData("/v1/quarantine/retry", "{}")]
    [InlineData("/v1/quarantine/retry", """{"kind":"payment","client":"zz","key":"01"}""")]
    [InlineData("/v1/quarantine/retry", """{"kind":"payment","client":"02","key":"01","more":1}""")]
    [InlineData("/v1/backup", "{}")]
    [InlineData("/v1/backup", """{"path":"relative.db"}""")]
    [InlineData("/v1/backup", "{\"path\":\"/a\\u0000b\"}")]
    public async Task Post_BodyThatIsWrong_Is400(string path, string body)
    {
        await StartAsync();
        using var response = await PostAsync(path, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await AssertProblemAsync(response, "bad-request");
    }

    [Fact]
    public async Task Post_HugeBody_IsRefused()
    {
        await StartAsync();
        using var response = await PostAsync("/v1/backup", $$"""{"path":"/{{new string('a', 20_000)}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Holds_OfTheJournal_ComeAsLines()
    {
        await SeedAsync(async (journal, epochs) =>
        {
            for (byte client = 1; client <= 3; client++)
            {
                for (byte key = 1; key <= 2; key++) await HoldAsync(journal, epochs, client, key, isOver: key == 2);
            }
        });
        await StartAsync();
        var rows = await LinesAsync("/v1/holds");
        Assert.Equal(["01", "02", "03"], rows.Select(row => (string?)row["client"]));
        Assert.Equal("""{"client":"01","key":"01","state":"holding","over":false,"msat":1001,"due_height":800,"details":{"part_count":1}}""", rows[0].ToJsonString());
        Assert.Equal(6, (await LinesAsync("/v1/holds?all=true")).Count);
        Assert.Equal(["01", "02"], (await LinesAsync("/v1/holds?all=true&client=02")).Select(row => (string?)row["key"]));
        var cut = await LinesAsync("/v1/holds?limit=2");
        Assert.Equal((3, """{"more":true}"""), (cut.Count, cut[^1].ToJsonString()));
        Assert.Equal(3, (await LinesAsync("/v1/holds?limit=3")).Count);
        Assert.Empty(await LinesAsync("/v1/mailboxes"));
    }

    [Fact]
    public async Task Holds_OfManyThousands_ComeWhole()
    {
        await SeedAsync(async (journal, epochs) =>
        {
            var appends = Enumerable.Range(0, 3000).Select(n => Append(epochs, 1, BitConverter.GetBytes(n), false)).ToList();
            Assert.All(await journal.AppendAsync(appends, Cancel), outcome => Assert.Equal(AppendOutcome.Written, outcome));
        });
        await StartAsync();
        Assert.Equal(3000, (await LinesAsync("/v1/holds")).Count);
    }

    [Fact]
    public async Task Quarantine_ListedAndRetried_IsEmptyThen()
    {
        var actor = new ActorId("payment", new OpaqueKey([2]), new OpaqueKey([7, 8]));
        await SeedAsync((journal, _) => journal.QuarantineAsync(new(actor, QuarantineCategory.DecideFailed, "it threw", DateTimeOffset.UnixEpoch), Cancel));
        await StartAsync();
        var entry = JsonNode.Parse((await GetAsync("/v1/quarantine")).Text)!.AsArray().Single()!;
        Assert.Equal(
            """{"kind":"payment","client":"02","key":"0708","category":"decide_failed","detail":"it threw","at":"1970-01-01T00:00:00+00:00"}""",
            entry.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        const string Name = """{"kind":"payment","client":"02","key":"0708"}""";
        using (var response = await PostAsync("/v1/quarantine/retry", Name)) Assert.Equal("""{"released":true}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("[]", (await GetAsync("/v1/quarantine")).Text);
        using var again = await PostAsync("/v1/quarantine/retry", Name);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await AssertProblemAsync(again, "not-in-quarantine");
    }

    [Fact]
    public async Task Backup_WhileItRuns_IsAJournalThatOpens()
    {
        await SeedAsync((journal, epochs) => HoldAsync(journal, epochs, 1, 1, isOver: false));
        await StartAsync();
        var copy = Path.Combine(_place.Folder, "restored", SqliteJournalOptions.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        using (var response = await PostAsync("/v1/backup", $$"""{"path":"{{copy}}"}"""))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var lines = Parse(await response.Content.ReadAsStringAsync(Cancel));
            Assert.Equal((true, new FileInfo(copy).Length), ((bool)lines[^1]["done"]!, (long)lines[^1]["bytes_total"]!));
        }

        Assert.True(_member!.Health.IsRunning);
        var secret = Convert.FromHexString((await File.ReadAllTextAsync(_place.PathOf("install.secret"), Cancel)).Trim());
        await using var restored = await SqliteJournal.OpenAsync(new() { Folder = Path.GetDirectoryName(copy)! }, secret, TimeProvider.System, Cancel);
        var rows = 0;
        await foreach (var _ in restored.ReadViewsAsync("payment", null, true, Cancel)) rows++;
        Assert.Equal(1, rows);
    }

    [Fact]
    public async Task Backup_FileThatExists_IsAProblemAndLeftAlone()
    {
        await StartAsync();
        var copy = Path.Combine(_place.Folder, "precious");
        await File.WriteAllTextAsync(copy, "precious", Cancel);
        using var response = await PostAsync("/v1/backup", $$"""{"path":"{{copy}}"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        await AssertProblemAsync(response, "backup-failed");
        Assert.Equal("precious", await File.ReadAllTextAsync(copy, Cancel));
    }

    [Fact]
    public async Task OfflineBackup_OfAStoppedMember_IsACopy_AndOfARunningOneIsRefused()
    {
        var copy = Path.Combine(_place.Folder, "copy.db");
        var nothing = await Assert.ThrowsAsync<MemberStartException>(() => OfflineBackup.RunAsync(_place.Options(), copy, null, Cancel));
        Assert.Contains("There is no journal", nothing.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Data));
        await StartAsync();
        var running = await Assert.ThrowsAsync<MemberStartException>(() => OfflineBackup.RunAsync(_place.Options(), copy, null, Cancel));
        Assert.Contains("in use", running.Message, StringComparison.Ordinal);
        await _member!.StopAsync();
        await OfflineBackup.RunAsync(_place.Options(), copy, null, Cancel);
        Assert.True(new FileInfo(copy).Length > 0);
    }

    [Fact]
    public async Task Stop_WhileARequestIsOpen_EndsInTime()
    {
        await StartAsync(("StopTimeout", "1s"));
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(Running.AdminOf(_member!), Cancel);
        await socket.GetStream().WriteAsync("POST /v1/backup HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nAuthorization: Bearer "u8.ToArray(), Cancel);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Token(AdminScope.Write) + "\r\n\r\n{"), Cancel);
        await _member!.StopAsync().WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.False(_member.Health.IsRunning);
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _member = await _place.StartAsync(settings);
        _http.BaseAddress = new Uri($"http://{Running.AdminOf(_member)}");
    }

    private string Token(AdminScope scope) =>
        File.ReadAllLines(_place.PathOf("admin.token")).Select(line => line.Split(' '))
            .Single(words => words[0] == (scope == AdminScope.Read ? "read" : "write"))[1];

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AdminScope? scope)
    {
        if (scope is { } known) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(known));
        return await _http.SendAsync(request, Cancel);
    }

    private Task<(HttpStatusCode Code, string Text)> GetAsync(string path) => GetAsync(path, AdminScope.Read);

    private async Task<(HttpStatusCode Code, string Text)> GetAsync(string path, AdminScope? scope)
    {
        using var response = await SendAsync(new(HttpMethod.Get, path), scope);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body, AdminScope scope = AdminScope.Write) =>
        SendAsync(new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") }, scope);

    private async Task<List<JsonNode>> LinesAsync(string path)
    {
        var (code, text) = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, code);
        return Parse(text);
    }

    private static List<JsonNode> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static async Task AssertProblemAsync(HttpResponseMessage response, string code)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        Assert.Equal(($"urn:lightningrod:problem:{code}", (int)response.StatusCode), ((string?)problem["type"], (int?)problem["status"]));
    }

    /// <summary>Writes to the journal before the member has it.</summary>
    private async Task SeedAsync(Func<SqliteJournal, IReadOnlyList<ShardClaim>, Task> write)
    {
        await (await _place.StartAsync()).StopAsync();
        var secret = Convert.FromHexString((await File.ReadAllTextAsync(_place.PathOf("install.secret"), Cancel)).Trim());
        await using var journal = await SqliteJournal.OpenAsync(new() { Folder = _place.Data }, secret, TimeProvider.System, Cancel);
        await write(journal, await journal.ClaimAllAsync(Cancel));
    }

    private static async Task HoldAsync(SqliteJournal journal, IReadOnlyList<ShardClaim> claims, byte client, byte key, bool isOver) =>
        Assert.Equal([AppendOutcome.Written], await journal.AppendAsync([Append(claims, client, [key], isOver)], Cancel));

    private static ActorAppend Append(IReadOnlyList<ShardClaim> claims, byte client, byte[] key, bool isOver) =>
        new(new("payment", new OpaqueKey([client]), new OpaqueKey(key)), client, claims[client].Epoch, 1, DateTimeOffset.UnixEpoch)
        {
            Events = [new StoredMessage("payment.test.v1", Array.Empty<byte>())],
            View = new ViewRow("holding", isOver, 1000ul + client, 800, """{"part_count":1}"""),
        };
}
