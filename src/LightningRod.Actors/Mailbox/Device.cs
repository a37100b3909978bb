using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Mailbox;

/// <summary>A device that can be woken.</summary>
/// <param name="Key">Names the device: a keyed hash of provider and token, since the encryption of one token differs each time.</param>
/// <param name="Provider">The stored name of the wake-up provider, for example <c>webhook</c>.</param>
/// <param name="Token">Token or URL, encrypted; opaque here.</param>
public sealed record Device(Bytes32 Key, string Provider, ByteString Token)
{
    /// <summary>Provider and key; the token stays out of logs though it is encrypted.</summary>
    public override string ToString() => $"{Provider} {Key}";
}
