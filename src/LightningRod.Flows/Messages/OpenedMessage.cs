using LightningRod.Flows.Telemetry;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Messages;

/// <summary>A message with all the layers taken off that are for this relay.</summary>
/// <param name="Triggers">Secrets that it shows, and whose holds are meant.</param>
/// <param name="End">What is to be done with the rest.</param>
internal sealed record OpenedMessage(ValueList<Trigger> Triggers, MessageEnd End)
{
    /// <summary>The node behind this one, or null.</summary>
    internal NodeId? Next => (End as MessageEnd.Onward)?.Next;
}

/// <summary>A secret that was shown.</summary>
/// <param name="Payer">Whose hold is meant.</param>
/// <param name="Secret">The secret; prints as its type's name.</param>
internal readonly record struct Trigger(NodeId Payer, PaymentId Secret);

/// <summary>What is to be done with a message once it is opened.</summary>
internal abstract record MessageEnd
{
    private MessageEnd()
    {
    }

    /// <summary>It goes on to another node.</summary>
    /// <param name="Next">The node.</param>
    /// <param name="Message">The message, ready for it.</param>
    /// <param name="Addresses">Where that node can be dialled, as the path's maker says.</param>
    internal sealed record Onward(NodeId Next, OnionMessage Message, ValueList<NetworkAddress> Addresses) : MessageEnd;

    /// <summary>It ends here.</summary>
    /// <param name="Payload">Content and reply path.</param>
    internal sealed record Here(OnionMessagePayload Payload) : MessageEnd;

    /// <summary>It is dropped.</summary>
    /// <param name="Outcome">Why.</param>
    internal sealed record Dropped(MessageOutcome Outcome) : MessageEnd
    {
        public override string ToString() => Instruments.Word(Outcome);
    }
}
