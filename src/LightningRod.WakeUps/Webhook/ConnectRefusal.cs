namespace LightningRod.WakeUps.Webhook;

/// <summary>Why no connection was made.</summary>
internal enum ConnectRefusal
{
    /// <summary>The name has no address.</summary>
    NotResolved,

    /// <summary>No address of the name may be called.</summary>
    NotAllowed,

    /// <summary>No address answered.</summary>
    Unreachable,

    /// <summary>Too many connections are open.</summary>
    TooMany,
}

/// <summary>Carries a refusal through the HTTP client. Its text names no host.</summary>
internal sealed class ConnectRefusedException(ConnectRefusal refusal) : Exception(refusal.ToString())
{
    internal ConnectRefusal Refusal { get; } = refusal;

    /// <summary>The refusal inside what the HTTP client threw, or null.</summary>
    internal static ConnectRefusal? In(Exception? thrown)
    {
        for (; thrown is not null; thrown = thrown.InnerException)
        {
            if (thrown is ConnectRefusedException refused) return refused.Refusal;
        }

        return null;
    }
}
