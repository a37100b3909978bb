using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Simulation;

/// <summary>
/// One member's life under a seed: random commands, faults of the journal and of handlers, deaths, lost shards, and every continuation in an order
/// that the seed decides. At the end faults stop, senders repeat what was not answered, and the invariants are checked (I2, I4, I5, I6 and I8, and
/// that nothing is left undone).
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int Clients = 4;
    private const int ActorsPerClient = 3;
    private const int Steps = 120;

    private static readonly string[] Names = ["noted", "sent", "told", "took"];
    private static readonly byte[] SomeShards = [10, 11, 12];
    private static readonly string[] ClientNames = [.. SomeShards.SelectMany(shard => World.ClientsOf(shard).Take(2)).Take(Clients)];

    private readonly int _seed;
    private readonly Random _random;
    private readonly World _world;
    private readonly List<Call> _calls = [];
    private readonly List<ActorId> _actors;
    private readonly StringBuilder _trace = new();
    private double _faults;
    private uint _height;
    private bool _lostAShard;
    private int _number;

    internal Simulation(int seed)
    {
        _seed = seed;
        _random = new(seed);
        _world = new(
            new()
            {
                Lanes = 2,
                BatchSize = 1 + _random.Next(6),
                ReadsPerLane = 1 + _random.Next(3),
                ActorsPerLane = 2 + _random.Next(6),
                EffectsPerDestination = 1 + _random.Next(4),
                OutcomesPerDestination = 1 + _random.Next(4),
                AlarmsInFlight = 1 + _random.Next(4),
                PassivateAfter = TimeSpan.FromSeconds(20),
            },
            seed) { Shards = SomeShards };
        _actors = [.. ClientNames.SelectMany(client => Enumerable.Range(0, ActorsPerClient).Select(i => World.Id($"{i}", client)))];
        _world.Handler.OutcomeOf = Handle;
        _world.Actor.OnAlarm = (_, now) => new() { Events = [new Noted($"alarm {now.Height}")], Alarm = Alarm.None };
    }

    /// <summary>What happened; the same under the same seed.</summary>
    internal string Trace => _trace.ToString();

    public void Dispose() => _world.Dispose();

    internal void Run()
    {
        Start();
        for (var step = 0; step < Steps; step++)
        {
            _faults = step % 40 < 25 ? 0.25 : 0;
            Act();
            Look();
        }

        Quiesce();
        Check();
    }

    private void Act()
    {
        switch (_random.Next(20))
        {
            case < 8:
                Ask(NewCall());
                break;
            case < 10 when _calls.Count > 0:
                Ask(_calls[_random.Next(_calls.Count)]);
                break;
            case < 13:
                for (var steps = _random.Next(60); steps > 0 && _world.Step(); steps--) { }

                break;
            case < 15:
                Pass(TimeSpan.FromMilliseconds(_random.Next(8000)));
                break;
            case < 16:
                _height += (uint)_random.Next(1, 4);
                _world.Within(() => _world.Host.Heights.Raise(_height));
                break;
            case < 17:
                _world.Journal.LandLate();
                break;
            case < 18 when _random.Next(6) == 0:
                Note("another member takes a shard");
                _lostAShard = true;
                _world.Store.Claim(SomeShards[_random.Next(SomeShards.Length)]);
                break;
            case < 18 when _random.Next(4) == 0:
                Note("dies");
                var late = _world.Journal;
                _world.Kill();
                foreach (var call in _calls) call.Asked.Clear();
                Start();
                late.LandLate();
                break;
            default:
                _world.Run();
                break;
        }
    }

    private void Start()
    {
        _lostAShard = false;
        _world.Prepare();
        _world.Await(() => _world.Host.StartAsync());
        _world.Journal.FaultOf = _ => Fault() ? (AppendFault)_random.Next(1, 6) : AppendFault.None;
        _world.Journal.Fails = operation => operation != "AppendAsync" && Fault() && _random.Next(2) == 0;
    }

    private void Look()
    {
        foreach (var call in _calls)
        {
            foreach (var result in call.Look()) Note($"{call.Text}: {result}");
        }
    }

    private bool Fault() => _faults > 0 && _random.NextDouble() < _faults;

    private void Pass(TimeSpan time) => _world.Time.MoveTo(_world.Time.Now + time, () =>
    {
        for (var steps = _random.Next(100); steps > 0 && _world.Step(); steps--) { }
    });

    private void Ask(Call call)
    {
        Note($"asks {call.Text}");
        call.Asked.Add(_world.Post(call.Actor, call.Command, call.Id));
    }

    private Call NewCall()
    {
        var actor = _actors[_random.Next(_actors.Count)];
        var number = ++_number;
        var text = $"{Names[_random.Next(Names.Length)]} {number}";
        ICommand command = text.Split(' ')[0] switch
        {
            "sent" => new Do((state, _) => Noting(state, text) with
            {
                Effects = [.. Enumerable.Range(0, 1 + (number % 3)).Select(i => new Send($"out/{(number + i) % 3}", $"{number}.{i}"))],
            }),
            "told" => new Do((state, _) => Noting(state, text) with { Effects = [new Tell(_actors[number % _actors.Count], $"letter {number}")] }),
            "took" => new Do((state, _) => Noting(state, text) with { Index = [new("key", World.Key($"{number % 5}"), true)] }),
            _ => new Do((state, now) => Noting(state, text) with
            {
                Alarm = (number % 4) switch { 0 => Alarm.AtHeight(now.Height + 2), 1 => Alarm.At(now.Time.AddSeconds(number % 7)), _ => null },
                Events = number % 5 == 0 ? [new Noted(text), new AllNoted([.. state.Texts, text])] : [new Noted(text)],
            }),
        };
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        var call = new Call(actor, command, text) { Id = new(new Guid(bytes)) };
        _calls.Add(call);
        return call;
    }

    private static Decision Noting(Notes state, string text) => new() { Events = [new Noted(text)], Reply = new Said($"{text} as {state.Texts.Length}") };

    private async Task<EffectOutcome> Handle(EffectContext context, Send effect)
    {
        Note($"effect {effect.Text} attempt {context.Attempt}");
        for (var yields = _random.Next(4); yields > 0; yields--) await Task.Yield();
        if (!Fault()) return new EffectOutcome.Done(new Note($"receipt {effect.Text}"));
        return _random.Next(2) == 0 ? new EffectOutcome.Retry() : throw new InvalidOperationException("The handler was told to fail.");
    }

    /// <summary>Faults stop, lost shards come back, senders repeat, time passes.</summary>
    private void Quiesce()
    {
        _faults = 0;
        _world.Journal.LandLate();
        if (_lostAShard)
        {
            _world.Kill();
            foreach (var call in _calls) call.Asked.Clear();
            Start();
        }

        for (var round = 0; round < 10 && (_calls.Any(call => call.Replies.Count == 0) || _world.Store.Outbox.Count > 0); round++)
        {
            foreach (var call in _calls.Where(call => call.Replies.Count == 0)) Ask(call);
            _world.Pass(TimeSpan.FromSeconds(70));
            Look();
        }

        _world.Within(() => _world.Host.Heights.Raise(_height + 10));
        _world.Pass(TimeSpan.FromMinutes(3));
    }

    private void Check()
    {
        Assert.All(_calls, call => Assert.NotEmpty(call.Replies));
        Assert.Empty(_world.Store.Outbox);
        Assert.Equal(0, _world.Host.Health.ActorsInQuarantine);
        Assert.Equal(0, _world.Host.Health.CommandsWaiting);
        Assert.Empty(_world.Await(() => _world.Store.ReadDueAsync(SomeShards, new(_world.Time.Now, _height + 10), 100, CancellationToken.None)));
        foreach (var actor in _actors)
        {
            var events = _world.Store.EventsOf(actor);
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(stored => stored.Sequence)); // I2
            Assert.Equal(string.Join(' ', Texts(actor)), _world.Show(actor)); // I8: the live state is what the events say
        }

        CheckCommands();
        CheckEffects();
    }

    private void CheckCommands()
    {
        foreach (var call in _calls)
        {
            var times = Texts(call.Actor).Count(text => text == call.Text);
            if (call.Replies.Exists(reply => reply.Contains("taken", StringComparison.Ordinal)))
            {
                Assert.Equal(0, times);
                continue;
            }

            Assert.Equal(1, times); // I5, I6: decided once, and it is there
            Assert.Single(call.Replies.Distinct()); // I5: always the same reply
        }

        foreach (var client in ClientNames)
        {
            var owners = _calls.Where(call => call.Text.StartsWith("took", StringComparison.Ordinal) && call.Actor.Client == World.Key(client))
                .Where(call => Texts(call.Actor).Contains(call.Text))
                .GroupBy(call => int.Parse(call.Text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) % 5, call => call.Actor);
            Assert.All(owners, key => Assert.Single(key.Distinct()));
        }
    }

    private void CheckEffects()
    {
        var written = _world.Store.EverWritten.Where(row => row.Effect.Name == "send.v1").ToList();
        var handled = _world.Handler.Attempts;

        // I4: what was done was durable, and what was durable was done.
        Assert.Equal(
            written.Select(row => (row.Shard, row.Position, ((Send)new NotesCodec().Decode(row.Effect)).Text)).Order(),
            handled.Select(attempt => (attempt.Context.Shard, attempt.Context.Position, attempt.Effect.Text)).Distinct().Order());
        Assert.All(handled, attempt => Assert.Equal(attempt.Context.Actor, written.Single(row => row.Shard == attempt.Context.Shard && row.Position == attempt.Context.Position).Actor));

        // The first attempts at one destination come in the order of the shard.
        foreach (var row in handled.DistinctBy(attempt => (attempt.Context.Shard, attempt.Context.Position)).GroupBy(attempt => (attempt.Effect.Destination, attempt.Context.Shard)))
            Assert.Equal(row.Select(attempt => attempt.Context.Position).Order(), row.Select(attempt => attempt.Context.Position));

        // Outcomes reach the actor once, letters their target once.
        foreach (var row in written) Assert.Single(Texts(row.Actor), $"receipt {((Send)new NotesCodec().Decode(row.Effect)).Text}");
        foreach (var row in _world.Store.EverWritten.Where(row => row.Effect.Name == "tell.v1"))
        {
            var letter = (Tell)new NotesCodec().Decode(row.Effect);
            Assert.Single(Texts(letter.Target), letter.Text);
            Assert.Single(Texts(row.Actor), text => text.StartsWith($"told {letter.Text}: ", StringComparison.Ordinal));
        }
    }

    private List<string> Texts(ActorId actor) =>
        [.. _world.Store.EventsOf(actor).Where(stored => stored.Message.Name == "noted.v1").Select(stored => Encoding.UTF8.GetString(stored.Message.Payload.Span))];

    private void Note(string what) => _trace.Append(_world.Time.Now.ToString("HH:mm:ss.fff ", System.Globalization.CultureInfo.InvariantCulture)).AppendLine(what);

    public override string ToString() => $"seed {_seed}";
}
