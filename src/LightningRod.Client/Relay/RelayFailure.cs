using System.Diagnostics.CodeAnalysis;
using LightningRod.Wire.Messages;

namespace LightningRod.Client.Relay;

/// <summary>Why an LSPS0 call has no result.</summary>
public enum RelayFailureCode
{
    /// <summary>There is no session with the relay.</summary>
    NotConnected,

    /// <summary>No answer came in time, or the session ended before it.</summary>
    NoAnswer,

    /// <summary>The relay answered with an error; <see cref="RelayFailure.Error"/> says which.</summary>
    Refused,

    /// <summary>The relay answered with something that cannot be read.</summary>
    BadAnswer,

    /// <summary>Too many calls are in progress.</summary>
    Busy,
}

/// <summary>Why an LSPS0 call has no result.</summary>
/// <param name="Code">The kind of reason.</param>
/// <param name="Detail">One phrase for people.</param>
/// <param name="Error">What the relay said, when it refused.</param>
public sealed record RelayFailure(RelayFailureCode Code, string Detail, Lsps0Error? Error = null);

/// <summary>A result of an LSPS0 call, or why there is none.</summary>
/// <typeparam name="T">The result's type.</typeparam>
public sealed class RelayAnswer<T>
    where T : class
{
    private readonly T? _value;
    private readonly RelayFailure? _failure;

    internal RelayAnswer(T value) => _value = value;

    internal RelayAnswer(RelayFailure failure) => _failure = failure;

    /// <summary>Gives the result or the failure.</summary>
    /// <param name="value">The result when true is returned.</param>
    /// <param name="failure">The failure when false is returned.</param>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out RelayFailure? failure)
    {
        (value, failure) = (_value, _failure);
        return value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_value}{_failure}";

    internal RelayAnswer<TNext> Then<TNext>(Func<T, TNext?> read)
        where TNext : class
    {
        if (_value is null) return new(_failure!);
        return read(_value) is { } next ? new(next) : new(new RelayFailure(RelayFailureCode.BadAnswer, "the answer cannot be read"));
    }
}
