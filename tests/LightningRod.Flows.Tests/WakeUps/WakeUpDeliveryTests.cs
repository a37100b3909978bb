using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Flows.Tests.Requests;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Rod;
using PortReason = LightningRod.Ports.WakeUps.WakeUpReason;
using Reason = LightningRod.Actors.Mailbox.WakeUpReason;

namespace LightningRod.Flows.Tests.WakeUps;

public sealed class WakeUpDeliveryTests : IAsyncLifetime
{
    private MessageWorld _world = null!;
    private Wallet _client = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        _client = _world.Client("client");
        var session = _world.Relay.Connect(_client.Id);
        await session.ResultAsync("rod.set_device", Device("phone"));
        session.Disconnect();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Mail_ForASleepingClient_WakesIt()
    {
        await _world.Relay.Connect(_world.Wallet("stranger").Id).SendAsync(Wallet.Say(_client.PathOverRelay(), "x")).Soon();
        await SeeAsync(PortReason.MessageWaiting);
        Assert.Equal("https://phone.example/", _world.Webhook.Sent[^1].Device.Value);
        await _world.Steps.SeeAsync(StepNames.ClientWoken, "message_waiting");
    }

    [Theory]
    [InlineData(Reason.PaymentWaiting, PortReason.PaymentIncoming)]
    [InlineData(Reason.ReturnWaiting, PortReason.ReturnWaiting)]
    [InlineData(Reason.PreimageWaiting, PortReason.PreimageWaiting)]
    [InlineData(Reason.ExpirySoon, PortReason.ExpirySoon)]
    public async Task Wish_ForAReason_IsToldToTheProvider(Reason wished, PortReason told)
    {
        await WishAsync(wished);
        await SeeAsync(told);
        Assert.Null(_world.Webhook.Sent[^1].Timeout);
    }

    [Fact]
    public async Task ExpirySoon_WithAPartThatWaitsForThePayer_TellsItsHeight()
    {
        var (pid, hash) = (PaymentId.Random(), new PaymentHash(Bytes32.Random()));
        var hold = HeldPaymentActor.IdOf(_client.Id, pid.Hash());
        await _world.AskAsync(hold, new RequestHold(PaymentHashList.Of(hash), new(MessageWorld.Height + 144), new(70_000), HoldLimits.Default));
        var part = new OfferedHtlc(
            new(MessageWorld.NodeName, new(Bytes32.Random()), 7),
            hash,
            new(60_000),
            new(MessageWorld.Height + 700),
            new(59_000),
            new(MessageWorld.Height + 300),
            new(null, new ChannelId(Bytes32.Random()), false));
        await _world.AskAsync(hold, new OfferPart(part, 40, null, NextIsActive: false));
        await _world.AskAsync(hold, new ReportPart(part.Key, PartReport.Failed, PayerIsBack: false));
        await SeeAsync(PortReason.ReturnWaiting);
        _world.Host.Heights.Raise(MessageWorld.Height + 700 - 24);
        await SeeAsync(PortReason.ExpirySoon);
        Assert.Equal(MessageWorld.Height + 700, _world.Webhook.Sent[^1].Timeout?.Value);
    }

    [Fact]
    public async Task Provider_ThatIsBusy_IsTriedAgainUnderTheSameIdUntilTheBound()
    {
        _world.Webhook.Answer = static _ => new WakeUpOutcome.RetryAfter(TimeSpan.FromSeconds(5), "a test");
        await WishAsync(Reason.PreimageWaiting);
        await SeeAsync(PortReason.PreimageWaiting, times: 3);
        var sent = _world.Webhook.Sent.Where(one => one.Reason == PortReason.PreimageWaiting).Take(3).ToList();
        Assert.Single(sent.Select(one => one.Id).Distinct());
        await Waiting.UntilAsync(async () => !await IsInFlightAsync());
        Assert.Equal(0, _world.Steps.Count(StepNames.ClientWoken));
    }

