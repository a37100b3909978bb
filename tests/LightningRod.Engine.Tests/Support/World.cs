using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;

namespace LightningRod.Engine.Tests.Support;

/// <summary>A member on one thread, with a journal that fails as a test says and time that passes as it says.</summary>
internal sealed class World : IDisposable
{
    internal static readonly ShardMap Map = new("a secret for tests"u8);

    private readonly OneThread _thread;
    private readonly Random _random;
    private readonly IShardOwnership? _ownership;
    private EngineHost? _host;
    private TestJournal? _journal;

    internal World(EngineOptions? options = null, int? seed = null, IShardOwnership? ownership = null, bool strict = true)
    {
        Options = options ?? new EngineOptions { Lanes = 2 };
        _thread = new(seed);
        _random = new(seed ?? 1);
        _ownership = ownership;
        Store = new(Time, strict);
    }

    internal EngineOptions Options { get; }

    internal VirtualTime Time { get; } = new();

    internal Store Store { get; }

    internal NotesActor Actor { get; } = new();

    internal TestHandler Handler { get; } = new();

    /// <summary>The shards that the next start claims; default: all.</summary>
    internal IReadOnlyList<byte> Shards { get; init; } = [.. Enumerable.Range(0, IShardOwnership.ShardCount).Select(shard => (byte)shard)];

    internal EngineHost Host => _host ?? throw new InvalidOperationException("Nothing runs.");

    internal TestJournal Journal => _journal ?? throw new InvalidOperationException("Nothing runs.");

    /// <summary>An actor of a client.</summary>
    internal static ActorId Id(string key = "a", string client = "client") => new("notes", Key(client), Key(key));

    internal static OpaqueKey Key(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Clients of some shard.</summary>
    internal static IEnumerable<string> ClientsOf(byte shard) => Enumerable.Range(0, int.MaxValue).Select(i => $"client {i}").Where(client => Map.ShardOf(Key(client)) == shard);

    /// <summary>Starts a process on what the last one left.</summary>
    internal World Start()
    {
        Prepare();
        Await(() => Host.StartAsync());
        return this;
    }

    /// <summary>Makes a process without starting it.</summary>
    internal World Prepare()
    {
        _journal = new(Store, () => [.. Shards.Select(Store.Claim)]);
        _host = new(new()
        {
            Journal = _journal,
            Shards = _journal,
            Map = Map,
            Kinds = new ActorKinds().Add(Actor, new NotesCodec()),
            Handlers = new EffectHandlers().Add("out", Handler),
            Options = Options,
            Time = Time,
            Random = _random,
            Ownership = _ownership,
        });
        return this;
    }

    public void Dispose()
    {
        if (_host is not null) Kill();
    }

    /// <summary>The process dies; the store stays.</summary>
    internal void Kill()
    {
        // First nothing of it gets any further; then what is left is cleared away.
        Journal.IsDead = true;
        Time.Clear();
        Run();
        Await(() => Host.DisposeAsync().AsTask());
        Time.Clear();
        (_host, _journal) = (null, null);
    }

    /// <summary>Kills and starts again.</summary>
    internal World Restart()
    {
        Kill();
        return Start();
    }

    internal void Run() => _thread.Run();

    internal bool Step() => _thread.Step();

    internal void Do(Action work) => _thread.Do(work);

    internal T Await<T>(Func<Task<T>> work) => _thread.Await(work);

    internal void Await(Func<Task> work) => _thread.Await(work);

    /// <summary>Lets time pass.</summary>
    internal void Pass(TimeSpan time) => Time.MoveTo(Time.Now + time, Run);

    /// <summary>Lets the storage's longest delay pass.</summary>
    internal void PassStorageDelay() => Pass(Options.LongestStorageRetryAfter);

    /// <summary>Asks and runs until nothing moves; the answer may still be out.</summary>
    internal Task<AskResult> Ask(ActorId actor, ICommand command, CommandId? id = null, TimeSpan? timeout = null)
    {
        var asked = Post(actor, command, id, timeout);
        Run();
        return asked;
    }

    /// <summary>Asks and lets nothing run yet.</summary>
    internal Task<AskResult> Post(ActorId actor, ICommand command, CommandId? id = null, TimeSpan? timeout = null)
    {
        Task<AskResult>? asked = null;
        var options = new AskOptions { CommandId = id, Timeout = timeout ?? AskOptions.Default.Timeout };
        Within(() => asked = Host.Fabric.AskAsync(actor, command, options));
        return asked!;
    }

    /// <summary>Does something on the member's thread and lets nothing else run yet.</summary>
    internal void Within(Action work) => _thread.Within(work);

    /// <summary>What an actor answers.</summary>
    internal string Said(ActorId actor, ICommand command, CommandId? id = null) => Text(Ask(actor, command, id));

    /// <summary>All that an actor has noted.</summary>
    internal string Show(ActorId actor) => Said(actor, new Show());

    /// <summary>The texts of an actor's stored events.</summary>
    internal IReadOnlyList<string> Stored(ActorId actor) =>
        [.. Store.EventsOf(actor).Select(stored => Encoding.UTF8.GetString(stored.Message.Payload.Span))];

    /// <summary>The text of an answer that has come.</summary>
    internal static string Text(Task<AskResult> asked) => Result(asked) switch
    {
        AskResult.Replied { Reply: Said said } => said.Text,
        AskResult.Replied { Reply: null } => "",
        var other => other.ToString(),
    };

    /// <summary>An answer that has come.</summary>
    internal static AskResult Result(Task<AskResult> asked)
    {
        Assert.True(asked.IsCompleted, "There is no answer yet.");
        return asked.GetAwaiter().GetResult();
    }
}
