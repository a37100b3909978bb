using System.Text.Json;
using LightningRod.Client.Relay;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests;

/// <summary>LSPS0 calls, and a session that comes back.</summary>
public sealed class RelaySessionTests : IAsyncDisposable
{
    private readonly World _world = new();

    [Fact]
    public async Task Calls_OfARelayThatServesThem_AreRead()
    {
        await using var client = await OpenAsync();
        Assert.True((await client.Relay.GetInfoAsync(_world.Token)).TryGet(out var info, out _));
        Assert.Equal((_world.RelayA.Id, 288u, 2016u, 8), (info.Relay, info.ReturnDelta, info.MaxWindow, info.MaxHashes));
        Assert.Equal(_world.RelayA.Address, Assert.Single(info.Addresses));
        Assert.Equal(_world.RelayA.Id, Assert.Single(info.ChannelNodes));
        Assert.Equal("lightning_rod", Assert.Single(info.Ways));
        Assert.Equal(info, client.Relay.Info);

        Assert.True((await client.Relay.SetDeviceAsync("webhook", "https://wake.example/1", _world.Token)).TryGet(out var device, out _));
        Assert.Equal("delivered", device.FirstWakeUp);
        Assert.True((await client.Relay.GetHoldStatusAsync(Bytes32.Random(), _world.Token)).TryGet(out var status, out _));
        Assert.Equal(("holding", new BlockHeight(800_100), new HeldPart("0a", 3, "held", new Msat(1000))),
            (status.State, status.ExpiryHeight, status.Parts[0]));
        Assert.Contains("""rod.set_device {"provider":"webhook","url":"https://wake.example/1"}""", _world.RelayA.Calls);
    }

    [Fact]
    public async Task Calls_ThatAreRefused_TellTheError()
    {
        _world.RelayA.ServesCalls = false;
        await using var client = await OpenAsync();
        Assert.False((await client.Relay.GetInfoAsync(_world.Token)).TryGet(out _, out var failure));
        Assert.Equal((RelayFailureCode.Refused, Lsps0ErrorCode.MethodNotFound), (failure.Code, failure.Error!.Code));
        Assert.Null(client.Relay.Info);
        // Without the relay's word the client goes by its options.
        await _world.PayAsync(client, Payments.PaymentOrder.For(Orders.Invoice(_world)));
    }

    [Fact]
    public async Task Calls_AnsweredWithSomethingElse_AreNotBelieved()
    {
        _world.RelayA.CallResult = "{}";
        await using var client = await OpenAsync();
        Assert.False((await client.Relay.GetInfoAsync(_world.Token)).TryGet(out _, out var failure));
        Assert.Equal(RelayFailureCode.BadAnswer, failure.Code);
        Assert.False((await client.Relay.SetDeviceAsync("webhook", "x", _world.Token)).TryGet(out _, out _));
    }

    [Theory]
    [InlineData("""{"relay":[],"return_delta":1,"max_hold_window":1,"limits":{"max_payment_hashes":1,"max_amount_msat":"1"}}""")]
    [InlineData("""{"relay":{"node_id":"00"},"return_delta":1,"max_hold_window":1,"limits":{"max_payment_hashes":1,"max_amount_msat":"1"}}""")]
    [InlineData("""{"relay":{"node_id":"ID"},"return_delta":-1,"max_hold_window":1,"limits":{"max_payment_hashes":1,"max_amount_msat":"1"}}""")]
    [InlineData("""{"relay":{"node_id":"ID"},"return_delta":4294967296,"max_hold_window":1,"limits":{"max_payment_hashes":1,"max_amount_msat":"1"}}""")]
    [InlineData("""{"relay":{"node_id":"ID"},"return_delta":1,"max_hold_window":"1","limits":{"max_payment_hashes":1,"max_amount_msat":"1"}}""")]
    [InlineData("""{"relay":{"node_id":"ID"},"return_delta":1,"max_hold_window":1,"limits":{"max_payment_hashes":4294967296,"max_amount_msat":"1"}}""")]
    [InlineData("""{"relay":{"node_id":"ID"},"return_delta":1,"max_hold_window":1,"limits":{"max_payment_hashes":1,"max_amount_msat":"0.5"}}""")]
    public void RelayInfo_MemberOfTheWrongKind_IsNoInfo(string json) => Assert.Null(RelayInfo.Read(Json(json)));

    [Fact]
    public void RelayInfo_ListsOfStrangers_AreBoundedAndCleaned()
    {
        var addresses = string.Join(',', Enumerable.Range(1, 200).Select(i => $"\"203.0.113.{i}:9735\"").Prepend("\"nonsense\"").Prepend("7"));
        var info = RelayInfo.Read(Json(
            $$"""{"relay":{"node_id":"ID","addresses":[{{addresses}}]},"channel_nodes":[1,"zz"],"return_delta":1,"max_hold_window":1,"limits":{"max_payment_hashes":1,"max_amount_msat":"1"} }"""))!;
        Assert.Equal((14, 0), (info.Addresses.Count, info.ChannelNodes.Count));
    }

    [Theory]
    [InlineData("""{"state":1,"expiry_height":1}""")]
    [InlineData("""{"state":"a","expiry_height":4294967296}""")]
    [InlineData("""{"state":"a","expiry_height":1,"parts":[{"state":"held"}]}""")]
    public void HoldStatus_MemberOfTheWrongKind_IsNoStatus(string json) => Assert.Null(HoldStatus.Read(Json(json)));

    [Fact]
    public async Task Session_ThatIsCutOff_ComesBack()
    {
        await using var client = await OpenAsync();
        await _world.Until(() => _world.RelayA.CutOff(_world.PayerId));
        await _world.Until(() => _world.PayerSteps.Count(step => step.Name == Steps.ClientStepNames.RelayConnected) == 2);
        Assert.Contains(_world.PayerSteps, step => step.Name == Steps.ClientStepNames.RelayLost);
        await client.Relay.WaitOpenAsync(_world.Token);
    }

    [Fact]
    public async Task Calls_WithoutASession_SaySo()
    {
        await _world.RelayA.DisposeAsync();
        await using var client = await _world.StartPayerAsync();
        Assert.False((await client.Relay.GetInfoAsync(_world.Token)).TryGet(out _, out var failure));
        Assert.Equal(RelayFailureCode.NotConnected, failure.Code);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private JsonElement Json(string json) => JsonElement.Parse(json.Replace("ID", _world.RelayA.Id.ToString(), StringComparison.Ordinal));

    private async Task<RodClient> OpenAsync()
    {
        var client = await _world.StartPayerAsync();
        await client.Relay.WaitOpenAsync(_world.Token);
        return client;
    }
}
