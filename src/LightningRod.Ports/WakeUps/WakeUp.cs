using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.WakeUps;

/// <summary>One wake-up for one device.</summary>
/// <param name="Id">The same for every try, so that providers and devices can tell repeats; 16 bytes.</param>
/// <param name="Client">Who is to wake: for the signature's key and for metrics per client class, never sent.</param>
/// <param name="Device">Where to.</param>
/// <param name="Reason">Why.</param>
/// <param name="Timeout">With <see cref="WakeUpReason.ExpirySoon"/>: the height at which it is too late.</param>
public sealed record WakeUp(Guid Id, NodeId Client, DeviceToken Device, WakeUpReason Reason, BlockHeight? Timeout = null);
