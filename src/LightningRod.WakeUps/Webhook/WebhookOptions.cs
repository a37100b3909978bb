using System.ComponentModel.DataAnnotations;

namespace LightningRod.WakeUps.Webhook;

/// <summary>Time-outs and bounds of a <see cref="WebhookProvider"/>.</summary>
public sealed record WebhookOptions : IValidatableObject
{
    /// <summary>How long a try may take, from looking up the name to the status of the answer. Default and most: 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries at a time; one more is told to come later. 1 to 10,000; default: 128.</summary>
    public int TriesAtOnce { get; init; } = 128;

    /// <summary>Tries at a time to one host and port; one more is told to come later. 1 to 1000; default: 8.</summary>
    public int TriesAtOncePerHost { get; init; } = 8;

    /// <summary>Connections at a time, with those that wait to be used again. 1 to 10,000; default: 256.</summary>
    public int Connections { get; init; } = 256;

    /// <summary>Whether <c>http</c> URLs are called too, when their host is this machine. For tests and demonstrations. Default: no.</summary>
    public bool AllowPlainHttpToLoopback { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromSeconds(10))
            yield return Wrong(nameof(Timeout), "is from 0.1 to 10 seconds");
        (string Key, int Value, int Most)[] counts =
        [
            (nameof(TriesAtOnce), TriesAtOnce, 10_000), (nameof(TriesAtOncePerHost), TriesAtOncePerHost, 1000),
            (nameof(Connections), Connections, 10_000),
        ];
        foreach (var (key, value, most) in counts)
        {
            if (value < 1 || value > most) yield return Wrong(key, FormattableString.Invariant($"is from 1 to {most}"));
        }
    }

    /// <summary>Throws for the first setting that is wrong.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    internal void Check()
    {
        // The context is not used, and making one would ask for reflection.
        foreach (var wrong in Validate(null!)) throw new ArgumentException(wrong.ErrorMessage);
    }

    private static ValidationResult Wrong(string key, string rule) => new($"{key} {rule}.", [key]);
}
