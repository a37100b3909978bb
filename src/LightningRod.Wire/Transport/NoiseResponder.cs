using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Transport;

/// <summary>The side that is dialled: reads act one, writes act two, reads act three and learns who dials (BOLT 8, "Handshake Exchange").</summary>
/// <remarks>
/// One object per connection, one thread at a time. Acts in another order throw <see cref="InvalidOperationException"/>; after an act that
/// was refused the connection must be closed without another byte.
/// </remarks>
public sealed class NoiseResponder : IDisposable
{
    private readonly PrivateKey _static;
    private readonly PrivateKey _ephemeral;
    private readonly NoiseState _state;
    private Step _next = Step.ReadActOne;

    /// <summary>Prepares a handshake.</summary>
    /// <param name="staticKey">The node key of this side; stays the caller's.</param>
    /// <param name="ephemeralKey">For test vectors alone: the key of this handshake, which takes it over. By default a fresh random one.</param>
    public NoiseResponder(PrivateKey staticKey, PrivateKey? ephemeralKey = null)
    {
        _static = staticKey;
        _state = new NoiseState(staticKey.PublicKey);
        _ephemeral = ephemeralKey ?? PrivateKey.Generate();
    }

    private enum Step
    {
        ReadActOne,
        ReadActThree,
        Ended,
    }

    /// <summary>Takes the initiator's first act and answers it.</summary>
    /// <param name="actOne">Exactly 50 bytes.</param>
    /// <returns>
    /// Act two, 50 bytes to send, or <see cref="WireRule.UnexpectedEnd"/>, <see cref="WireRule.TrailingBytes"/>,
    /// <see cref="WireRule.UnknownVersion"/>, <see cref="WireRule.NotAPoint"/>, or <see cref="WireRule.BadCiphertext"/> when the initiator
    /// wants another node than this one.
    /// </returns>
    /// <exception cref="InvalidOperationException">Act one was read before.</exception>
    public Result<byte[]> ReadActOne(ReadOnlySpan<byte> actOne)
    {
        Enter(Step.ReadActOne, Step.ReadActThree);
        if (_state.ReadKeyAct(actOne, _static).TryGet(out var remoteEphemeral, out var error)) return _state.WriteKeyAct(_ephemeral, remoteEphemeral);
        Dispose();
        return error;
    }

    /// <summary>Takes the initiator's last act and ends the handshake.</summary>
    /// <param name="actThree">Exactly 66 bytes.</param>
    /// <returns>
    /// The session, which is the caller's to dispose and knows the initiator's node key, or <see cref="WireRule.UnexpectedEnd"/>,
    /// <see cref="WireRule.TrailingBytes"/>, <see cref="WireRule.UnknownVersion"/>, <see cref="WireRule.NotAPoint"/> or
    /// <see cref="WireRule.BadCiphertext"/>.
    /// </returns>
    /// <exception cref="InvalidOperationException">Act one was not read or was refused, or act three was read before.</exception>
    public Result<NoiseSession> ReadActThree(ReadOnlySpan<byte> actThree)
    {
        Enter(Step.ReadActThree, Step.Ended);
        try
        {
            var reader = new WireReader(actThree);
            NoiseState.ReadVersion(ref reader);
            var keyOffset = reader.Offset;
            var encryptedKey = reader.ReadSpan(PublicKey.Size + NoiseState.TagSize);
            var tagOffset = reader.Offset;
            var tag = reader.ReadSpan(NoiseState.TagSize);
            reader.End();
            if (reader.Failed) return reader.Error;
            Span<byte> key = stackalloc byte[PublicKey.Size];
            if (!_state.TryDecrypt(1, encryptedKey, key))
                return new WireError(WireRule.BadCiphertext, keyOffset, "the initiator's static key is not what it encrypted");
            if (!PublicKey.TryParse(key, out var remote))
                return new WireError(WireRule.NotAPoint, keyOffset, "the initiator's static key is no point");
            _state.MixKey(_ephemeral, remote);
            if (!_state.TryDecrypt(0, tag, []))
                return new WireError(WireRule.BadCiphertext, tagOffset, "the act's tag is not valid: the initiator does not have its static key");
            return _state.Split(isInitiator: false, remote);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Zeroes the handshake's secrets; the session lives on.</summary>
    public void Dispose()
    {
        _next = Step.Ended;
        _ephemeral.Dispose();
        _state.Dispose();
    }

    private void Enter(Step expected, Step next)
    {
        if (_next != expected) throw new InvalidOperationException($"The handshake is at {_next}, not at {expected}.");
        _next = next;
    }
}
