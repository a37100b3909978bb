using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.TestKit.Journals;

/// <summary>Draws decisions about few actors, mostly right ones, so that all that can be refused is.</summary>
/// <param name="seed">Two with one seed draw the same.</param>
internal sealed class RandomWork(int seed)
{
    internal const int Clients = 3;
    internal const int Keys = 4;

    private readonly Random _random = new(seed);
    private readonly Dictionary<ActorId, long> _known = [];
    private readonly long[] _knownPositions = new long[Clients];
    private Dictionary<ActorId, long> _next = [];
    private long[] _positions = [];
    private readonly DateTimeOffset _begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _seconds;

    internal List<CommandId> Commands { get; } = [];

    internal static IEnumerable<ActorId> Actors =>
        from client in Enumerable.Range(0, Clients) from key in Enumerable.Range(0, Keys) select Actor(client, key);

    internal static OpaqueKey Client(int number) => Key("client", number);

    internal static OpaqueKey Key(string what, int number) => new(Encoding.UTF8.GetBytes($"{what} {number}"));

    internal int Next(int below) => _random.Next(below);

    internal DateTimeOffset Now => _begin.AddSeconds(_seconds);

    internal DateTimeOffset Time() => _begin.AddSeconds(++_seconds);

    /// <summary>Decisions whose epochs are 0 for the right one, and -1.</summary>
    internal ActorAppend[] Batch()
    {
        (_next, _positions) = (new(_known), [.. _knownPositions]);
        return [.. Enumerable.Range(0, 1 + Next(8)).Select(_ => Append())];
    }

    /// <summary>Takes note of what became of the decisions.</summary>
    internal void Learn(ActorAppend[] batch, AppendOutcome[] outcomes)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            if (outcomes[i] != AppendOutcome.Written) continue;
            _known[batch[i].Actor] = batch[i].FirstSequence + batch[i].Events.Length;
            if (batch[i].Effects.Length > 0) _knownPositions[batch[i].Shard] = batch[i].FirstEffectPosition + batch[i].Effects.Length - 1;
        }
    }

    private static ActorId Actor(int client, int key) => new("payment", Client(client), Key("actor", key));

    private bool Chance(int percent) => Next(100) < percent;

    private ActorAppend Append()
    {
        var client = Next(Clients);
        var actor = Actor(client, Next(Keys));
        var append = new ActorAppend(actor, (byte)client, Chance(3) ? -1 : 0, _next.GetValueOrDefault(actor, 1) + (Chance(5) ? Next(3) - 1 : 0), Time())
        {
            Events = [.. Enumerable.Range(0, Next(4)).Select(_ => Message())],
            EndsInCheckpoint = Chance(10),
            Command = Chance(70) ? Command() : null,
            Reply = Chance(80) ? Message() : null,
            FirstEffectPosition = _positions[client] + (Chance(5) ? 0 : 1 + Next(2)),
            Effects = [.. Enumerable.Range(0, Next(3)).Select(i => ($"node/{i}", Message()))],
            Alarm = Chance(50) ? new Alarm(Chance(50) ? Time() : null, Chance(50) ? (uint)Next(50) : null) : null,
            Index = [.. Enumerable.Range(0, Next(3)).Select(_ => new IndexChange("payment_hash", Key("hash", Next(Keys * 2)), Chance(60)))],
            Content = [.. Enumerable.Range(0, Next(2)).Select(_ => new ContentChange(Key("body", Next(2)), Chance(70) ? Bytes() : (ReadOnlyMemory<byte>?)null))],
            View = Chance(40) ? new ViewRow($"state {Next(3)}", Chance(30), (ulong)Next(1000), null, "{}") : null,
        };

        // Later decisions of the batch build on this one, as a lane's do.
        _next[actor] = append.FirstSequence + append.Events.Length;
        if (append.Effects.Length > 0) _positions[client] = append.FirstEffectPosition + append.Effects.Length - 1;
        return append;
    }

    private CommandId Command()
    {
        if (Commands.Count > 0 && Chance(10)) return Commands[Next(Commands.Count)];
        Span<byte> id = stackalloc byte[16];
        _random.NextBytes(id);
        Commands.Add(new CommandId(new Guid(id)));
        return Commands[^1];
    }

    private StoredMessage Message() => new($"message_{Next(5)}.v1", Bytes());

    private byte[] Bytes()
    {
        var bytes = new byte[Next(40)];
        _random.NextBytes(bytes);
        return bytes;
    }
}
