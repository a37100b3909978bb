using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Cryptography;

namespace LightningRod.WakeUps.Webhook;

/// <summary>What is sent: the JSON-RPC notification of bLIP 55 with its time and signature.</summary>
/// <param name="Body">The exact bytes that are signed and sent, as text; ASCII.</param>
/// <param name="Timestamp">When it was signed, UTC, for example <c>2023-05-04T10:52:58.395Z</c>.</param>
/// <param name="Signature">Of the LSP's node key, 104 characters of z-base-32.</param>
internal sealed record Notification(string Body, string Timestamp, string Signature)
{
    internal const string TimestampHeader = "x-lsps5-timestamp";
    internal const string SignatureHeader = "x-lsps5-signature";

    /// <summary>Makes one.</summary>
    /// <param name="wakeUp">Why and for whom.</param>
    /// <param name="key">The LSP's node key.</param>
    /// <param name="now">UTC.</param>
    internal static Notification Of(WakeUp wakeUp, PrivateKey key, DateTimeOffset now)
    {
        var body = BodyOf(wakeUp);
        var timestamp = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var signature = MessageSignature.Sign(key, $"LSPS5: DO NOT SIGN THIS MESSAGE MANUALLY: LSP: At {timestamp} I notify {body}");
        return new(body, timestamp, signature.ToString());
    }

    // bLIP 55 wants another prefix than lsps5 for methods that it does not have.
    private static string MethodOf(WakeUpReason reason) => reason switch
    {
        WakeUpReason.Registered => "lsps5.webhook_registered",
        WakeUpReason.MessageWaiting => "lsps5.onion_message_incoming",
        WakeUpReason.PaymentIncoming => "lsps5.payment_incoming",
        WakeUpReason.PreimageWaiting => "rod.preimage_waiting",
        WakeUpReason.ReturnWaiting => "rod.return_waiting",
        WakeUpReason.ExpirySoon => "lsps5.expiry_soon",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
    };

    private static string BodyOf(WakeUp wakeUp)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WriteString("method", MethodOf(wakeUp.Reason));
            json.WriteStartObject("params");
            if (wakeUp.Reason == WakeUpReason.ExpirySoon && wakeUp.Timeout is { } height) json.WriteNumber("timeout", height.Value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(bytes.WrittenSpan);
    }
}
