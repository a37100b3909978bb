namespace LightningRod.Ports.Messages;

/// <summary>One connection of a peer with a carrier. A peer that comes back has another one.</summary>
/// <param name="Value">Never used twice by one carrier, also not after its restart.</param>
public readonly record struct SessionId(Guid Value)
{
    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("n");
}
