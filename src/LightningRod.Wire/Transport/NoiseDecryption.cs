namespace LightningRod.Wire.Transport;

/// <summary>How far <see cref="NoiseSession.Decrypt"/> came with the bytes it was given.</summary>
/// <param name="HasMessage">Whether a whole message was written.</param>
/// <param name="Consumed">How many of the given bytes are done with, 0 to 65569; give the others again.</param>
/// <param name="Needed">How many bytes the next call must be given at least, 16 to 65551; those not consumed count.</param>
public readonly record struct NoiseDecryption(bool HasMessage, int Consumed, int Needed);
