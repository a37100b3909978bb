using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Ports.WakeUps;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Messages;

namespace LightningRod.Flows.Tests.Requests;

public sealed class SetDeviceTests : IAsyncLifetime
{
    private const string Method = "rod.set_device";
    private const string Phone = "{\"provider\":\"webhook\",\"url\":\"https://phone.example/push\"}";

    private MessageWorld _world = null!;
    private MemorySession _client = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        _client = _world.Relay.Connect(_world.Client("client").Id);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Device_OfAClient_IsDurableAndGetsItsFirstWakeUp()
    {
        var told = await _client.ResultAsync(Method, Phone);
        Assert.Equal("{\"registered\":true,\"first_wake_up\":\"delivered\"}", told.GetRawText());
        var sent = Assert.Single(_world.Webhook.Sent);
        Assert.Equal((Ports.WakeUps.WakeUpReason.Registered, _client.Peer), (sent.Reason, sent.Client));
        Assert.Equal("https://phone.example/push", sent.Device.Value);
        Assert.Equal(1, await DevicesAsync());
        Assert.Equal(1, _world.Steps.Count(StepNames.DeviceRegistered));
    }

    [Fact]
    public async Task Device_RegisteredAgain_IsOneAndNotWokenAgain()
    {
        await _client.ResultAsync(Method, Phone);
        Assert.Equal("not_sent", (await _client.ResultAsync(Method, Phone)).GetProperty("first_wake_up").GetString());
        Assert.Equal(1, await DevicesAsync());
        Assert.Single(_world.Webhook.Sent);
    }

    [Fact]
    public async Task Device_ThatDoesNotAnswer_IsRegisteredAllTheSame()
    {
        _world.Webhook.Answer = _ => new WakeUpOutcome.RetryAfter(null, "a test");
        Assert.Equal("failed", (await _client.ResultAsync(Method, Phone)).GetProperty("first_wake_up").GetString());
        Assert.Equal(1, await DevicesAsync());
    }

    [Fact]
    public async Task FirstWakeUps_OfOneClientInARow_AreNotAllSent()
    {
        for (var i = 0; i < 5; i++) await _client.ResultAsync(Method, $"{{\"provider\":\"webhook\",\"url\":\"https://victim.example/{i}\"}}");
        Assert.Single(_world.Webhook.Sent);
        _world.Time.Advance(new RequestOptions().FirstWakeUpEvery);
        await _client.ResultAsync(Method, "{\"provider\":\"webhook\",\"url\":\"https://victim.example/0\"}");
        await _client.ResultAsync(Method, "{\"provider\":\"webhook\",\"url\":\"https://victim.example/1\"}");
        Assert.Equal(2, _world.Webhook.Sent.Count);
    }

    [Fact]
    public async Task Device_Removed_IsGone()
    {
        await _client.ResultAsync(Method, Phone);
        var remove = "{\"provider\":\"webhook\",\"url\":\"https://phone.example/push\",\"remove\":true}";
        Assert.Equal("{\"registered\":false}", (await _client.ResultAsync(Method, remove)).GetRawText());
        Assert.Equal(0, await DevicesAsync());
        Assert.Equal(RodErrorCode.UnknownDevice, (await _client.ErrorAsync(Method, remove)).Code);
    }

