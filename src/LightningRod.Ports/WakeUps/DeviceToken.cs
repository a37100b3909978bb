namespace LightningRod.Ports.WakeUps;

/// <summary>Where a wake-up goes: a push token or a webhook URL, as the client registered it. A stranger's text and a secret.</summary>
/// <param name="Provider">The provider's kind: <c>webhook</c>, <c>fcm</c>, <c>apns</c>, <c>webpush</c>.</param>
/// <param name="Value">Token or URL, at most 4096 characters.</param>
public sealed record DeviceToken(string Provider, string Value)
{
    /// <summary>The provider alone: tokens belong in no log.</summary>
    public override string ToString() => $"{Provider} token";
}
