namespace LightningRod.Actors.Mailbox;

/// <summary>Devices come and go.</summary>
internal static class Devices
{
    /// <summary>Longest stored name of a provider, characters.</summary>
    private const int MaxProvider = 32;

    internal static DeviceAnswered Register(MailTurn turn, RegisterDevice command)
    {
        var (device, limits) = (command.Device, command.Limits);
        if (device.Token.IsEmpty || device.Token.Length > limits.MaxTokenBytes || device.Provider.Length is 0 or > MaxProvider)
            return new(DeviceOutcome.Malformed);
        var known = turn.State.Devices.FirstOrDefault(other => other.Key == device.Key);
        if (known is null && turn.State.Devices.Count >= limits.MaxDevices) return new(DeviceOutcome.TooManyDevices);
        if (known != device) turn.Happen(new DeviceRegistered(device));
        return new(DeviceOutcome.Done);
    }

    internal static DeviceAnswered Remove(MailTurn turn, RemoveDevice command)
    {
        if (turn.State.Devices.All(device => device.Key != command.Key)) return new(DeviceOutcome.UnknownDevice);
        turn.Happen(new DeviceRemoved(command.Key));
        return new(DeviceOutcome.Done);
    }
}