    [Fact]
    public async Task Provider_ThatAsksForADelay_IsGivenIt()
    {
        _world.Webhook.Answer = static _ => new WakeUpOutcome.RetryAfter(TimeSpan.FromSeconds(40), "a test");
        await WishAsync(Reason.PreimageWaiting);
        await SeeAsync(PortReason.PreimageWaiting);
        _world.Webhook.Answer = static _ => new WakeUpOutcome.Delivered();
        // Later than any delay of the engine's own for a first failure, and earlier than what was asked for.
        _world.Time.Advance(TimeSpan.FromSeconds(38));
        Assert.Single(_world.Webhook.Sent, one => one.Reason == PortReason.PreimageWaiting);
        await SeeAsync(PortReason.PreimageWaiting, times: 2);
    }

    [Fact]
    public async Task Device_ThatIsGone_IsForgottenAndTheOthersAreWoken()
    {
        var session = _world.Relay.Connect(_client.Id);
        await session.ResultAsync("rod.set_device", Device("tablet"));
        session.Disconnect();
        _world.Webhook.Answer = static wakeUp => wakeUp.Device.Value.Contains("phone", StringComparison.Ordinal)
            ? new WakeUpOutcome.TokenGone()
            : new WakeUpOutcome.Delivered();
        await WishAsync(Reason.PaymentWaiting);
        await Waiting.UntilAsync(async () => await DevicesAsync() == 1, Tick);
        Assert.Contains(_world.Webhook.Sent, one => one is { Reason: PortReason.PaymentIncoming, Device.Value: "https://tablet.example/" });
    }

    [Fact]
    public async Task Provider_ThatRefuses_IsNotAskedAgainAndTheDeviceStays()
    {
        _world.Webhook.Answer = static _ => new WakeUpOutcome.Refused("a test");
        await WishAsync(Reason.PreimageWaiting);
        await SeeAsync(PortReason.PreimageWaiting);
        await Waiting.UntilAsync(async () => !await IsInFlightAsync());
        Assert.Single(_world.Webhook.Sent, one => one.Reason == PortReason.PreimageWaiting);
        Assert.Equal(1, await DevicesAsync());
    }

    [Fact]
    public async Task Device_WhoseProviderIsGoneOrWhoseTokenCanNotBeRead_IsPassedOver()
    {
        var mailbox = MailboxActor.IdOf(_client.Id);
        var pigeon = new DeviceVault("an install secret for tests"u8).Seal(_client.Id, new("pigeon", "loft"));
        var sealedElsewhere = new DeviceVault("another install secret"u8).Seal(_client.Id, new("webhook", "https://x.example/"));
        await _world.AskAsync(mailbox, new RegisterDevice(pigeon, MailboxLimits.Default));
        await _world.AskAsync(mailbox, new RegisterDevice(sealedElsewhere, MailboxLimits.Default));
        await WishAsync(Reason.PreimageWaiting);
        await SeeAsync(PortReason.PreimageWaiting);
        await Waiting.UntilAsync(async () => !await IsInFlightAsync());
        Assert.Equal(3, await DevicesAsync());
        Assert.Single(_world.Webhook.Sent, one => one.Reason == PortReason.PreimageWaiting);
    }

    private static string Device(string name) => $"{{\"provider\":\"webhook\",\"url\":\"https://{name}.example/\"}}";

    private Task<IReply?> WishAsync(Reason reason) => _world.AskAsync(MailboxActor.IdOf(_client.Id), new RequestWakeUp(reason));

    /// <summary>Lets time pass until a provider was asked.</summary>
    private Task SeeAsync(PortReason reason, int times = 1) =>
        Waiting.UntilAsync(() => _world.Webhook.Sent.Count(one => one.Reason == reason) >= times, Tick);

    private void Tick() => _world.Time.Advance(TimeSpan.FromSeconds(1));

    private async Task<bool> IsInFlightAsync() => (await RowAsync()).GetProperty("wake_up_in_flight").GetBoolean();

    private async Task<int> DevicesAsync() => (await RowAsync()).GetProperty("devices").GetInt32();

    private async Task<System.Text.Json.JsonElement> RowAsync() =>
        System.Text.Json.JsonElement.Parse((await _world.ViewAsync(MailboxActor.IdOf(_client.Id)))!.Details);
}
