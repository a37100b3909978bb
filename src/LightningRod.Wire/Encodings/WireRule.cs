namespace LightningRod.Wire.Encodings;

/// <summary>The rule that a stranger's bytes or text broke.</summary>
public enum WireRule
{
    /// <summary>No rule was broken: the value of a <see cref="WireError"/> that was never set.</summary>
    None,

    /// <summary>The input ends before the value does.</summary>
    UnexpectedEnd,

    /// <summary>Bytes are left over after the value (BOLT 1 allows none inside a fixed-size or length-prefixed field).</summary>
    TrailingBytes,

    /// <summary>An integer is not in its shortest form (BOLT 1: BigSize and truncated integers are minimal).</summary>
    NotMinimal,

    /// <summary>TLV types do not strictly increase (BOLT 1, "Type-Length-Value Format").</summary>
    TypeOrder,

    /// <summary>A TLV type is even and unknown to this reader (BOLT 1: "it's ok to be odd").</summary>
    UnknownEvenType,

    /// <summary>A TLV type lies outside the ranges that the stream allows (BOLT 12).</summary>
    TypeOutOfRange,

    /// <summary>A field has a length that its type does not allow.</summary>
    WrongLength,

    /// <summary>A field or a whole input is larger than this reader's bound.</summary>
    TooLarge,

    /// <summary>A field that must be there is missing.</summary>
    MissingField,

    /// <summary>A field is present that must not be there.</summary>
    ForbiddenField,

    /// <summary>A value lies outside its range.</summary>
    ValueOutOfRange,

    /// <summary>A field is not the same as in the message that it must repeat or answer (BOLT 12 mirrors all fields).</summary>
    Mismatch,

    /// <summary>33 bytes that are no compressed point of secp256k1, or 32 bytes that are no x coordinate of one.</summary>
    NotAPoint,

    /// <summary>A scalar that is zero or not below the curve's order.</summary>
    NotAScalar,

    /// <summary>Bytes that should be text are no UTF-8.</summary>
    NotUtf8,

    /// <summary>Bytes or text that should be JSON are none, or are not the object that the protocol asks for.</summary>
    NotJson,

    /// <summary>A version that this reader does not know (BOLT 4: an onion packet's version is 0).</summary>
    UnknownVersion,

    /// <summary>A message of another type than the one asked for.</summary>
    WrongMessageType,

    /// <summary>The HMAC of an onion packet does not match: it is not for this key, or was changed on the way.</summary>
    BadHmac,

    /// <summary>Authenticated decryption failed: wrong key, wrong order, or changed bytes.</summary>
    BadCiphertext,

    /// <summary>A signature is not valid for its key and message.</summary>
    BadSignature,

    /// <summary>A checksum does not match.</summary>
    BadChecksum,

    /// <summary>A character outside the alphabet of the encoding.</summary>
    BadCharacter,

    /// <summary>Upper and lower case are mixed (BIP 173).</summary>
    MixedCase,

    /// <summary>A human-readable part or prefix that is unknown or malformed.</summary>
    BadPrefix,

    /// <summary>Padding bits are not zero, or are too many (BIP 173).</summary>
    BadPadding,

    /// <summary>An even feature bit that this reader does not know is set (BOLT 9).</summary>
    UnknownRequiredFeature,

    /// <summary>The input is none of the things that this reader knows.</summary>
    Unrecognized,
}
