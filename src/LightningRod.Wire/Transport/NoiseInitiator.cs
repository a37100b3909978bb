using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Transport;

/// <summary>The side that dials: writes act one, reads act two, writes act three (BOLT 8, "Handshake Exchange").</summary>
/// <remarks>
/// One object per connection, one thread at a time. Acts in another order throw <see cref="InvalidOperationException"/>; after an act that
/// was refused the connection must be closed without another byte.
/// </remarks>
public sealed class NoiseInitiator : IDisposable
{
    private readonly PrivateKey _static;
    private readonly PublicKey _remote;
    private readonly PrivateKey _ephemeral;
    private readonly NoiseState _state;
    private Step _next = Step.WriteActOne;

    /// <summary>Prepares a handshake.</summary>
    /// <param name="staticKey">The node key of this side; stays the caller's.</param>
    /// <param name="remoteStaticKey">The node key that the other side must prove to have.</param>
    /// <param name="ephemeralKey">For test vectors alone: the key of this handshake, which takes it over. By default a fresh random one.</param>
    public NoiseInitiator(PrivateKey staticKey, PublicKey remoteStaticKey, PrivateKey? ephemeralKey = null)
    {
        (_static, _remote) = (staticKey, remoteStaticKey);
        _state = new NoiseState(remoteStaticKey);
        _ephemeral = ephemeralKey ?? PrivateKey.Generate();
    }

    private enum Step
    {
        WriteActOne,
        ReadActTwo,
        Ended,
    }

    /// <summary>Begins the handshake.</summary>
    /// <returns>Act one, 50 bytes to send.</returns>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public byte[] WriteActOne()
    {
        Enter(Step.WriteActOne, Step.ReadActTwo);
        return _state.WriteKeyAct(_ephemeral, _remote);
    }

    /// <summary>Takes the responder's answer and ends the handshake.</summary>
    /// <param name="actTwo">Exactly 50 bytes.</param>
    /// <param name="actThree">66 bytes to send are written here when the result is a session.</param>
    /// <returns>
    /// The session, which is the caller's to dispose, or <see cref="WireRule.UnexpectedEnd"/>, <see cref="WireRule.TrailingBytes"/>,
    /// <see cref="WireRule.UnknownVersion"/>, <see cref="WireRule.NotAPoint"/> or <see cref="WireRule.BadCiphertext"/>.
    /// </returns>
    /// <exception cref="ArgumentException">There is no room for act three.</exception>
    /// <exception cref="InvalidOperationException">Act one was not written, or act two was read before.</exception>
    public Result<NoiseSession> ReadActTwo(ReadOnlySpan<byte> actTwo, Span<byte> actThree)
    {
        if (actThree.Length < NoiseAct.ThreeSize) throw new ArgumentException($"Act three has {NoiseAct.ThreeSize} bytes.", nameof(actThree));
        Enter(Step.ReadActTwo, Step.Ended);
        try
        {
            if (!_state.ReadKeyAct(actTwo, _ephemeral).TryGet(out var remoteEphemeral, out var error)) return error;
            actThree = actThree[..NoiseAct.ThreeSize];
            actThree[0] = NoiseAct.Version;
            Span<byte> key = stackalloc byte[PublicKey.Size];
            _static.PublicKey.Serialize(key);
            _state.Encrypt(1, key, actThree[1..^NoiseState.TagSize]);
            _state.MixKey(_static, remoteEphemeral);
            _state.Encrypt(0, [], actThree[^NoiseState.TagSize..]);
            return _state.Split(isInitiator: true, _remote);
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