    [Fact]
    public async Task Devices_AboveTheLimit_AreRefused()
    {
        for (var i = 0; i < 8; i++) await _client.ResultAsync(Method, $"{{\"provider\":\"webhook\",\"url\":\"https://phone.example/{i}\"}}");
        var refused = await _client.ErrorAsync(Method, "{\"provider\":\"webhook\",\"url\":\"https://phone.example/8\"}");
        Assert.Equal((RodErrorCode.TooManyDevices, "at most 8 devices"), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task Device_OfNoClient_IsRefused()
    {
        var stranger = _world.Relay.Connect(_world.Wallet("stranger").Id);
        Assert.Equal(Lsps0ErrorCode.ClientRejected, (await stranger.ErrorAsync(Method, Phone)).Code);
        Assert.Empty(_world.Webhook.Sent);
    }

    [Theory]
    [InlineData("http://phone.example/")]
    [InlineData("ftp://phone.example/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("https://localhost/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://user:password@phone.example/")]
    [InlineData("phone.example")]
    [InlineData("https://phönix.example/")]
    [InlineData("")]
    public async Task Url_ThatMayNotBeCalled_IsRefused(string url)
    {
        Assert.Equal(RodErrorCode.BadToken, (await _client.ErrorAsync(Method, $"{{\"provider\":\"webhook\",\"url\":\"{url}\"}}")).Code);
        Assert.Empty(_world.Webhook.Sent);
        Assert.Null(await _world.ViewAsync(MailboxActor.IdOf(_client.Peer)));
    }

    [Fact]
    public async Task Url_ThatIsTooLong_IsRefused()
    {
        var url = "https://phone.example/" + new string('x', 1024);
        Assert.Equal(RodErrorCode.BadToken, (await _client.ErrorAsync(Method, $"{{\"provider\":\"webhook\",\"url\":\"{url}\"}}")).Code);
        url += new string('x', 4096);
        Assert.Equal(Lsps0ErrorCode.InvalidParams, (await _client.ErrorAsync(Method, $"{{\"provider\":\"webhook\",\"url\":\"{url}\"}}")).Code);
    }

    [Theory]
    [InlineData("{\"provider\":\"fcm\",\"token\":\"abc\"}", RodErrorCode.UnsupportedProvider)]
    [InlineData("{\"provider\":\"link\",\"token\":\"abc\"}", RodErrorCode.UnsupportedProvider)]
    [InlineData("{\"provider\":\"webhook\",\"token\":\"abc\"}", RodErrorCode.BadToken)]
    [InlineData("{\"provider\":\"webhook\"}", Lsps0ErrorCode.InvalidParams)]
    [InlineData("{\"url\":\"https://phone.example/\"}", Lsps0ErrorCode.InvalidParams)]
    [InlineData("{\"provider\":\"webhook\",\"url\":\"https://phone.example/\",\"token\":\"abc\"}", Lsps0ErrorCode.InvalidParams)]
    [InlineData("{\"provider\":\"webhook\",\"url\":\"https://phone.example/\",\"remove\":1}", Lsps0ErrorCode.InvalidParams)]
    [InlineData("{\"provider\":\"webhook\",\"url\":7}", Lsps0ErrorCode.InvalidParams)]
    public async Task Device_WithBadParameters_IsRefused(string parameters, int code)
    {
        Assert.Equal(code, (await _client.ErrorAsync(Method, parameters)).Code);
        Assert.Empty(_world.Webhook.Sent);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/push")]
    [InlineData("http://localhost:8080/push")]
    [InlineData("https://[::1]:8443/push")]
    public async Task Url_OnThisMachine_IsTakenWhenTheOperatorAllowsIt(string url)
    {
        await _world.DisposeAsync();
        _world = await MessageWorld.StartAsync(world => world.Requests = new() { AllowLoopbackWebhooks = true });
        _client = _world.Relay.Connect(_world.Client("client").Id);
        Assert.True((await _client.ResultAsync(Method, $"{{\"provider\":\"webhook\",\"url\":\"{url}\"}}")).GetProperty("registered").GetBoolean());
        Assert.Equal(RodErrorCode.BadToken, (await _client.ErrorAsync(Method, "{\"provider\":\"webhook\",\"url\":\"http://phone.example/\"}")).Code);
    }

    private async Task<int> DevicesAsync() =>
        System.Text.Json.JsonElement.Parse((await _world.ViewAsync(MailboxActor.IdOf(_client.Peer)))!.Details).GetProperty("devices").GetInt32();
}
