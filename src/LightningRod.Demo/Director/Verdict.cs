using System.Globalization;
using System.Text.Json.Serialization;

namespace LightningRod.Demo.Director;

/// <summary>How the play ended, by what was seen at wallets and in the network, not by what an LSP says of itself.</summary>
internal sealed record Verdict
{
    /// <summary>The name of the last line.</summary>
    public string Step { get; } = "result";

    /// <summary>Whether every payment reached the payee and the payer knows it.</summary>
    public required bool Settled { get; init; }

    /// <summary>Payments that reached the payee.</summary>
    public required int Payments { get; init; }

    /// <summary>Whether payer and payee were ever online together.</summary>
    public required bool Overlap { get; init; }

    /// <summary>What was locked beyond LSP_a before the payee had heard of the payment, msat.</summary>
    [JsonPropertyName("lockedBeyondLspA")]
    public required ulong LockedBeyondLspA { get; init; }

    /// <summary>Parts that were forwarded or failed after their fail-back height.</summary>
    [JsonPropertyName("beyondFailBack")]
    public required int BeyondFailBack { get; init; }

    /// <summary>What is still in HTLCs at the end, msat.</summary>
    [JsonPropertyName("inFlight")]
    public required ulong InFlight { get; init; }

    /// <summary>Channels that went on chain, and what miners got for it, msat.</summary>
    [JsonPropertyName("forceCloses")]
    public required int ForceCloses { get; init; }

    /// <summary>What miners got, msat.</summary>
    [JsonPropertyName("chainFees")]
    public required ulong ChainFees { get; init; }

    /// <summary>What nodes paid downstream and could not claim upstream, msat.</summary>
    public required ulong Lost { get; init; }

    /// <summary>Wake-ups that phones got.</summary>
    [JsonPropertyName("wakeUps")]
    public required int WakeUps { get; init; }

    /// <summary>Processes that were killed.</summary>
    public required int Kills { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether all is as this play should end.</summary>
    public required bool Right { get; init; }

    /// <summary>Where journals and logs are; null when they are deleted.</summary>
    public string? Folder { get; init; }

    /// <summary>What is not as it should be; empty when all is right.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }

    /// <summary>For people.</summary>
    internal IEnumerable<string> Lines()
    {
        yield return Line("settled", Settled ? "yes" : "no");
        yield return Line("payer and payee online together", Overlap ? "yes" : "never");
        yield return Line("locked beyond LSP_a before the trigger", $"{Sats(LockedBeyondLspA)}");
        yield return Line("parts beyond their fail-back height", BeyondFailBack.ToString(CultureInfo.InvariantCulture));
        yield return Line("wake-ups, kills", $"{WakeUps}, {Kills}");
        if (ForceCloses > 0) yield return Line("force-closes, fees to miners", $"{ForceCloses}, {Sats(ChainFees)}");
        if (InFlight > 0) yield return Line("still in HTLCs", Sats(InFlight));
        if (Lost > 0) yield return Line("lost by a node", Sats(Lost));
        yield return Line("time", string.Create(CultureInfo.InvariantCulture, $"{Seconds:F1} s"));
        foreach (var wrong in Wrong) yield return Line("WRONG", wrong);
        yield return Right ? "The play ended as it should." : "The play did NOT end as it should.";
    }

    private static string Line(string name, string value) => $"{name,-40} {value}";

    private static string Sats(ulong msat) => string.Create(CultureInfo.InvariantCulture, $"{msat:N0} msat");
}
