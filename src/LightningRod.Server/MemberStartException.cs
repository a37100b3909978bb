namespace LightningRod.Server;

/// <summary>A member cannot start. The message is one line for its operator: what is wrong, and what to do.</summary>
public sealed class MemberStartException : Exception
{
    /// <summary>Why a member cannot start.</summary>
    /// <param name="message">One line for its operator.</param>
    /// <param name="inner">What was thrown.</param>
    public MemberStartException(string message, Exception? inner = null)
        : base(message.ReplaceLineEndings(" "), inner)
    {
    }
}
