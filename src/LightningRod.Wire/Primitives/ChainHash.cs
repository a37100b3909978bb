namespace LightningRod.Wire.Primitives;

/// <summary>chain_hash: the hash of a chain's first block, 32 bytes in internal byte order (BOLT 0).</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct ChainHash(Bytes32 Value)
{
    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public ChainHash(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>Bitcoin's main network.</summary>
    public static ChainHash Bitcoin { get; } = new(Bytes32.FromHex("6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000"));

    /// <summary>Bitcoin's test network, version 3.</summary>
    public static ChainHash Testnet { get; } = new(Bytes32.FromHex("43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000"));

    /// <summary>The default signet.</summary>
    public static ChainHash Signet { get; } = new(Bytes32.FromHex("f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000"));

    /// <summary>A regression-test network.</summary>
    public static ChainHash Regtest { get; } = new(Bytes32.FromHex("06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f"));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
