using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Fabric;

/// <summary>Brings commands to actors, wherever they run.</summary>
/// <remarks>
/// Thread-safe. Ordered: commands that one caller asks of one actor, each before it awaits the one before, are decided in that order unless one
/// of them is refused. Atomic: a command is decided once or not at all; with a command id also when it is asked many times, within 24 hours.
/// A decision that wrote nothing is not stored: its repetition is decided anew. Failures are results: nothing is thrown but for mistakes of
/// the program and for <c>cancel</c>.
/// </remarks>
public interface IActorFabric
{
    /// <summary>Asks an actor to decide about a command and waits for its reply, which is durable by then.</summary>
    /// <param name="actor">The actor; it need not have been heard of before.</param>
    /// <param name="command">The command.</param>
    /// <param name="options">How; null for <see cref="AskOptions.Default"/>.</param>
    /// <param name="cancel">Ends the wait. The command may be decided all the same.</param>
    /// <exception cref="ArgumentException">No kind of actors has this name.</exception>
    Task<AskResult> AskAsync(ActorId actor, ICommand command, AskOptions? options = null, CancellationToken cancel = default);
}
