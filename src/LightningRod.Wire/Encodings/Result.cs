using System.Diagnostics.CodeAnalysis;

namespace LightningRod.Wire.Encodings;

/// <summary>A value, or the typed reason why there is none. Parsers of this library return it and never throw for bad input.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <remarks><c>default</c> is neither: it reports <see cref="WireRule.None"/> and has no value.</remarks>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly WireError _error;

    private Result(T value) => (_value, IsOk) = (value, true);

    private Result(WireError error) => _error = error;

    /// <summary>Whether there is a value.</summary>
    public bool IsOk { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message is the error's text.</exception>
    public T Value => IsOk ? _value! : throw new InvalidOperationException(_error.ToString());

    /// <summary>The error; <c>default</c> when there is a value.</summary>
    public WireError Error => _error;

    /// <summary>Gives the value or the error.</summary>
    /// <param name="value">The value when true is returned.</param>
    /// <param name="error">The error when false is returned.</param>
    public bool TryGet([MaybeNullWhen(false)] out T value, out WireError error)
    {
        value = _value;
        error = _error;
        return IsOk;
    }

    /// <summary>Goes on with the value, or passes the error through.</summary>
    /// <typeparam name="TNext">The next value's type.</typeparam>
    /// <param name="next">What to do with the value.</param>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => IsOk ? next(_value!) : _error;

    /// <summary>Maps the value, or passes the error through.</summary>
    /// <typeparam name="TNext">The next value's type.</typeparam>
    /// <param name="map">The mapping.</param>
    public Result<TNext> Map<TNext>(Func<T, TNext> map) => IsOk ? map(_value!) : _error;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Result<T>(T value) => new(value);

    /// <summary>Wraps an error.</summary>
    /// <param name="error">The error.</param>
    public static implicit operator Result<T>(WireError error) => new(error);

    /// <inheritdoc/>
    public override string ToString() => IsOk ? $"{_value}" : _error.ToString();
}
