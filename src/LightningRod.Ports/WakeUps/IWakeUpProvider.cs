namespace LightningRod.Ports.WakeUps;

/// <summary>A service that wakes phones: webhook, FCM, APNs, Web Push.</summary>
/// <remarks>
/// <para>Atomic: one wake-up, one try. Repeats, cooldown and the choice of devices are the caller's.</para>
/// <para>Ordered: no. A later wake-up may overtake an earlier one; each means only "come".</para>
/// <para>Thread-safe: yes.</para>
/// <para>
/// Failure: an outcome, never an exception but <see cref="OperationCanceledException"/>. A try that was sent and not answered is
/// <see cref="WakeUpOutcome.RetryAfter"/>: the device may get it twice, which does no harm. Each try ends within 10 seconds by itself.
/// </para>
/// </remarks>
public interface IWakeUpProvider
{
    /// <summary>Its kind, as in <see cref="DeviceToken.Provider"/>.</summary>
    string Kind { get; }

    /// <summary>Sends one wake-up to one device.</summary>
    /// <param name="wakeUp">What and where to; its device is of this provider's kind.</param>
    /// <param name="cancellationToken">Ends the try; the provider may have got it.</param>
    /// <exception cref="ArgumentException">The device is of another kind.</exception>
    Task<WakeUpOutcome> SendAsync(WakeUp wakeUp, CancellationToken cancellationToken = default);
}
