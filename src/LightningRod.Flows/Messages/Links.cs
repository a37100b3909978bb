using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Fabric;
using LightningRod.Flows.Requests;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Messages;

/// <summary>The relays for which messages are kept. Each has a mailbox whose device is its address: to wake it is to dial it.</summary>
/// <remarks>Thread-safe. What is in memory is the bound; the messages are durable, and their relays are dialled again after a restart.</remarks>
internal sealed class Links(Calls calls, DeviceVault vault, LinkOptions options)
{
    /// <summary>The kind of the device, and of what dials it.</summary>
    internal const string Provider = "link";

    // One set of addresses for the operator's, and few for what clients say, so that no client can crowd out all others.
    private const byte OperatorSlot = 0;
    private const byte ClientSlots = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Link> _links = [];

    /// <summary>What is kept for one relay.</summary>
    internal MailboxLimits Limits => options.Mail;

    /// <summary>How many relays there are.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _links.Count;
        }
    }

    /// <summary>Whether messages may be kept for a node as a relay.</summary>
    internal bool Has(NodeId node)
    {
        lock (_gate) return _links.ContainsKey(node);
    }

    /// <summary>Makes sure that a message may be kept for a relay, and that the relay can be dialled.</summary>
    /// <param name="node">The relay.</param>
    /// <param name="told">Where it can be dialled, as a stranger says.</param>
    /// <param name="client">On whose behalf.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>Why not; null when it may.</returns>
    internal async Task<MessageOutcome?> PrepareAsync(NodeId node, ValueList<NetworkAddress> told, NodeId client, CancellationToken cancel)
    {
        var isKnown = options.KnownPeers.TryGetValue(node, out var known);
        var addresses = isKnown ? known : told;
        var slot = isKnown ? OperatorSlot : (byte)(1 + (vault.KeyOf(Provider, client.ToString()).Span[0] % ClientSlots));
        lock (_gate)
        {
            var now = calls.Time.GetUtcNow();
            if (!_links.TryGetValue(node, out var link))
            {
                if (addresses.Count == 0) return MessageOutcome.NoAddress;
                if (!HasRoom(client, now)) return MessageOutcome.TooManyLinks;
                _links.Add(node, link = new(client));
            }

            link.Until = now + options.Mail.Life;
            if (addresses.Count == 0 || (link.Registered.TryGetValue(slot, out var registered) && registered == addresses)) return null;
            link.Registered[slot] = addresses;
        }

        var device = vault.Seal(node, new(Provider, LinkAddresses.ToText(addresses))) with { Key = vault.KeyOf(Provider, $"slot {slot}") };
        var asked = await calls.AskAsync(MailboxActor.IdOf(node), new RegisterDevice(device, options.Mail), cancel);
        if (asked is AskResult.Replied { Reply: DeviceAnswered { Outcome: DeviceOutcome.Done } }) return null;
        lock (_gate) _links.GetValueOrDefault(node)?.Registered.Remove(slot);
        return MessageOutcome.Unavailable;
    }

    /// <summary>A relay is dialled for messages of an earlier time.</summary>
    internal void Recall(NodeId node)
    {
        lock (_gate)
        {
            if (_links.Count < options.MaxLinks) _links.TryAdd(node, new(null) { Until = calls.Time.GetUtcNow() + options.Mail.Life });
        }
    }

    /// <summary>Nothing is kept for a relay any more.</summary>
    internal void Emptied(NodeId node)
    {
        lock (_gate) _links.Remove(node);
    }

    private bool HasRoom(NodeId client, DateTimeOffset now)
    {
        if (_links.Count >= options.MaxLinks)
        {
            // What was kept for these has expired by now.
            foreach (var (node, _) in _links.Where(link => link.Value.Until <= now).ToArray()) _links.Remove(node);
        }

        return _links.Count < options.MaxLinks && _links.Values.Count(link => link.Client == client) < options.MaxLinksPerClient;
    }

    private sealed class Link(NodeId? client)
    {
        internal NodeId? Client => client;

        internal DateTimeOffset Until { get; set; }

        internal Dictionary<byte, ValueList<NetworkAddress>> Registered { get; } = [];
    }
}
