namespace LightningRod.Peering.Timing;

/// <summary>Something that becomes due on a <see cref="Wheel"/>. The fields but the action are the wheel's, under its lock.</summary>
/// <param name="onDue">
/// Called on the timer's thread, without the wheel's lock. It must be short, must not throw, and must bear to be called once more when the
/// entry is scheduled anew or cancelled at the same moment.
/// </param>
internal sealed class WheelEntry(Action onDue)
{
    internal Action OnDue { get; } = onDue;

    internal WheelEntry? Previous { get; set; }

    internal WheelEntry? Next { get; set; }

    /// <summary>The step at which it is due, or -1 when it is not scheduled.</summary>
    internal long DueStep { get; set; } = -1;
}
