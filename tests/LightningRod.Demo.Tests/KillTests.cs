namespace LightningRod.Demo.Tests;

/// <summary>Some forty processes are killed with SIGKILL, each at another step; every payment settles all the same.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData("LSP_a:ready", "LSP_b:ready", "payee:invoice_made", "payer:hold_requested")]
    [InlineData("LSP_a:hold_accepted", "payer:hold_accepted", "payer:part_sent", "payee:payment_pending_received")]
    [InlineData("LSP_a:part_held", "LSP_b:message_kept", "payee:payment_ready_sent", "payer:part_settled")]
    [InlineData("payer:payment_pending_sent", "LSP_a:trigger_obeyed", "LSP_b:client_woken", "payee:part_arrived")]
    [InlineData("LSP_a:message_kept", "LSP_a:part_released", "LSP_b:messages_delivered", "payee:payment_claimed")]
    [InlineData("payer:payment_pending_accepted", "LSP_a:messages_delivered", "LSP_b:device_registered", "payer:payment_done")]
    [InlineData("LSP_a:part_settled", "LSP_a:client_woken", "payee:payment_pending_received", "payer:hold_accepted")]
    [InlineData("LSP_a:part_held", "LSP_a:trigger_obeyed", "LSP_a:part_released", "LSP_a:part_settled")]
    [InlineData("LSP_b:message_kept", "LSP_b:client_woken", "LSP_b:messages_delivered", "LSP_b:device_registered")]
    [InlineData("LSP_a:device_registered", "payer:payment_planned", "payee:payment_ready_sent", "payer:payment_ready_received")]
    public async Task Payment_WithKills_Settles(params string[] kills)
    {
        var play = await Performance.PlayAsync([.. kills.SelectMany(static kill => (string[])["--kill", kill.Replace(":", ":after=", StringComparison.Ordinal)])]);
        play.AssertRight();
        Assert.True(play.Result.GetProperty("settled").GetBoolean());
        Assert.Equal(kills.Length, play.Result.GetProperty("kills").GetInt32());
    }
}
