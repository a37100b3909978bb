namespace LightningRod.Engine.Journal;

/// <summary>Turns events, replies and effects into stored messages and back.</summary>
/// <remarks>Pure and thread-safe. An encoded message is readable by this version and the one before it.</remarks>
public interface IMessageCodec
{
    /// <summary>Encodes a message.</summary>
    /// <param name="message">An event, reply or effect.</param>
    /// <exception cref="ArgumentException">A type that has no stored name: a mistake of the program.</exception>
    StoredMessage Encode(object message);

    /// <summary>Decodes a message, also one of an older version.</summary>
    /// <param name="stored">The stored message.</param>
    /// <exception cref="UnreadableMessageException">A name that this version does not know, or a payload that does not fit its name.</exception>
    object Decode(StoredMessage stored);
}
