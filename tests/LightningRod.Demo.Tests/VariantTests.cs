namespace LightningRod.Demo.Tests;

public sealed class VariantTests
{
    [Theory]
    [InlineData("--seed 7")]
    [InlineData("--literal")]
    [InlineData("--hashes 3")]
    [InlineData("--one-lsp")]
    [InlineData("--offer")]
    [InlineData("--early-trigger")]
    [InlineData("--wrong-pid")]
    [InlineData("--payments 5")]
    [InlineData("--payments 3 --hashes 2 --one-lsp")]
    public async Task Variant_ThatSettles_EndsRight(string options)
    {
        var play = await Performance.PlayAsync(options.Split(' '));
        play.AssertRight();
        Assert.True(play.Result.GetProperty("settled").GetBoolean());
        Assert.Equal(0ul, play.Result.GetProperty("lockedBeyondLspA").GetUInt64());
        Assert.Equal(options.Contains("early", StringComparison.Ordinal), play.Result.GetProperty("overlap").GetBoolean());
    }

    [Theory]
    [InlineData("--cancel")]
    [InlineData("--payee-never")]
    public async Task Variant_ThatFails_BringsTheMoneyBack(string options)
    {
        var play = await Performance.PlayAsync(options.Split(' '));
        play.AssertRight();
        Assert.False(play.Result.GetProperty("settled").GetBoolean());
        Assert.Equal((0ul, 0), (play.Result.GetProperty("inFlight").GetUInt64(), play.Result.GetProperty("forceCloses").GetInt32()));
    }

    [Fact]
    public async Task PayerThatNeverReturns_AfterASettle_HasItsChannelClosedAndTheCostIsTold()
    {
        var play = await Performance.PlayAsync("--payer-never");
        play.AssertRight();
        Assert.True(play.Result.GetProperty("settled").GetBoolean());
        Assert.Equal(1, play.Result.GetProperty("forceCloses").GetInt32());
        Assert.Equal(0ul, play.Result.GetProperty("lost").GetUInt64());
        Assert.NotEqual(0ul, play.Result.GetProperty("chainFees").GetUInt64());
        Assert.Contains("phone_off", play.StepsOf("payer"));
    }

    [Fact]
    public async Task PayerThatNeverReturns_AfterAFailure_IsWokenUntilItsHtlcsExpireAndNobodyClosesAChannel()
    {
        var play = await Performance.PlayAsync("--payer-never", "--payee-never");
        play.AssertRight();
        Assert.False(play.Result.GetProperty("settled").GetBoolean());
        Assert.Equal(0, play.Result.GetProperty("forceCloses").GetInt32());
        Assert.Contains(play.Lines, static line =>
            line.GetProperty("step").GetString() == "phone_off" && line.TryGetProperty("detail", out var method) && method.GetString() == "lsps5.expiry_soon");
    }
}
