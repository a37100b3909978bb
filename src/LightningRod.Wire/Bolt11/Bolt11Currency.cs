namespace LightningRod.Wire.Bolt11;

/// <summary>The currency that an invoice asks for, as its prefix tells it (BOLT 11, "Human-Readable Part").</summary>
public enum Bolt11Currency
{
    /// <summary>Bitcoin's main network, prefix <c>lnbc</c>.</summary>
    Bitcoin,

    /// <summary>Bitcoin's test network, prefix <c>lntb</c>.</summary>
    Testnet,

    /// <summary>A signet, prefix <c>lntbs</c>.</summary>
    Signet,

    /// <summary>A regression-test network, prefix <c>lnbcrt</c>.</summary>
    Regtest,
}
