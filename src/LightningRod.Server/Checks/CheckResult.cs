namespace LightningRod.Server.Checks;

/// <summary>One thing that a member needs, looked at before it starts.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="IsFine">Whether a member could start with it.</param>
/// <param name="Detail">What was found, and what to do if it is not fine; no secrets.</param>
public sealed record CheckResult(string Name, bool IsFine, string Detail);
