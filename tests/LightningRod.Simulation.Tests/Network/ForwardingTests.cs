using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Network;

public sealed class ForwardingTests
{
    private readonly World _world = new(NodeKind.Router);

    [Fact]
    public void Payment_OverThreeHops_SettlesAndPaysFees()
    {
        var payment = _world.Pay(1000);
        var arrived = _world.Arrived(payment.Hash)!;
        Assert.Equal(Msat.FromSatoshis(1000), arrived.Amount);
        Assert.Equal(Msat.FromSatoshis(1000), PaymentPayload.Parse(arrived.Payload!.Value.Span).Value.PaymentData!.Value.Total);
        _world.Claim(payment);

        Assert.Equal(new HtlcEnd.Settled(payment.Preimage), _world.Ended(payment.Id!.Value)!.End);
        Assert.Equal(Msat.FromSatoshis(501_000), _world.Channel(World.Payee, _world.Out).LocalBalance);
        // Two hops take 1000 msat and a ten-thousandth each.
        Assert.Equal(1_000_000ul + 1100 + 1100, 500_000_000 - _world.Channel(World.Payer, _world.In).LocalBalance.Value);
        _world.Network.Check();
    }

    [Fact]
    public void Payment_ThatThePayeeFails_TellsThePayerWhoAndWhy()
    {
        var payment = _world.Pay();
        var arrived = _world.Arrived(payment.Hash)!;
        _world.Do(new FailHtlc(World.Payee, arrived.Channel, arrived.HtlcId) { Code = FailureCode.IncorrectOrUnknownPaymentDetails });
        var end = (HtlcEnd.Failed)_world.Ended(payment.Id!.Value)!.End;
        var (hop, message) = FailurePacket.Open(payment.Part.Secrets, end.Packet).Value;
        Assert.Equal((2, FailureCode.IncorrectOrUnknownPaymentDetails), (hop, message.Code));
        Assert.Equal(12, message.Data.Length);
        Assert.Equal(Msat.FromSatoshis(500_000), _world.Channel(World.Payer, _world.In).LocalBalance);
        _world.Network.Check();
    }

    [Fact]
    public void Payment_ToAPayeeThatIsAway_FailsAtTheLastHop()
    {
        _world.Do(new SetOnline(World.Payee, false));
        var payment = _world.Pay();
        Assert.Equal(FailureCode.TemporaryChannelFailure, _world.Failure(payment).Code);
        Assert.Null(_world.Arrived(payment.Hash));
    }

    [Theory]
    [InlineData(0u, 100u, (ushort)34, FailureCode.FeeInsufficient)]
    [InlineData(1000u, 99u, (ushort)34, FailureCode.FeeInsufficient)]
    [InlineData(1000u, 100u, (ushort)33, FailureCode.IncorrectCltvExpiry)]
    public void Payment_BelowThePolicy_Fails(uint feeBase, uint feeRate, ushort delta, ushort code)
    {
        var route = _world.Route();
        route[0] = route[0] with { Policy = new NodePolicy(feeBase, feeRate, delta) };
        Assert.Equal(code, _world.Failure(_world.Pay(route: route)).Code);
    }

    [Fact]
    public void Payment_ByAnUnknownChannel_Fails()
    {
        var route = _world.Route();
        route[1] = route[1] with { Channel = new ShortChannelId(1, 2, 3) };
        Assert.Equal(FailureCode.UnknownNextPeer, _world.Failure(_world.Pay(route: route)).Code);
    }

    [Fact]
    public void Payment_ByAnAliasAndByTheNumberBeforeASplice_FindsItsWay()
    {
        var route = _world.Route();
        var before = route[1].Channel;
        _world.Do(new ConfirmChannel(_world.Out.Channel));
        Assert.NotNull(_world.Arrived(_world.Pay(route: route).Hash));
        Assert.NotEqual(before, _world.Channel(World.Hub, _world.Out).ShortChannelId);
        route[1] = route[1] with { Channel = _world.Out.Aliases[1] };
        Assert.NotNull(_world.Arrived(_world.Pay(route: route).Hash));
    }

    [Fact]
    public void Payment_WhoseOnionIsBroken_FailsAsMalformed()
    {
        var payment = _world.Pay();
        var onion = payment.Part.Onion.ToArray();
        onion[100] ^= 1;
        var reply = _world.Do(new SendHtlc(World.Payer, _world.In.Channel, payment.Part.Amount, payment.Part.Expiry, payment.Hash, ByteString.Own(onion)));
        var end = Assert.IsType<HtlcEnd.Malformed>(_world.Ended(reply.HtlcId!.Value)!.End);
        Assert.Equal(FailureCode.InvalidOnionHmac, end.Code);
    }

