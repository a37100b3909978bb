using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Clients;

/// <summary>What became of a command about a client.</summary>
public enum ClientOutcome
{
    /// <summary>It is as was asked.</summary>
    Done,

    /// <summary>It was so before.</summary>
    Unchanged,

    /// <summary>Refused: the client is suspended.</summary>
    Suspended,

    /// <summary>Refused: the client is not suspended, or not known.</summary>
    NotSuspended,

    /// <summary>Refused: a limit is below zero, or there are too many or too long names.</summary>
    Malformed,
}

/// <summary>The answer to every command about a client.</summary>
/// <param name="Outcome">What became of it.</param>
public sealed record ClientAnswered(ClientOutcome Outcome) : IReply;
