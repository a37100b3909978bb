using System.Collections.Immutable;
using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using Xunit;

namespace LightningRod.TestKit.Journals;

/// <summary>What every journal must do. Derive from it in a test project of xunit.v3 and say how the journal at hand is opened.</summary>
/// <remarks>Each test gets a journal of its own, with all shards claimed.</remarks>
public abstract partial class JournalContract : IAsyncLifetime
{
    /// <summary>The kind of the contract's actors.</summary>
    protected const string Kind = "payment";

    private static readonly DateTimeOffset Begin = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private long[] _positions = [];

    /// <summary>The journal under test.</summary>
    protected IJournal Journal { get; private set; } = null!;

    /// <summary>The epochs of the last claim, by shard.</summary>
    protected IReadOnlyDictionary<byte, long> Epochs { get; private set; } = ImmutableDictionary<byte, long>.Empty;

    /// <summary>Ends tests that hang.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a new, empty journal.</summary>
    protected abstract Task<IJournal> OpenAsync();

    /// <summary>Takes all shards: raises their epochs.</summary>
    /// <param name="journal">The journal.</param>
    protected abstract Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(IJournal journal);

    /// <summary>Ends the process's hold on the journal as roughly as can be, and opens what it left.</summary>
    /// <param name="journal">The journal.</param>
    /// <returns>The journal as a new process has it.</returns>
    protected abstract Task<IJournal> RestartAsync(IJournal journal);

    /// <summary>Closes and removes the journal.</summary>
    /// <param name="journal">The journal.</param>
    protected abstract Task CloseAsync(IJournal journal);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Journal = await OpenAsync();
        _ = await ClaimAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Journal is not null) await CloseAsync(Journal);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client; all actors of one are in one shard.</summary>
    /// <param name="number">Its number; the shard is the number modulo 256.</param>
    protected static OpaqueKey Client(int number) => Key($"client {number}");

    /// <summary>A key of some readable text.</summary>
    /// <param name="text">1 to 64 bytes of UTF-8.</param>
    protected static OpaqueKey Key(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A message.</summary>
    /// <param name="name">Its stored name without the version.</param>
    /// <param name="payload">Its fields.</param>
    protected static StoredMessage Message(string name, string payload = "fields") => new($"{name}.v1", Encoding.UTF8.GetBytes(payload));

    /// <summary>A time after the contract's beginning.</summary>
    /// <param name="seconds">Seconds after it.</param>
    protected static DateTimeOffset At(double seconds) => Begin.AddSeconds(seconds);

    /// <summary>An actor.</summary>
    /// <param name="client">The number of its client.</param>
    /// <param name="key">Its key.</param>
    protected static ActorId Actor(int client = 1, string key = "a") => new(Kind, Client(client), Key(key));

    /// <summary>A decision of an actor, under the shard's epoch.</summary>
    /// <param name="client">The number of its client.</param>
    /// <param name="key">The actor's key.</param>
    /// <param name="first">Number of its first event.</param>
    /// <param name="events">Names of its events.</param>
    protected ActorAppend Append(int client = 1, string key = "a", long first = 1, params ReadOnlySpan<string> events)
    {
        var shard = (byte)(client % IShardOwnership.ShardCount);
        return new ActorAppend(Actor(client, key), shard, Epochs[shard], first, Begin) { Events = [.. events.ToArray().Select(name => Message(name))] };
    }

    /// <summary>The decision with effects behind those of its shard before it.</summary>
    /// <param name="append">The decision.</param>
    /// <param name="effects">Names of the effects.</param>
    protected ActorAppend WithEffects(ActorAppend append, params ReadOnlySpan<string> effects)
    {
        ArgumentNullException.ThrowIfNull(append);
        var position = _positions[append.Shard] + 1;
        _positions[append.Shard] += effects.Length;
        return append with { FirstEffectPosition = position, Effects = [.. effects.ToArray().Select(name => ("node/cln-1", Message(name)))] };
    }

    /// <summary>Claims all shards, so that earlier epochs are refused.</summary>
    protected async Task<IReadOnlyList<ShardClaim>> ClaimAsync()
    {
        var claims = await ClaimAllAsync(Journal);
        Epochs = claims.ToImmutableDictionary(claim => claim.Shard, claim => claim.Epoch);
        _positions = [.. claims.OrderBy(claim => claim.Shard).Select(claim => claim.LastEffectPosition)];
        return claims;
    }

    /// <summary>Restarts, and claims again.</summary>
    protected async Task<IReadOnlyList<ShardClaim>> RestartAsync()
    {
        Journal = await RestartAsync(Journal);
        return await ClaimAsync();
    }

    /// <summary>Appends decisions in one batch.</summary>
    /// <param name="batch">The decisions.</param>
    protected Task<AppendOutcome[]> WriteAsync(params ActorAppend[] batch) => Journal.AppendAsync(batch, Cancel);

    /// <summary>Appends decisions of which none may be refused.</summary>
    /// <param name="batch">The decisions.</param>
    protected async Task WriteAllAsync(params ActorAppend[] batch) =>
        Assert.All(await WriteAsync(batch), outcome => Assert.Equal(AppendOutcome.Written, outcome));

    /// <summary>An actor's events as they are read.</summary>
    /// <param name="actor">The actor.</param>
    protected async Task<List<StoredEvent>> EventsAsync(ActorId actor)
    {
        var events = new List<StoredEvent>();
        await foreach (var read in Journal.ReadEventsAsync(actor, Cancel)) events.Add(read);
        return events;
    }

    /// <summary>Names of an actor's events, with their numbers: <c>1 held.v1</c>.</summary>
    /// <param name="actor">The actor.</param>
    protected async Task<IEnumerable<string>> EventNamesAsync(ActorId actor) => (await EventsAsync(actor)).Select(e => $"{e.Sequence} {e.Message.Name}");

    /// <summary>Names of a shard's effects, with their positions: <c>1 release.v1</c>.</summary>
    /// <param name="shard">The shard.</param>
    protected async Task<IEnumerable<string>> EffectNamesAsync(byte shard) =>
        (await Journal.ReadOutboxAsync(shard, 0, int.MaxValue, Cancel)).Select(row => $"{row.Position} {row.Effect.Name}");

    /// <summary>Bytes that an actor put, or null.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="key">The key.</param>
    protected async Task<byte[]?> ContentAsync(ActorId actor, OpaqueKey key) => (await Journal.ReadContentAsync(actor, key, Cancel))?.ToArray();

    /// <summary>That a message is another one, by content.</summary>
    /// <param name="expected">What was written.</param>
    /// <param name="actual">What was read.</param>
    protected static void AssertSame(StoredMessage? expected, StoredMessage? actual)
    {
        Assert.Equal(expected?.Name, actual?.Name);
        Assert.Equal(expected?.Payload.ToArray(), actual?.Payload.ToArray());
    }
}