    [Fact]
    public void Payment_OverABlindedPath_ArrivesAndItsFailuresSayNothing()
    {
        var data = EncryptedData.PadToLongest(
        [
            new EncryptedData
            {
                ShortChannelId = _world.Out.Scid, PaymentRelay = new NodePolicy().ToRelay(),
                PaymentConstraints = new PaymentConstraints(_world.Height + 2000, new Msat(1)),
            },
            new EncryptedData { PathId = ByteString.Own(new byte[] { 7 }) },
        ]);
        using var pathKey = PrivateKey.FromHex(new string('3', 64));
        var path = RouteBlinding.Create(pathKey, [new BlindedPathStep(_world.Key(World.Hub), data[0]), new BlindedPathStep(_world.Key(World.Payee), data[1])]);
        var amount = Msat.FromSatoshis(1000);
        var expiry = _world.Height + 40;
        var relay = new NodePolicy().ToRelay();
        var toHub = (Amount: relay.AmountToReceive(amount), Expiry: expiry + relay.CltvExpiryDelta);
        var preimage = new PaymentPreimage(Bytes32.Sha256([9]));
        (PublicKey, PaymentPayload)[] payloads =
        [
            (_world.Key(World.Lsp), new PaymentPayload { AmountToForward = toHub.Amount, OutgoingCltv = toHub.Expiry, ShortChannelId = _world.Middle.Scid }),
            // The introduction node learns the path key from its payload, so its layer is made for its real key.
            (_world.Key(World.Hub), new PaymentPayload { EncryptedRecipientData = path.Hops[0].EncryptedData, CurrentPathKey = path.FirstPathKey }),
            (path.Hops[1].BlindedNodeId, new PaymentPayload
            {
                EncryptedRecipientData = path.Hops[1].EncryptedData, AmountToForward = amount, OutgoingCltv = expiry, TotalAmount = amount,
            }),
        ];
        using var session = PrivateKey.FromHex(new string('4', 64));
        var part = PaymentRoute.Of(payloads, relay.AmountToReceive(toHub.Amount), toHub.Expiry + relay.CltvExpiryDelta, PaymentHash.Of(preimage), session);
        ulong Send() => _world.Do(new SendHtlc(World.Payer, _world.In.Channel, part.Amount, part.Expiry, PaymentHash.Of(preimage), part.Onion)).HtlcId!.Value;

        Send();
        var arrived = _world.Arrived(PaymentHash.Of(preimage))!;
        Assert.NotNull(arrived.PathKey);
        _world.Do(new ClaimHtlc(World.Payee, arrived.Channel, arrived.HtlcId, preimage));
        Assert.IsType<HtlcEnd.Settled>(_world.Ended(0)!.End);

        var second = Send();
        arrived = _world.Arrived(PaymentHash.Of(preimage))!;
        _world.Do(new FailHtlc(World.Payee, arrived.Channel, arrived.HtlcId) { Code = FailureCode.IncorrectOrUnknownPaymentDetails });
        var (hop, message) = FailurePacket.Open(part.Secrets, ((HtlcEnd.Failed)_world.Ended(second)!.End).Packet).Value;
        Assert.Equal((1, FailureCode.InvalidOnionBlinding), (hop, message.Code));
        _world.Network.Check();
    }

    [Fact]
    public void Payment_WithoutSlotsBalanceOrPresence_IsRefused()
    {
        var world = new World(NodeKind.Router, slots: 1);
        Assert.Null(world.Pay().Refusal);
        Assert.Equal("no free slot", world.Pay().Refusal);
        Assert.Equal("not enough balance", _world.Pay(600_000).Refusal);
        _world.Do(new SetLink(World.Payer, World.Lsp, false));
        Assert.Equal("the channel is not active", _world.Pay().Refusal);
        _world.Do(new SetOnline(World.Payer, false));
        Assert.Equal("payer is offline", _world.Pay().Refusal);
    }

    [Fact]
    public void SendHtlc_RepeatedWithItsReference_IsOneHtlc()
    {
        var payment = _world.Pay();
        var send = new SendHtlc(World.Payer, _world.In.Channel, payment.Part.Amount, payment.Part.Expiry, payment.Hash, payment.Part.Onion) { Reference = "a/1" };
        var first = _world.Do(send);
        Assert.Equal(first, _world.Do(send));
        Assert.Equal(2, _world.Do(new ListHtlcs(World.Payer)).Count);
    }

    [Fact]
    public void Channels_OfTheSamePeer_StandInForEachOther()
    {
        var small = _world.Do(new OpenChannel("small", World.Hub, World.Payee, Msat.FromSatoshis(100_000), Msat.Zero));
        var route = _world.Route();
        route[1] = route[1] with { Channel = small.Scid };
        Assert.Equal(_world.Out.Channel, _world.Arrived(_world.Pay(110_000, route: route).Hash)!.Channel);
        _world.Network.Check();
    }

    [Fact]
    public void SameSeed_GivesTheSameStepsAndAnotherSeedOtherKeys()
    {
        var (first, second) = (new World(), new World());
        foreach (var world in new[] { first, second })
        {
            world.Open();
            var payment = world.Pay();
            world.Answer(payment.Key, new HtlcAnswer.Resume());
            world.Claim(payment);
            world.Do(new Mine(10));
        }

        Assert.Equal(first.Steps, second.Steps);
        Assert.Equal(first.Reports, second.Reports);
        Assert.NotEqual(first.Key(World.Lsp), new World(seed: 2).Key(World.Lsp));
    }
}
