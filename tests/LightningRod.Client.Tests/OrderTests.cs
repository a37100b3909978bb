using LightningRod.Client.Payments;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests;

/// <summary>Orders that are refused before anything is sent, and the heights of those that are not.</summary>
public sealed class OrderTests : IAsyncDisposable
{
    private readonly World _world = new();

    [Theory]
    [InlineData(2016u, null)]
    [InlineData(1735u, null)]
    [InlineData(1734u, 1734u)]
    [InlineData(null, 1008u)]
    public async Task Pay_Window_KeepsTheHtlcsWithin2016Blocks(uint? asked, uint? expected)
    {
        // LSP's return delta 288 less 6; the route's 80 blocks and the invoice's 18 are less.
        await using var payer = await StartAsync();
        var invoice = Orders.Sign(_world, Orders.Terms(_world) with { Expiry = 2016 * 600 });
        var result = await payer.Payer.PayAsync(PaymentOrder.For(invoice) with { Window = asked }, _world.Token);
        if (!result.TryGet(out var payment, out var refusal))
        {
            Assert.Equal((expected, PaymentRefusalCode.WindowTooLong), (null, refusal.Code));
            Assert.Contains("at most 1734", refusal.Detail, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(expected, payer.Payer.Find(payment)!.Window);
        await payer.Payer.WhenAsync(payment, view => view.Stage == PaymentStage.Waiting, _world.Token);
        var part = Assert.Single(_world.PayerWallet.Sent).Value.Part;
        Assert.True(part.Expiry <= _world.Network.Height + HoldTimes.MostBlocks);
        Assert.Equal(_world.Network.Height + (expected!.Value - 6), payer.Payer.Find(payment)!.HoldExpiry);
    }

    [Theory]
    [InlineData(18u, 80u, 288u)]
    [InlineData(144u, 400u, 288u)]
    [InlineData(0u, 0u, 0u)]
    [InlineData(9u, 40u, 1000u)]
    public void HoldTimes_LongestWindow_KeepsEveryRuleAndOneMoreBreaksThem(uint minFinal, uint route, uint returnDelta)
    {
        var height = new BlockHeight(800_000);
        var longest = HoldTimes.LongestWindow(minFinal, route, returnDelta);
        var times = HoldTimes.Of(height, longest, minFinal, route, returnDelta);
        Assert.True(times.OwnExpiry <= height + HoldTimes.MostBlocks);
        Assert.True(times.HoldExpiry <= times.FinalExpiry - minFinal - 6);
        Assert.True(times.OwnExpiry >= times.HoldExpiry + returnDelta);
        Assert.True(times.OwnExpiry >= times.FinalExpiry + route);
        Assert.Equal(height + minFinal + longest, times.FinalExpiry);
        Assert.True(HoldTimes.Of(height, longest + 1, minFinal, route, returnDelta).OwnExpiry > height + HoldTimes.MostBlocks);
    }

    [Fact]
    public void HoldTimes_RouteOfTooManyBlocks_LeavesNoWindow() => Assert.Equal(0u, HoldTimes.LongestWindow(18, 1998, 288));

    [Fact]
    public async Task Pay_BadOrder_IsRefusedWithItsReason()
    {
        await using var payer = await StartAsync();
        var terms = Orders.Terms(_world);
        var good = Orders.Sign(_world, terms);
        using var other = PrivateKey.Generate();
        await Refused(PaymentRefusalCode.BadOrder, PaymentOrder.For());
        await Refused(PaymentRefusalCode.BadOrder, PaymentOrder.For(good, good));
        await Refused(PaymentRefusalCode.BadOrder, PaymentOrder.For(good, Orders.Sign(_world, Orders.Terms(_world), other)));
        await Refused(PaymentRefusalCode.WrongChain, PaymentOrder.For(Orders.Sign(_world, terms with { Currency = Bolt11Currency.Bitcoin })));
        await Refused(PaymentRefusalCode.Expired, PaymentOrder.For(Orders.Sign(_world, terms with { Timestamp = 1_600_000_000 })));
        await Refused(PaymentRefusalCode.InvoiceTooShort, PaymentOrder.For(Orders.Sign(_world,
            terms with { Expiry = 60_000 })) with { Window = 200 });
        await Refused(PaymentRefusalCode.WindowTooShort, PaymentOrder.For(Orders.Sign(_world, terms with { Expiry = 3600 })));
        await Refused(PaymentRefusalCode.NoAmount, PaymentOrder.For(Orders.Sign(_world, terms with { Amount = null })));
        await Refused(PaymentRefusalCode.AmountTooLow, PaymentOrder.For(good) with { Amount = new Msat(29_999_999) });
        await Refused(PaymentRefusalCode.BadParts, PaymentOrder.For(good) with { Parts = 0 });
        await Refused(PaymentRefusalCode.BadParts, PaymentOrder.For(good) with { Parts = 33 });
        var single = terms with { Features = Features.Of(FeatureBit.VarOnion & ~1, FeatureBit.PaymentSecret & ~1) };
        await Refused(PaymentRefusalCode.BadParts, PaymentOrder.For(Orders.Sign(_world, single)) with { Parts = 2 });
        await Refused(PaymentRefusalCode.OverLimit, PaymentOrder.For(Orders.Sign(_world, terms with { Amount = new Msat(5_000_000_000) })));
        await Refused(PaymentRefusalCode.OverLimit, PaymentOrder.For([.. Enumerable.Range(0, 9).Select(_ => Orders.Invoice(_world))]));
        // Without a hint and without an address there is nobody who could be told.
        await Refused(PaymentRefusalCode.NoWayToPayee, PaymentOrder.For(Orders.Sign(_world, terms with { RouteHints = [] })));
        _world.PayerWallet.Route.Clear();
        await Refused(PaymentRefusalCode.NoRoute, PaymentOrder.For(good));
        Assert.Empty(payer.Payer.Payments);
        Assert.Equal(0, _world.Holds.Requests);

        async Task Refused(PaymentRefusalCode code, PaymentOrder order)
        {
            Assert.False((await payer.Payer.PayAsync(order, _world.Token)).TryGet(out _, out var refusal));
            Assert.Equal(code, refusal.Code);
            Assert.NotEmpty(refusal.Detail);
        }
    }

    [Fact]
    public async Task Pay_HashOfAnotherPayment_IsRefusedUntilThatFailed()
    {
        await using var payer = await StartAsync();
        var invoice = Orders.Invoice(_world);
        var first = await _world.PayAsync(payer, PaymentOrder.For(invoice));
        Assert.False((await payer.Payer.PayAsync(PaymentOrder.For(invoice), _world.Token)).TryGet(out _, out var refusal));
        Assert.Equal(PaymentRefusalCode.AlreadyThere, refusal.Code);
        await payer.Payer.CancelAsync(first, _world.Token);
        await payer.Payer.WhenAsync(first, view => view.IsOver, _world.Token);
        Assert.True(await payer.Payer.ForgetAsync(first, _world.Token));
        Assert.Null(payer.Payer.Find(first));
    }

    [Fact]
    public async Task Pay_MoreThanAreAllowed_IsRefused()
    {
        _world.Options = _world.Options with { MaxPayments = 1 };
        await using var payer = await StartAsync();
        await _world.PayAsync(payer, PaymentOrder.For(Orders.Invoice(_world)));
        Assert.False((await payer.Payer.PayAsync(PaymentOrder.For(Orders.Invoice(_world)), _world.Token)).TryGet(out _, out var refusal));
        Assert.Equal(PaymentRefusalCode.TooManyPayments, refusal.Code);
    }

    [Theory]
    [InlineData(nameof(ClientOptions.RequestAgain))]
    [InlineData(nameof(ClientOptions.MinWindow))]
    public async Task Start_WrongOption_NamesIt(string key)
    {
        _world.Options = key == nameof(ClientOptions.MinWindow) ? new ClientOptions { MinWindow = 12 }
            : new ClientOptions { RequestAgain = TimeSpan.Zero };
        Assert.Contains(key, (await Assert.ThrowsAsync<ArgumentException>(() => _world.StartPayerAsync())).Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    /// <summary>With the session open, so that the relay's own limits count.</summary>
    private async Task<RodClient> StartAsync()
    {
        var payer = await _world.StartPayerAsync();
        await payer.Relay.WaitOpenAsync(_world.Token);
        return payer;
    }
}
