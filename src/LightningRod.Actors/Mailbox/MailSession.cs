namespace LightningRod.Actors.Mailbox;

/// <summary>A way to the client that is open now.</summary>
/// <param name="Id">Drawn by the member that has it.</param>
/// <param name="Place">Where: <see cref="Relay"/>, or <c>node/</c> and a channel node's name. In each place the newest session counts.</param>
/// <param name="Member">The member that has it.</param>
/// <param name="TakesPeeled">Whether peeled messages can go over it.</param>
public sealed record MailSession(Guid Id, string Place, string Member, bool TakesPeeled)
{
    /// <summary>The place of sessions with the relay.</summary>
    public const string Relay = "relay";

    /// <summary>The batch that was handed out and is not acknowledged; null for none.</summary>
    public MailBatch? Batch { get; init; }

    /// <summary>The number of the last batch; give what the session had before when it is told again.</summary>
    public int LastBatch { get; init; }

    /// <summary>The place of sessions with a channel node.</summary>
    /// <param name="node">The node's name.</param>
    public static string AtNode(string node) => $"node/{node}";
}
