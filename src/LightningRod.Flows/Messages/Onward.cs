using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Fabric;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Messages;

/// <summary>Sends a message to the node that is next: a client's mailbox, the link to another relay, or a session.</summary>
internal sealed class Onward(Calls calls, Presence presence, Links links)
{
    /// <summary>Sends a message on.</summary>
    /// <param name="next">The next node; not this relay.</param>
    /// <param name="message">The message, ready for it.</param>
    /// <param name="addresses">Where that node can be dialled, as a stranger says; counts only for a client's messages.</param>
    /// <param name="origin">On whose behalf.</param>
    /// <param name="cancel">Ends the work.</param>
    internal async Task<MessageOutcome> SendAsync(
        NodeId next, OnionMessage message, ValueList<NetworkAddress> addresses, Origin origin, CancellationToken cancel)
    {
        // Always by the mailbox: it hands out at once what comes while a session is there, and keeps the order.
        if (calls.FindClient(next) is { } client) return await KeepAsync(next, new(message, null, client.Mail), client, cancel);
        if (origin.Client is { } from)
        {
            return await links.PrepareAsync(next, addresses, from, cancel) is { } refused
                ? refused
                : await KeepAsync(next, new(message, null, links.Limits), null, cancel);
        }

        // From stranger to stranger nothing is kept and nobody is dialled.
        return await presence.SendAsync(next, message, cancel) switch
        {
            SendOutcome.Sent or SendOutcome.Acknowledged => MessageOutcome.PassedOn,
            SendOutcome.Busy => MessageOutcome.Unavailable,
            _ => MessageOutcome.NextNodeAway,
        };
    }

    /// <summary>Keeps a message that only one channel node can pass on, because it came in there.</summary>
    internal async Task<MessageOutcome> KeepAtAsync(string node, NodeId next, OnionMessage incoming, CancellationToken cancel) =>
        calls.FindClient(next) is { } client
            ? await KeepAsync(next, new(incoming, node, client.Mail), client, cancel)
            : MessageOutcome.NextNodeAway;

    private async Task<MessageOutcome> KeepAsync(NodeId next, StoreMessage store, Client? client, CancellationToken cancel)
    {
        var asked = await calls.AskAsync(MailboxActor.IdOf(next), store, cancel);
        if (asked is not AskResult.Replied { Reply: MailAnswered answered }) return MessageOutcome.Unavailable;
        if (answered.AsksPresence) await presence.TellAsync(next, cancel);
        else presence.TellNews(next);
        if (answered.Outcome == MailOutcome.Stored)
            calls.Step(new(StepNames.MessageKept) { Client = client?.Id, Detail = client is null ? "for another relay" : null });
        return answered.Outcome switch
        {
            MailOutcome.Stored => MessageOutcome.Kept,
            MailOutcome.Duplicate => MessageOutcome.Duplicate,
            MailOutcome.TooLarge => MessageOutcome.TooLarge,
            _ => MessageOutcome.MailboxFull,
        };
    }
}
