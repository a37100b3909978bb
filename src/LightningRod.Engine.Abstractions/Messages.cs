namespace LightningRod.Engine.Abstractions;

/// <summary>What an actor is asked to do. Implemented by sealed records.</summary>
public interface ICommand;

/// <summary>What has happened to an actor; stored for good. Implemented by sealed records.</summary>
public interface IEvent;

/// <summary>An event that holds all of the actor's state, so that the events before it may go.</summary>
public interface ICheckpoint : IEvent;

/// <summary>What is true of an actor only as long as it stays loaded, for example that a session is there; never stored.</summary>
/// <remarks>
/// It changes the state like any event and is gone when the actor is read again: passivated, moved to another member, or dropped after a failed
/// append. So state that comes of it begins as "not known", never as "not there", and losing it must cost no more than being told again.
/// </remarks>
public interface ISoftEvent : IEvent;

/// <summary>What the sender of a command is told. Implemented by sealed records.</summary>
public interface IReply;

/// <summary>Something an actor wants done outside itself once its events are durable. Implemented by sealed records.</summary>
/// <remarks>
/// Delivered at least once, in order for each destination, until the handler says done; a blocked destination blocks only itself. The handler's
/// outcome comes back to the actor as a command.
/// </remarks>
public interface IEffect
{
    /// <summary>Where to, for example <c>node/cln-1</c>; what has one destination keeps its order.</summary>
    string Destination { get; }
}

/// <summary>The command that an actor gets when its alarm is due.</summary>
public sealed record AlarmDue : ICommand
{
    /// <summary>The only one.</summary>
    public static AlarmDue Instance { get; } = new();
}

/// <summary>
/// The command that an actor gets in place of one whose decision was refused because an index entry belongs to another actor of the client.
/// Nothing of that decision happened; the actor decides again and can give its typed refusal.
/// </summary>
/// <param name="Command">The command that was refused.</param>
/// <param name="Index">The index of the entry.</param>
/// <param name="Key">The entry's key.</param>
public sealed record IndexTaken(ICommand Command, string Index, OpaqueKey Key) : ICommand;
