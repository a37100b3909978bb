using LightningRod.Ports.WakeUps;
using LightningRod.Testing;
using LightningRod.WakeUps.Webhook;
using LightningRod.Wire.Cryptography;

namespace LightningRod.WakeUps.Tests.Webhook;

/// <summary>What a server gets: bLIP 55 to the letter.</summary>
public sealed class NotificationTests
{
    [Theory]
    [InlineData(WakeUpReason.Registered, null, """{"jsonrpc":"2.0","method":"lsps5.webhook_registered","params":{}}""")]
    [InlineData(WakeUpReason.MessageWaiting, null, """{"jsonrpc":"2.0","method":"lsps5.onion_message_incoming","params":{}}""")]
    [InlineData(WakeUpReason.PaymentIncoming, null, """{"jsonrpc":"2.0","method":"lsps5.payment_incoming","params":{}}""")]
    [InlineData(WakeUpReason.PreimageWaiting, null, """{"jsonrpc":"2.0","method":"rod.preimage_waiting","params":{}}""")]
    [InlineData(WakeUpReason.ReturnWaiting, null, """{"jsonrpc":"2.0","method":"rod.return_waiting","params":{}}""")]
    [InlineData(WakeUpReason.ExpirySoon, 840000u, """{"jsonrpc":"2.0","method":"lsps5.expiry_soon","params":{"timeout":840000}}""")]
    [InlineData(WakeUpReason.PaymentIncoming, 840000u, """{"jsonrpc":"2.0","method":"lsps5.payment_incoming","params":{}}""")]
    public async Task Send_AReason_IsAPostOfItsNotification(WakeUpReason reason, uint? timeout, string body)
    {
        await using var server = HttpServer.Plain(HttpServer.Status(200));
        using var provider = Call.Local();
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(Call.Of($"http://{server.EndPoint}/a/b?c=d", reason, timeout), Call.Cancel));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST /a/b?c=d HTTP/1.1", body), (request.Line, request.Body));
        Assert.Equal(
            ["content-length", "content-type", "host", "idempotency-key", "x-lsps5-signature", "x-lsps5-timestamp"],
            request.Headers.Keys.Select(name => name.ToLowerInvariant()).Order());
        Assert.Equal("application/json", request.Headers["content-type"]);
        Assert.Equal("6ba7b810-9dad-11d1-80b4-00c04fd430c8", request.Headers["idempotency-key"]);
    }

    [Fact]
    public async Task Send_Signature_IsOfTheNodeOverTimeAndBody()
    {
        await using var server = HttpServer.Plain(HttpServer.Status(200));
        using var provider = Call.Local();
        await provider.SendAsync(server);
        var request = Assert.Single(server.Requests);
        var timestamp = request.Headers["x-lsps5-timestamp"];
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", timestamp);
        Assert.True(MessageSignature.Parse(request.Headers["x-lsps5-signature"]).TryGet(out var signature, out _));
        var text = $"LSPS5: DO NOT SIGN THIS MESSAGE MANUALLY: LSP: At {timestamp} I notify {request.Body}";
        Assert.True(signature.Verify(text, Call.Key.PublicKey));
        Assert.False(signature.Verify(text + " ", Call.Key.PublicKey));
    }

    [Fact]
    public async Task Send_AtAKnownTime_IsWhatLdkMade()
    {
        await using var server = HttpServer.Plain(HttpServer.Status(200));
        using var provider = Call.Local(new() { Time = new ManualTimeProvider() });
        await provider.SendAsync(server);
        var request = Assert.Single(server.Requests);
        Assert.Equal("2025-01-01T00:00:00.000Z", request.Headers["x-lsps5-timestamp"]);
        // LDK 0.1 (npm lightningdevkit 0.1.0): UtilMethods.constructor_sign(text, key).
        Assert.Equal(
            "rdusahd46m7ijdcagydpt14wbnsnbz1xpgymtcb9d6ctrc197ihgnopuy1octmux777wg35ad3jo47udfb5x5w4rwypihwzbtpio4ic8",
            request.Headers["x-lsps5-signature"]);
    }

    [Fact]
    public async Task Send_ExpirySoonWithoutAHeight_IsRefused()
    {
        await using var server = HttpServer.Plain(HttpServer.Status(200));
        using var provider = Call.Local();
        Assert.IsType<WakeUpOutcome.Refused>(await provider.SendAsync(Call.Of($"http://{server.EndPoint}/", WakeUpReason.ExpirySoon), Call.Cancel));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_DeviceOfAnotherKind_Throws()
    {
        using var provider = Call.Local();
        var wakeUp = Call.Of("https://wallet.example/") with { Device = new DeviceToken("fcm", "token") };
        await Assert.ThrowsAsync<ArgumentException>(() => provider.SendAsync(wakeUp, Call.Cancel));
    }

    [Fact]
    public void Constructor_OptionOutOfBounds_NamesIt()
    {
        var thrown = Assert.ThrowsAny<Exception>(() => new WebhookProvider(new() { Timeout = TimeSpan.FromMinutes(1) }, Call.Key));
        Assert.Contains("Timeout", thrown.Message, StringComparison.Ordinal);
    }
}
