using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Messages;

/// <summary>Way 2: an onion message comes in. It is peeled, its secrets open holds, and it goes on or is for us.</summary>
internal sealed class MessageIn(
    Calls calls, PrivateKey relayKey, Triggers triggers, Onward onward, HoldDesk holds, MessageOptions options, Instruments instruments)
{
    private readonly NodeId _relay = new(relayKey.PublicKey);

    /// <summary>1. Peel: all the layers that are for this relay. Pure.</summary>
    internal OpenedMessage Open(OnionMessage message)
    {
        var shown = new List<Trigger>();
        var end = Open(message, shown);
        return new([.. shown], end);
    }

    /// <summary>All the rest. The message is durable, passed on or refused when it is done.</summary>
    /// <param name="opened">The message.</param>
    /// <param name="origin">On whose behalf it travels.</param>
    /// <param name="carrier">The name of the carrier by which it came.</param>
    /// <param name="cancel">Ends the work.</param>
    internal async Task<MessageOutcome> TakeAsync(OpenedMessage opened, Origin origin, string carrier, CancellationToken cancel)
    {
        using var activity = Instruments.Activities.StartActivity("message in");
        activity?.SetTag(InstrumentNames.CarrierTag, carrier);

        // 2. Unblock: before it goes on, and whatever becomes of it then. The sender is never told.
        foreach (var trigger in opened.Triggers) await triggers.ShowAsync(trigger, cancel);

        // 3. Onward, or for us.
        var outcome = opened.End switch
        {
            MessageEnd.Onward to => await onward.SendAsync(to.Next, to.Message, to.Addresses, origin, cancel),
            MessageEnd.Here here => await AnswerAsync(here.Payload, opened.Triggers.Count > 0, origin, cancel),
            MessageEnd.Dropped dropped => dropped.Outcome,
            _ => MessageOutcome.NotForUs,
        };
        return Count(carrier, outcome);
    }

    /// <summary>A message that a channel node opened and could not pass on.</summary>
    internal async Task<MessageOutcome> TakeAsync(OnionMessageUndeliverable report, IMessageCarrier carrier, CancellationToken cancel)
    {
        if (report.NextNode is not { } next) return Count(carrier.Name, MessageOutcome.NextNodeUnknown);
        if (report.Outgoing is { } ready)
        {
            // The relay is the next node while its session with the channel node is down.
            var opened = next == _relay ? Open(ready) : new OpenedMessage([], new MessageEnd.Onward(next, ready, []));
            return await TakeAsync(opened, Origin.Stranger, carrier.Name, cancel);
        }

        return Count(carrier.Name, carrier.Capabilities.InjectsOnionMessages
            ? await onward.KeepAtAsync(carrier.Name, next, report.Incoming, cancel)
            : MessageOutcome.NotSupported);
    }

    /// <summary>A message that ended at a channel node: a signed request counts whichever way it came.</summary>
    internal Task<MessageOutcome> TakeAsync(OnionMessageOpened report, string carrier, CancellationToken cancel) =>
        TakeAsync(new OpenedMessage([], new MessageEnd.Here(report.Payload)), Origin.Stranger, carrier, cancel);

    /// <summary>Counts and shows what became of a message.</summary>
    internal MessageOutcome Count(string carrier, MessageOutcome outcome)
    {
        var word = Instruments.Word(outcome);
        instruments.MessageTaken(carrier, word);
        if (outcome >= MessageOutcome.Malformed) calls.Step(new(StepNames.MessageDropped) { Detail = word });
        return outcome;
    }

    private MessageEnd Open(OnionMessage message, List<Trigger> shown)
    {
        for (var layers = 1; layers <= options.MaxLayers; layers++)
        {
            var bytes = message.ToArray();
            if (!OnionMessages.TryPeel(relayKey, bytes, new byte[OnionMessages.PeelBufferSize(bytes.Length)], out var layer, out _))
                return new MessageEnd.Dropped(MessageOutcome.Malformed);
            if (layer.Data.PaymentUnblock is { } unblock && (unblock.Payer ?? layer.Data.NextNodeId) is { } payer)
                shown.Add(new(payer, unblock.Secret));
            if (layer.IsFinal)
            {
                return OnionMessagePayload.Parse(layer.Payload).TryGet(out var payload, out _)
                    ? new MessageEnd.Here(payload)
                    : new MessageEnd.Dropped(MessageOutcome.Malformed);
            }

            if (layer.Data.NextNodeId is not { } next) return new MessageEnd.Dropped(MessageOutcome.NextNodeUnknown);
            if (!PeerMessage.Parse(layer.NextMessage).TryGet(out var parsed, out _) || parsed is not OnionMessage rest)
                return new MessageEnd.Dropped(MessageOutcome.Malformed);
            if (next != _relay) return new MessageEnd.Onward(next, rest, layer.Data.NextNodeAddresses);
            message = rest;
        }

        return new MessageEnd.Dropped(MessageOutcome.TooManyLayers);
    }

    private async Task<MessageOutcome> AnswerAsync(OnionMessagePayload payload, bool hasShown, Origin origin, CancellationToken cancel)
    {
        if (payload.Content is not { } content || !HoldDesk.Takes(content)) return hasShown ? MessageOutcome.Shown : MessageOutcome.NotForUs;
        if (payload.ReplyPath is not { } path) return MessageOutcome.NoReplyPath;
        if (await holds.AnswerAsync(content, cancel) is not { } answer) return MessageOutcome.Malformed;

        // The answer travels for the client that signed, or for the one that brought the request.
        var sent = await SendAsync(path, answer.Ack, answer.Signer is { } signer ? new Origin(signer) : origin, cancel);
        return sent is MessageOutcome.Kept or MessageOutcome.Duplicate or MessageOutcome.PassedOn
            ? MessageOutcome.Answered
            : MessageOutcome.AnswerLost;
    }

    /// <summary>Sends a message of our own over a path that a stranger made. It may begin here: then it is opened like any other.</summary>
    private async Task<MessageOutcome> SendAsync(BlindedPath path, RodMessage message, Origin origin, CancellationToken cancel)
    {
        if (path.Introduction.NodeId is not { } first) return MessageOutcome.NextNodeUnknown;
        using var sessionKey = PrivateKey.Generate();
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(message.ToRecord()) };
        if (!OnionMessages.Create(sessionKey, path, payload).TryGet(out var onion, out _)) return MessageOutcome.Malformed;
        if (first != _relay) return await onward.SendAsync(first, onion, [], origin, cancel);

        var opened = Open(onion);
        foreach (var trigger in opened.Triggers) await triggers.ShowAsync(trigger, cancel);
        return opened.End switch
        {
            MessageEnd.Onward to => await onward.SendAsync(to.Next, to.Message, to.Addresses, origin, cancel),
            MessageEnd.Dropped dropped => dropped.Outcome,
            _ => MessageOutcome.NotForUs,
        };
    }
}
