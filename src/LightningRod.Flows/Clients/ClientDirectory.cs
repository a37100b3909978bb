using System.Collections.Concurrent;
using LightningRod.Actors.Clients;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Clients;

/// <summary>Who is a client: by the channels that connectors tell of, the settings, and what is stored in the clients' rows.</summary>
/// <remarks>
/// Thread-safe. <see cref="Find"/> takes no lock and waits for nothing. A client counts as soon as its channel is known; its row is written behind
/// that, and again until the storage takes it. Before the nodes have told their channels, those that the rows have noted count.
/// </remarks>
public sealed class ClientDirectory : IClientDirectory, IAsyncDisposable
{
    private readonly ClientDirectoryOptions _options;
    private readonly Lazy<FlowParts> _parts;
    private readonly Lazy<KeyedWork<NodeId>> _writing;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, DirectoryEntry> _entries = [];

    // What Find sees: a client, or null for a node that is known and no client.
    private readonly ConcurrentDictionary<NodeId, Client?> _shown = new();

    /// <summary>A directory that knows the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="parts">What the ways through the house use; looked at from the start on.</param>
    public ClientDirectory(ClientDirectoryOptions options, Lazy<FlowParts> parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        (_options, _parts) = (options, parts);
        _writing = new(() => new(
            options.RowsAtOnce,
            new RetryPolicy(TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1), parts.Value.Random, parts.Value.Time),
            parts.Value.Loggers.CreateLogger("LightningRod.Flows.Clients")));
        lock (_gate)
        {
            foreach (var node in options.Invited)
            {
                EntryOf(node).IsListed = true;
                Show(node);
            }
        }
    }

    /// <summary>How many nodes are clients; in the mode <see cref="Admission.Open"/> those that are known.</summary>
    public int Count => _shown.Values.Count(client => client is not null);

    /// <inheritdoc/>
    public Client? Find(NodeId node)
    {
        if (_shown.TryGetValue(node, out var client)) return client;
        return _options.Admission == Admission.Open ? new Client(node, []) { Holds = _options.Holds, Mail = _options.Mail } : null;
    }

    /// <inheritdoc/>
    public bool MayHaveHolds(NodeId node) => _shown.ContainsKey(node);

    /// <summary>Reads the rows of all clients, and writes those that are missing.</summary>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="Engine.Journal.JournalUnavailableException">The storage failed; ask again.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await foreach (var (actor, view) in _parts.Value.Journal.ReadViewsAsync(ClientActor.KindName, null, includeOver: true, cancel))
        {
            if (ClientRow.Read(actor, view) is { } read) Take(read.Node, read.Row, isStart: true);
        }

        List<NodeId> known;
        lock (_gate) known = [.. _entries.Keys];
        foreach (var node in known) WriteLater(node);
    }

    /// <summary>A channel node's channels, all of them.</summary>
    /// <param name="node">The channel node's name.</param>
    /// <param name="channels">Its channels.</param>
    public void NoteChannels(string node, IEnumerable<NodeChannel> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        var peers = channels.Where(channel => channel is { IsAnnounced: false, IsOnChain: false }).Select(channel => channel.Peer).ToHashSet();
        var changed = new List<NodeId>();
        lock (_gate)
        {
            foreach (var peer in peers)
            {
                if (EntryOf(peer).Nodes.Add(node)) changed.Add(peer);
            }

            foreach (var (peer, entry) in _entries)
            {
                if (!peers.Contains(peer) && entry.Nodes.Remove(node)) changed.Add(peer);
            }

            foreach (var peer in changed) Show(peer);
        }

        foreach (var peer in changed) WriteLater(peer);
    }

    /// <summary>Changes a client's row on behalf of the operator: suspend, readmit, invite, quotas.</summary>
    /// <param name="client">The client.</param>
    /// <param name="command">One of the commands of <see cref="ClientActor"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>What became of it; <see cref="ClientAnswered"/> when the actor decided.</returns>
    public async Task<AskResult> ChangeAsync(NodeId client, ICommand command, CancellationToken cancel = default)
    {
        var result = await _parts.Value.Fabric.AskAsync(ClientActor.IdOf(client), command, cancel: cancel);
        if (result is AskResult.Replied) await ReadAgainAsync(client, cancel);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writing.IsValueCreated) await _writing.Value.DisposeAsync();
        _reading.Dispose();
    }

    private async Task ReadAgainAsync(NodeId client, CancellationToken cancel)
    {
        // One after the other, so that a row that was read earlier never takes the place of one that was read later.
        await _reading.WaitAsync(cancel);
        try
        {
            var rows = _parts.Value.Journal.ReadViewsAsync(ClientActor.KindName, Client.KeyOf(client), includeOver: true, cancel);
            await foreach (var (actor, view) in rows)
            {
                if (ClientRow.Read(actor, view) is { } read) Take(read.Node, read.Row, isStart: false);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private void Take(NodeId node, ClientRow row, bool isStart)
    {
        lock (_gate)
        {
            var entry = EntryOf(node);
            entry.Row = row;
            if (isStart) entry.Nodes.UnionWith(row.Nodes);
            Show(node);
        }
    }

    private DirectoryEntry EntryOf(NodeId node)
    {
        if (!_entries.TryGetValue(node, out var entry)) _entries.Add(node, entry = new());
        return entry;
    }

    private void Show(NodeId node)
    {
        var entry = _entries[node];
        var isKnown = entry.Row is not null || entry.IsInvited || entry.WayIn(_options.Admission) is not null;
        if (isKnown) _shown[node] = entry.WayIn(_options.Admission) is null ? null : entry.ToClient(node, _options);
        else _shown.TryRemove(node, out _);
    }

    /// <summary>The row follows what is known, in the background.</summary>
    private void WriteLater(NodeId node)
    {
        if (NextChange(node) is not null) _writing.Value.Post(node, cancel => WriteAsync(node, cancel));
    }

    private async Task<bool> WriteAsync(NodeId node, CancellationToken cancel)
    {
        for (ICommand? last = null; NextChange(node) is { } command && command != last; last = command)
        {
            if (await _parts.Value.Fabric.AskAsync(ClientActor.IdOf(node), command, cancel: cancel) is not AskResult.Replied) return false;
            try
            {
                await ReadAgainAsync(node, cancel);
            }
            catch (Engine.Journal.JournalUnavailableException)
            {
                return false;
            }
        }

        return true;
    }

    private ICommand? NextChange(NodeId node)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(node, out var entry) || entry.WayIn(_options.Admission) is not { } way || way == AdmissionWay.Open) return null;
            if (entry.Row is not { Way: not null } row || (row.Way != way && row.Way != AdmissionWay.Invited)) return new AdmitClient(way);
            var nodes = new NoteNodes([.. entry.Nodes.Take(ClientActor.MaxNodes)]);
            return nodes.Nodes == row.Nodes ? null : nodes;
        }
    }
}
