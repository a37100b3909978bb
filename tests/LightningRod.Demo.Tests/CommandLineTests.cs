using LightningRod.Demo.Director;

namespace LightningRod.Demo.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void KillOrder_OfTheCast_IsRead()
    {
        Assert.True(KillOrder.TryParse("LSP_a:after=part_held", out var order, out _));
        Assert.Equal(new KillOrder("LSP_a", "part_held"), order);
    }

    [Theory]
    [InlineData("LSP_a", "WHO:after=STEP")]
    [InlineData("network:after=part_held", "LSP_a")]
    [InlineData("payer:after=nothing", "part_held")]
    public void KillOrder_OfNobody_SaysWhatIsKnown(string text, string help)
    {
        Assert.False(KillOrder.TryParse(text, out _, out var why));
        Assert.Contains(help, why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--payments", "0")]
    [InlineData("--hashes", "17")]
    [InlineData("--cancel", "--payee-never")]
    [InlineData("--offer", "--literal")]
    [InlineData("--kill", "LSP_c:after=part_held")]
    [InlineData("--nope")]
    public void Options_ThatDoNotFit_AreRefused(params string[] options) => Assert.NotEmpty(DemoCommand.Create().Parse(options).Errors);

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"t":1}""")]
    [InlineData("""{"step":7}""")]
    [InlineData("""{"step":""")]
    public void StepLine_ThatTellsNone_IsNoStep(string line) => Assert.Null(StepLine.Read(line, Cast.LspA, default));

    [Fact]
    public void StepLine_OfTheNetwork_IsItsNodes()
    {
        var step = StepLine.Read("""{"t":1500,"step":"htlc_added","who":"LSP_b","height":5,"amount":7,"peer":"payee"}""", Cast.Network, DateTimeOffset.UnixEpoch)!;
        Assert.Equal((TimeSpan.FromSeconds(1.5), "LSP_b", (uint?)5, (ulong?)7, "payee"), (step.At, step.Who, step.Height, step.AmountMsat, step.Peer));
    }
}
