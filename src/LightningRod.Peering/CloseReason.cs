namespace LightningRod.Peering;

/// <summary>Why a session, or a connection on its way to one, was closed.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Detail">One phrase for people: which value, what was expected. Holds no secrets; a stranger's text is made printable.</param>
public readonly record struct CloseReason(CloseCode Code, string Detail)
{
    /// <summary>Kind and phrase.</summary>
    public override string ToString() => $"{Code}: {Detail}";
}
