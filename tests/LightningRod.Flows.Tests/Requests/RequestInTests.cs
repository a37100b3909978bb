using System.Text.Json;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;

namespace LightningRod.Flows.Tests.Requests;

public sealed class RequestInTests : IAsyncLifetime
{
    private MessageWorld _world = null!;
    private MemorySession _client = null!;
    private MemorySession _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        _client = _world.Relay.Connect(_world.Client("client").Id);
        _stranger = _world.Relay.Connect(_world.Wallet("stranger").Id);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"rod.get_info\",\"params\":[],\"id\":\"a\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"rod.get_info\",\"params\":{},\"id\":7}")]
    [InlineData("{\"jsonrpc\":\"1.0\",\"method\":\"rod.get_info\",\"params\":{},\"id\":\"a\"}")]
    public async Task Message_ThatIsNoRequest_IsAParseErrorWithoutAnId(string json)
    {
        _client.SendJson(json);
        Assert.Equal(Lsps0Response.BadMessage, await _client.ResponseAsync());
    }

    [Fact]
    public async Task Message_ThatIsTooLarge_IsRefusedUnread()
    {
        _client.SendJson($"{{\"jsonrpc\":\"2.0\",\"method\":\"rod.get_info\",\"id\":\"a\",\"params\":{{\"x\":\"{new string('x', 16 * 1024)}\"}}}}");
        var refused = await _client.ResponseAsync();
        Assert.Null(refused.Id);
        Assert.Equal((Lsps0ErrorCode.ParseError, "a request has at most 16384 bytes"), (refused.Error!.Code, refused.Error.Message));
    }

    [Fact]
    public async Task Message_ThatAClientMustNotSend_IsNotAnswered()
    {
        _client.Send(new Lsps0Notification("rod.get_info").ToFrame());
        _client.Send(Lsps0Response.Success("a", JsonElement.Parse("{}")).ToFrame());
        _client.Send(new UnknownMessage(MessageType.CustomFirst + 1, ByteString.Empty));
        Assert.Equal(Lsps0ErrorCode.MethodNotFound, (await _client.ErrorAsync("lsps1.get_info")).Code);
        Assert.Equal(0, _client.Waiting);
    }

    [Theory]
    [InlineData("lsps0.list_protocols")]
    [InlineData("rod.get_info")]
    [InlineData("rod.hold_status")]
    [InlineData("rod.set_device")]
    public async Task Method_WithUnknownParameters_NamesThem(string method)
    {
        var error = await _client.ErrorAsync(method, "{\"provider\":\"webhook\",\"url\":\"https://a.example\",\"payment_hash\":\"00\",\"what\":1}");
        Assert.Equal(Lsps0ErrorCode.InvalidParams, error.Code);
        Assert.Contains("what", error.Data!.Value.GetProperty("unrecognized").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task ListProtocols_OfRodMethodsAlone_IsEmpty() =>
        Assert.Equal("{\"protocols\":[]}", (await _stranger.ResultAsync("lsps0.list_protocols")).GetRawText());

    [Fact]
    public void Protocols_OfMethods_AreTheirNumbers() =>
        Assert.Equal([1, 5], new[] { "lsps5.set_webhook", "lsps5.list_webhooks", "lsps1.get_info", "lsps0.list_protocols", "rod.x", "lsps.y", "lspsx.z" }
            .Aggregate(new RequestMethods(), static (methods, name) => methods.Add(new Named(name))).Protocols);

    [Fact]
    public async Task GetInfo_OfAStranger_TellsAllThatAWalletNeeds()
    {
        var told = await _stranger.ResultAsync("rod.get_info");
        Assert.Equal(_world.RelayId.ToString(), told.GetProperty("relay").GetProperty("node_id").GetString());
        Assert.Equal("relay.example:9735", told.GetProperty("relay").GetProperty("addresses")[0].GetString());
        Assert.Equal(_world.Node.NodeId.ToString(), told.GetProperty("channel_nodes")[0].GetString());
        Assert.False(told.GetProperty("is_client").GetBoolean());
        Assert.Equal(288, told.GetProperty("return_delta").GetInt32());
        Assert.Equal(2016, told.GetProperty("max_hold_window").GetInt32());
        Assert.Equal("1000000000", told.GetProperty("limits").GetProperty("max_amount_msat").GetString());
        Assert.Equal("webhook", Assert.Single(told.GetProperty("device_providers").EnumerateArray()).GetString());
        Assert.Equal(OnionMessageTlv.HoldRequest, told.GetProperty("numbers").GetProperty("onionmsg_tlv").GetProperty("hold_request").GetUInt64());
    }

    [Fact]
    public async Task GetInfo_OfAClient_TellsItsOwnLimits()
    {
        _world.Client("client", client => client with { Holds = client.Holds with { HoldsLeft = 3 } });
        var told = await _client.ResultAsync("rod.get_info");
        Assert.True(told.GetProperty("is_client").GetBoolean());
        Assert.Equal(3, told.GetProperty("limits").GetProperty("max_holds").GetInt32());
    }

    [Fact]
    public async Task Request_OverAChannelNode_IsAnsweredThere()
    {
        var told = await _world.Node.Connect(_client.Peer).ResultAsync("rod.get_info");
        Assert.Equal(_world.RelayId.ToString(), told.GetProperty("relay").GetProperty("node_id").GetString());
    }

    private sealed class Named(string name) : IRequestMethod
    {
        public string Name => name;

        public Task<RequestAnswer> AnswerAsync(Asker asker, JsonElement parameters, CancellationToken cancel) => Task.FromResult(RequestAnswer.Busy);
    }
}
