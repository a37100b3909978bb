using LightningRod.Actors.Clients;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Cli.Bench.Holds;
using LightningRod.Engine;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Sqlite;
using LightningRod.Flows;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Htlcs;
using LightningRod.Flows.Storage;
using LightningRod.Ports.Channels;

namespace LightningRod.Cli.Bench.Intercept;

/// <summary>What of a member stands behind a channel node: journal in SQLite, durable, engine, actors, client directory, connector.</summary>
internal sealed class InterceptingLsp : IAsyncDisposable
{
    private readonly SqliteJournal _journal;
    private readonly ClientDirectory _directory;
    private readonly NodeConnector _connector;

    private InterceptingLsp(SqliteJournal journal, IChannelNode node)
    {
        _journal = journal;
        var answers = new NodeAnswers();
        FlowParts? flow = null;
        _directory = new(new(), new(() => flow!));
        Host = new(new()
        {
            Journal = journal,
            Shards = journal,
            Map = HoldEngine.Map,
            Kinds = new ActorKinds()
                .Add(new HeldPaymentActor(), new HeldPaymentCodec())
                .Add(new MailboxActor(new()), new MailboxCodec())
                .Add(new ClientActor(), new ClientCodec()),
            Handlers = new EffectHandlers().Add(NodeAnswers.Prefix, answers),
        });
        flow = new() { Fabric = Host.Fabric, Journal = journal, Clients = _directory };
        _connector = new(new()
        {
            Flow = flow,
            Node = node,
            Directory = _directory,
            Epoch = _ => Task.FromResult((ulong)Host.Ownership.Owned.Values.DefaultIfEmpty().Max()),
            RaiseHeight = Host.Heights.Raise,
            Reachable = Host.TryNow,
        });
        answers.Add(_connector);
    }

    internal EngineHost Host { get; }

    /// <summary>Starts on a new journal, and waits until all channels are known and their peers' rows are written.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="node">The channel node.</param>
    /// <param name="clients">How many clients it has.</param>
    /// <param name="cancel">Ends the start.</param>
    internal static async Task<InterceptingLsp> StartAsync(string folder, IChannelNode node, int clients, CancellationToken cancel)
    {
        var lsp = new InterceptingLsp(await HoldEngine.OpenAsync(folder, cancel), node);
        try
        {
            await lsp.Host.StartAsync(cancel);
            await lsp._directory.StartAsync(cancel);
            lsp._connector.Start();
            while (lsp._connector.Health is not { IsOpen: true, Height: > 0 }
                || lsp._directory.Count < clients || lsp.Host.Health.CommandsWaiting > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
            return lsp;
        }
        catch
        {
            await lsp.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _directory.DisposeAsync();
        await Host.StopAsync(TimeSpan.FromMinutes(1));
        await Host.DisposeAsync();
        await _journal.DisposeAsync();
    }
}
