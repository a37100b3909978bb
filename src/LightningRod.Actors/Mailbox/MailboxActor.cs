using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Mailbox;

/// <summary>How a mailbox behaves.</summary>
/// <param name="options">How it behaves in time.</param>
public sealed class MailboxActor(MailboxOptions options) : IActor<MailboxState>
{
    /// <summary>The stored name of the kind.</summary>
    public const string KindName = "mailbox";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The id of a client's mailbox.</summary>
    /// <param name="client">The client's node id.</param>
    public static ActorId IdOf(NodeId client) => IdOf(new OpaqueKey(client.Span));

    /// <summary>The id of a client's mailbox.</summary>
    /// <param name="client">The client.</param>
    public static ActorId IdOf(OpaqueKey client) => new(KindName, client, client);

    /// <summary>The content key of a message's body: all of the message as it goes over the wire.</summary>
    /// <param name="hash">SHA-256 of path key and onion.</param>
    public static OpaqueKey ContentKey(Bytes32 hash) => new(hash.Span);

    /// <inheritdoc/>
    public MailboxState Initial(ActorId id) => new(id);

    /// <inheritdoc/>
    public MailboxState Apply(MailboxState state, IEvent @event) => MailboxHistory.Apply(state, @event);

    /// <inheritdoc/>
    public Decision Decide(MailboxState state, ICommand command, Moment now)
    {
        var turn = new MailTurn(state, now, options);
        Storing.Expire(turn);
        var reply = command switch
        {
            StoreMessage store => Storing.Store(turn, store),
            AcknowledgeMail taken => Delivering.Acknowledge(turn, taken),
            OpenSession open => Presences.Open(turn, open),
            RegisterDevice register => Devices.Register(turn, register),
            RemoveDevice remove => Devices.Remove(turn, remove),
            _ => null as IReply,
        };
        switch (command)
        {
            case CloseSession close: Presences.Close(turn, close); break;
            case NobodyThere: Presences.NobodyThere(turn); break;
            case SeeClient: WakeUps.Reset(turn); break;
            case RequestWakeUp request: WakeUps.Wish(turn, request); break;
            case ReportWakeUp report: WakeUps.Note(turn, report); break;
            case AlarmDue: Delivering.Repeat(turn); break;
        }

        WakeUps.Pass(turn);
        var caller = reply is SessionAnswered { IsCurrent: true } ? Presences.CallerOf(command) : null;
        var batch = Delivering.HandOut(turn, caller);
        return turn.Close(command, reply is SessionAnswered answered ? answered with { Batch = batch ?? answered.Batch } : reply);
    }
}
