namespace LightningRod.Wire.Numbers;

/// <summary>Who writes a number. Readers accept all dialects; writers use the peer's, which its feature bits tell.</summary>
public enum Dialect
{
    /// <summary>A BOLT, a bLIP, or a draft of one.</summary>
    Specification,

    /// <summary>Numbers of LDK where they differ from the specification's.</summary>
    Ldk,

    /// <summary>Numbers of eclair's prototypes.</summary>
    Eclair,

    /// <summary>Numbers of this project's own messages.</summary>
    LightningRod,
}
