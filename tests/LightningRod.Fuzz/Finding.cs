namespace LightningRod.Fuzz;

/// <summary>An input that broke a promise.</summary>
/// <param name="Target">Whose promise.</param>
/// <param name="Input">The input.</param>
/// <param name="Complaint">What was broken.</param>
/// <param name="Origin">Where the input came from and how to get it again.</param>
internal sealed record Finding(FuzzTarget Target, byte[] Input, string Complaint, string Origin)
{
    /// <summary>The first words of the complaint: two findings of one kind are taken for the same.</summary>
    internal string Kind => Complaint.Split(':')[0];

    public override string ToString() => $"{Target.Name} {Complaint}\n{Origin}\ninput ({Input.Length} bytes): {Convert.ToHexStringLower(Input)}";
}
