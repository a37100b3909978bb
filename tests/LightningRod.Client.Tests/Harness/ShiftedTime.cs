namespace LightningRod.Client.Tests.Harness;

/// <summary>The system's clock with a calendar that can be set forward.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
