using LightningRod.Demo.Director;

namespace LightningRod.Demo;

/// <summary>What is played.</summary>
internal sealed record DemoOptions
{
    /// <summary>One JSON object per line instead of a timeline for people.</summary>
    internal bool Json { get; init; }

    /// <summary>Who is killed, and when.</summary>
    internal IReadOnlyList<KillOrder> Kills { get; init; } = [];

    /// <summary>Keys, channels and secrets of the cast depend on it.</summary>
    internal ulong Seed { get; init; } = 1;

    /// <summary>Payments, one invoice each.</summary>
    internal int Payments { get; init; } = 1;

    /// <summary>Payment hashes under one payment id.</summary>
    internal int Hashes { get; init; } = 1;

    /// <summary>The payment id travels in the message, and the payee builds the way back.</summary>
    internal bool Literal { get; init; }

    /// <summary>Payer and payee have the same LSP.</summary>
    internal bool OneLsp { get; init; }

    /// <summary>The payee is known by a BOLT 12 offer.</summary>
    internal bool Offer { get; init; }

    /// <summary>The trigger comes before the HTLCs.</summary>
    internal bool EarlyTrigger { get; init; }

    /// <summary>The payer cancels when all parts are held.</summary>
    internal bool Cancel { get; init; }

    /// <summary>A stranger shows another payment id first.</summary>
    internal bool WrongPid { get; init; }

    /// <summary>The payee never comes.</summary>
    internal bool PayeeNever { get; init; }

    /// <summary>The payer never comes back.</summary>
    internal bool PayerNever { get; init; }

    /// <summary>Where journals, keys and logs go; null for a temporary folder that is deleted at the end.</summary>
    internal string? Folder { get; init; }

    /// <summary>How long a run may take.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether the payment shall reach the payee.</summary>
    internal bool ShallSettle => !Cancel && !PayeeNever;

    /// <summary>Whether payer and payee shall be online together: an early trigger is one that the payee shows while the payer still pays.</summary>
    internal bool MayOverlap => EarlyTrigger;
}
