namespace LightningRod.Cli.Admin;

/// <summary>A member could not be asked, or refused. The message is one line for people.</summary>
internal sealed class AdminException(string message) : Exception(message)
{
    /// <summary>Whether it may be that no member runs.</summary>
    internal bool MemberMayBeStopped { get; init; }
}
