using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.HeldPayment;

/// <summary>When a hold has to be looked at again; a function of its state alone.</summary>
internal static class HoldAlarm
{
    internal static Alarm Of(Hold hold)
    {
        if (hold.Agreement is not { } agreement) return Alarm.None;
        uint? lowest = null;
        // The last height at which a trigger is obeyed must be over.
        if (hold.Waits && agreement.ExpiryHeight.Value < uint.MaxValue) lowest = agreement.ExpiryHeight.Value + 1;
        foreach (var part in hold.Parts)
        {
            uint? height = part.Status == PartStatus.Held ? part.FailBackHeight.Value
                : part.AwaitsPayer ? Returning.NextHeight(part, agreement).Value : null;
            if (height is { } next && !(lowest <= next)) lowest = next;
        }

        return new(null, lowest);
    }
}
