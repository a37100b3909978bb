using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Requests;

public sealed class HoldStatusTests : IAsyncLifetime
{
    private const string Method = "rod.hold_status";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly PaymentId _pid = PaymentId.Random();
    private readonly PaymentHash _hash = new(Bytes32.Random());
    private MessageWorld _world = null!;
    private Wallet _payer = null!;
    private MemorySession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        _payer = _world.Client("payer");
        _session = _world.Relay.Connect(_payer.Id);
        await _world.AskAsync(Hold, new RequestHold(PaymentHashList.Of(_hash), new(MessageWorld.Height + 144), new(70_000), HoldLimits.Default));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private ActorId Hold => HeldPaymentActor.IdOf(_payer.Id, _pid.Hash());

    [Fact]
    public async Task Status_OfAnOwnHold_IsToldByEitherHash()
    {
        var byId = await _session.ResultAsync(Method, ById);
        Assert.Equal("requested", byId.GetProperty("state").GetString());
        Assert.Equal("70000", byId.GetProperty("max_amount_msat").GetString());
        Assert.Equal(MessageWorld.Height + 144, byId.GetProperty("expiry_height").GetUInt32());
        Assert.Equal(byId.GetRawText(), (await _session.ResultAsync(Method, ByHash)).GetRawText());
        Assert.DoesNotContain($"{_pid.Value}", byId.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfAPart_IsTold()
    {
        var part = new OfferedHtlc(
            new(MessageWorld.NodeName, new(Bytes32.Random()), 7),
            _hash,
            new(60_000),
            new(MessageWorld.Height + 700),
            new(59_000),
            new(MessageWorld.Height + 300),
            new(null, new ChannelId(Bytes32.Random()), false));
        await _world.AskAsync(Hold, new OfferPart(part, 40, null, NextIsActive: true));
        var told = await _session.ResultAsync(Method, ById);
        Assert.Equal(("holding", "60000"), (told.GetProperty("state").GetString(), told.GetProperty("held_msat").GetString()));
        var shown = Assert.Single(told.GetProperty("parts").EnumerateArray());
        Assert.Equal(("held", "7"), (shown.GetProperty("state").GetString(), shown.GetProperty("htlc_id").GetString()));
        Assert.False(shown.TryGetProperty("node", out _));
    }

    [Fact]
    public async Task Status_OfAHoldThatIsOver_IsToldByItsIdAlone()
    {
        await _world.AskAsync(Hold, new CancelHold());
        Assert.True((await _session.ResultAsync(Method, ById)).GetProperty("is_over").GetBoolean());
        Assert.Equal(RodErrorCode.UnknownHold, (await _session.ErrorAsync(Method, ByHash)).Code);
    }

    [Fact]
    public async Task Status_OfAForeignHold_IsUnknown()
    {
        var other = _world.Relay.Connect(_world.Client("other").Id);
        Assert.Equal(RodErrorCode.UnknownHold, (await other.ErrorAsync(Method, ById)).Code);
        Assert.Equal(RodErrorCode.UnknownHold, (await other.ErrorAsync(Method, ByHash)).Code);
    }

    [Fact]
    public async Task Status_ForNoClient_IsRefused() =>
        Assert.Equal(Lsps0ErrorCode.ClientRejected, (await _world.Relay.Connect(_world.Wallet("stranger").Id).ErrorAsync(Method, ById)).Code);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"payment_hash\":\"00\"}")]
    [InlineData("{\"payment_hash\":7}")]
    [InlineData("{\"payment_hash\":\"zz00000000000000000000000000000000000000000000000000000000000000\"}")]
    [InlineData("{\"payment_hash\":\"" + Zeros + "\",\"payment_id_hash\":\"" + Zeros + "\"}")]
    public async Task Status_WithBadParameters_IsRefused(string parameters) =>
        Assert.Equal(Lsps0ErrorCode.InvalidParams, (await _session.ErrorAsync(Method, parameters)).Code);

    private string ById => $"{{\"payment_id_hash\":\"{_pid.Hash()}\"}}";

    private string ByHash => $"{{\"payment_hash\":\"{_hash}\"}}";
}
