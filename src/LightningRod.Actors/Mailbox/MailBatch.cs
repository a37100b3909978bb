using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Mailbox;

/// <summary>Messages that are handed out together and acknowledged together.</summary>
/// <param name="Number">Its number within its session: each batch has a higher one.</param>
/// <param name="Mail">The messages, oldest first.</param>
/// <param name="HandedOutAt">When, UTC.</param>
public sealed record MailBatch(int Number, ValueList<StoredMail> Mail, DateTimeOffset HandedOutAt);
