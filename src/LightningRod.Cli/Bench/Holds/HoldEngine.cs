using LightningRod.Actors.HeldPayment;
using LightningRod.Engine;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;
using LightningRod.Engine.Sqlite;
using LightningRod.Flows.Storage;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>The engine as a member runs it, for held payments alone: journal in SQLite, durable, with the real actor and its stored messages.</summary>
internal sealed class HoldEngine : IAsyncDisposable
{
    private HoldEngine(SqliteJournal journal, EngineHost host) => (Journal, Host) = (journal, host);

    /// <summary>Decides the shards of a bench's clients.</summary>
    internal static ReadOnlyMemory<byte> InstallSecret { get; } = "the benches' install secret"u8.ToArray();

    /// <summary>The shards of a bench's clients.</summary>
    internal static ShardMap Map { get; } = new(InstallSecret.Span);

    internal SqliteJournal Journal { get; }

    internal EngineHost Host { get; }

    /// <summary>Opens or makes a journal, and starts.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="node">Carries out what channel nodes are told.</param>
    /// <param name="options">The engine's settings.</param>
    /// <param name="time">The engine's clock.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal static async Task<HoldEngine> StartAsync(
        string folder, IEffectHandler node, EngineOptions options, TimeProvider time, CancellationToken cancel)
    {
        var journal = await OpenAsync(folder, cancel);
        var engine = new HoldEngine(journal, new EngineHost(new()
        {
            Journal = journal,
            Shards = journal,
            Map = Map,
            Kinds = new ActorKinds().Add(new HeldPaymentActor(), new HeldPaymentCodec()),
            Handlers = new EffectHandlers().Add("node", node),
            Options = options,
            Time = time,
        }));
        await engine.Host.StartAsync(cancel);
        engine.Host.Heights.Raise(PaymentLives.Height);
        return engine;
    }

    /// <summary>Opens or makes a journal.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal static Task<SqliteJournal> OpenAsync(string folder, CancellationToken cancel) =>
        SqliteJournal.OpenAsync(new() { Folder = folder }, InstallSecret, TimeProvider.System, cancel);

    /// <summary>Asks, and throws when nothing was decided: a figure would be worth nothing.</summary>
    internal async Task AskAsync(ActorId actor, LifeStep step, CancellationToken cancel)
    {
        var options = step.Id is { } id ? new AskOptions { CommandId = id, Timeout = TimeSpan.FromMinutes(1) } : null;
        var result = await Host.Fabric.AskAsync(actor, step.Command, options, cancel);
        if (result is not AskResult.Replied { Reply: not null })
            throw new InvalidOperationException($"The bench's own {step.Command.GetType().Name} was not decided: {result}.");
    }

    /// <summary>Ends when all effects are done and out of the journal.</summary>
    internal async Task DrainAsync(CancellationToken cancel)
    {
        while (Host.Health.EffectsInMemory > 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(TimeSpan.FromMinutes(1));
        await Host.DisposeAsync();
        await Journal.DisposeAsync();
    }
}
