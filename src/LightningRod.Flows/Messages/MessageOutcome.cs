namespace LightningRod.Flows.Messages;

/// <summary>What became of an onion message that came in.</summary>
public enum MessageOutcome
{
    /// <summary>It is kept for a client or another relay.</summary>
    Kept,

    /// <summary>It was kept before; equal messages are one.</summary>
    Duplicate,

    /// <summary>It went to a peer that is connected, and nothing is kept.</summary>
    PassedOn,

    /// <summary>It asked for something, and the answer is on its way.</summary>
    Answered,

    /// <summary>It ended here and showed a secret.</summary>
    Shown,

    /// <summary>Dropped: it can not be opened, or breaks a rule.</summary>
    Malformed,

    /// <summary>Dropped: too many of its layers are for this relay.</summary>
    TooManyLayers,

    /// <summary>Dropped: its next node is told by a channel, and a relay has none; or it is not told at all.</summary>
    NextNodeUnknown,

    /// <summary>Dropped: a stranger's message for a node that is no client and not connected.</summary>
    NextNodeAway,

    /// <summary>Dropped: nobody said where the next relay can be dialled.</summary>
    NoAddress,

    /// <summary>Dropped: messages are kept for as many relays as may be, of all or of this client.</summary>
    TooManyLinks,

    /// <summary>Dropped: the mailbox is full.</summary>
    MailboxFull,

    /// <summary>Dropped: it is larger than a mailbox takes.</summary>
    TooLarge,

    /// <summary>Dropped: it ends here and is nothing for this relay.</summary>
    NotForUs,

    /// <summary>Dropped: it asks for something without a way for the answer.</summary>
    NoReplyPath,

    /// <summary>Something was asked, and the answer found no way back.</summary>
    AnswerLost,

    /// <summary>Dropped: too many messages for one node at a time.</summary>
    Flood,

    /// <summary>Dropped: the carrier can not show it so that it can be opened, or not pass it on.</summary>
    NotSupported,

    /// <summary>Given up: the mailbox could not be reached, or the peer's connection is full.</summary>
    Unavailable,
}
