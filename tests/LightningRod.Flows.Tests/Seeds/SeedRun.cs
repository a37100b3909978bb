using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Histories;
using LightningRod.TestKit.Journals;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>A random schedule, then peace until everything has ended, then a look at the history.</summary>
internal sealed class SeedRun
{
    private const uint Window = 600;

    private readonly SeedWorld _world;
    private readonly Random _random;
    private readonly List<SeedPayment> _payments = [];
    private readonly List<HtlcKey> _sent = [];
    private int _onions;
    private int _foreign;

    private SeedRun(int seed)
    {
        _world = new(seed);
        _random = _world.Random;
        for (var number = _random.Next(1, 3); number > 0; number--) _payments.Add(new(_world, number));
        _world.Payer.OnAck = ack =>
        {
            foreach (var payment in _payments) payment.Told(ack);
        };
    }

    /// <summary>Plays a seed.</summary>
    /// <returns>What went wrong, or null; and the history.</returns>
    internal static (string? Wrong, string History) Play(int seed)
    {
        var run = new SeedRun(seed);
        var world = run._world;
        List<string> wrong;
        try
        {
            run.Disturb();
            run.Rest();
            wrong = [.. run.Verdict()];
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            wrong = [thrown.ToString(), .. world.History.Check().Select(static breach => breach.ToString())];
        }

        return (wrong.Count == 0 ? null : $"seed {seed} ({world.Kind}):\n{string.Join('\n', wrong)}\n{world.History}", world.History.ToString());
    }

    private void Disturb()
    {
        _world.Begin();
        foreach (var payment in _payments) payment.Request();
        for (var moves = _random.Next(15, 45); moves > 0; moves--)
        {
            Move();
            _world.Turns(_random.Next(1, 12), _random.Next(4) == 0 ? 1000 : 25);
            if (_world.Storage.HasCrashed) _world.Restart();
        }
    }

    private void Move()
    {
        var payment = _payments[_random.Next(_payments.Count)];
        switch (_random.Next(17))
        {
            case 0: _world.Restart(); break;
            case 1: _world.Do(() => _world.Network.Do(new StopIntercepting(_world.Network.LastStream))); break;
            case 2: Break(); break;
            case 3: _world.Fault = static () => AppendFault.None; break;
            case 4: _world.Payee.SetOnline(_random.Next(3) > 0); break;
            case 5: _world.Payer.SetOnline(_random.Next(3) > 0); break;
            case 6 when _random.Next(2) == 0: payment.Trigger(isRight: _random.Next(5) > 0); break;
            case 7 or 8: End(claims: _random.Next(6) > 0); break;
            case 9 when _random.Next(4) == 0: payment.Cancel(); break;
            case 10 when !payment.IsAccepted && !payment.IsGivenUp: payment.Request(); break;
            case 11: _world.Reorganise((uint)_random.Next(1, 4)); break;
            case 12: _world.Payee.Write(_world.Payer); break;
            case 13: _world.Payer.Write(_world.Payee); break;
            case 14 when _foreign < 4: Send(House.Part(100 + _foreign++), fromPayer: false); break;
            case 15: _world.Mine((uint)_random.Next(1, 12)); break;
            default: SendPart(payment); break;
        }
    }

    private void Break()
    {
        var every = _random.Next(1, 4);
        Func<AppendFault> fault = _random.Next(5) switch
        {
            0 => static () => AppendFault.Refused,
            1 => () => AppendFault.Lost(_random.Next(3)),
            2 => static () => AppendFault.CrashBefore,
            3 => static () => AppendFault.CrashAfter,
            _ => () => AppendFault.CrashAfterSome(_random.Next(3)),
        };
        _world.Fault = () =>
        {
            if (_random.Next(every) > 0) return AppendFault.None;
            var wrong = fault();
            // A process dies once.
            if (wrong.IsCrash) _world.Fault = static () => AppendFault.None;
            return wrong;
        };
    }

    private void SendPart(SeedPayment payment)
    {
        if (!payment.IsAccepted || payment.Unsent.Count == 0) return;
        if (Send(payment.Unsent[0], fromPayer: true)) payment.Unsent.RemoveAt(0);
    }

    private bool Send(Piece part, bool fromPayer)
    {
        var amount = Msat.FromSatoshis(part.Satoshis);
        var (from, incoming, outgoing, to) = fromPayer
            ? ("payer", _world.In, _world.Out, "payee")
            : ("stranger", _world.Foreign, _world.Far, "hub");
        using var session = Wallet.KeyOf($"onion {++_onions}");
        using var route = PaymentRoute.Create(
            [new(Key("lsp"), outgoing.Scid, new()), new(Key(to), null, null)],
            amount,
            _world.Height + Window,
            part.Hash,
            new(new PaymentSecret(part.Hash.Value), amount),
            session);
        SendReply? reply = null;
        _world.Do(() => reply = _world.Network.Do(new SendHtlc(from, incoming.Channel, route.Amount, route.Expiry, part.Hash, route.Onion)));
        if (reply!.HtlcId is not { } id) return false;
        if (fromPayer) _sent.Add(new("lsp", incoming.Channel, id));
        return true;
    }

    private PublicKey Key(string node) => _world.Id(node).ToPublicKey(out var key) ? key : throw new InvalidOperationException();

    /// <summary>Payee and hub claim what is there, or the payee fails it.</summary>
    private void End(bool claims)
    {
        foreach (var payment in _payments)
        {
            foreach (var part in payment.All.DistinctBy(static part => part.Hash)) End("payee", part, claims);
        }

        foreach (var number in Enumerable.Range(100, _foreign)) End("hub", House.Part(number), claims: true);
    }

    private void End(string node, Piece part, bool claims)
    {
        if (node == "payee" && !_world.Payee.IsOnline) return;
        foreach (var row in _world.Network.Do(new ListHtlcs(node, part.Hash)).Where(row => row is { Pending: true, Stage: "Arrived", End: null }))
        {
            Request<Done> end = claims
                ? new ClaimHtlc(node, row.Channel, row.HtlcId, part.Preimage)
                : new FailHtlc(node, row.Channel, row.HtlcId) { Code = FailureCode.IncorrectOrUnknownPaymentDetails };
            _world.Do(() => _world.Network.Do(end));
        }
    }

    private void Rest()
    {
        _world.History.Note("peace");
        _world.Fault = static () => AppendFault.None;
        foreach (var wallet in _world.Wallets)
        {
            wallet.IsHurried = true;
            wallet.SetOnline(true);
        }

        _world.Restart();
        _world.Turns(40, 250);
        while (_world.Height <= _payments.Max(static payment => payment.Expiry))
        {
            End(claims: true);
            _world.Mine(_random.Next(2) == 0 ? 1 : Math.Max(1, (_payments.Max(static payment => payment.Expiry).Value - _world.Height.Value) / 2));
            _world.Turns(12, 500);
            if (_random.Next(4) == 0) _world.Turns(10, 2000);
        }

        for (var round = 0; round < 6; round++)
        {
            End(claims: true);
            _world.Turns(15, 2000);
        }
    }

    private IEnumerable<string> Verdict()
    {
        var holds = _payments.Select(payment => (Payment: payment, State: State(payment.Hold))).ToList();
        foreach (var (payment, state) in holds) _world.History.Add(new HoldListed(payment.Hold, state.IsClosed));
        _world.History.Add(new CameToRest(_world.Height));
        foreach (var breach in _world.History.Check()) yield return breach.ToString();
        foreach (var alarm in _world.Alarms.Rung) yield return $"logged: {alarm}";
        foreach (var (payment, state) in holds)
        {
            if (state.Agreement is not null && !state.IsClosed) yield return $"the hold {payment.Hold.Key} is {state.Status} and not closed";
        }

        foreach (var key in _sent)
        {
            var status = holds.Select(hold => hold.State.Find(new(key.Node, key.Channel, key.HtlcId))).OfType<Part>().FirstOrDefault()?.Status;
            var state = _world.Network.Do(new FindHtlc(key)).State;
            var isEnd = (state, status) is (HtlcState.Settled, PartStatus.Settled or null) or (HtlcState.Failed, PartStatus.Failed or null);
            if (!isEnd) yield return $"{key} is {state} at its node, and {status?.ToString() ?? "no part"} here";
        }

        foreach (var wallet in _world.Wallets)
        {
            if (wallet.Unsent > 0) yield return $"{wallet.Name} could not send {wallet.Unsent} messages";
        }

        var (closes, lost) = (_world.Network.Do(new GetStatus()).ForceCloses, _world.Network.Do(new GetStatus()).Lost);
        if (closes > 0 || lost > Msat.Zero) yield return $"{closes} channels were closed on chain, {lost} lost";
        _world.Network.Check();
        _world.Kill();
    }

    private Hold State(ActorId hold) => _world.Storage.ReadEventsAsync(hold, CancellationToken.None).ToBlockingEnumerable()
        .Select(stored => (IEvent)_world.Codec.Decode(stored.Message))
        .Aggregate(new HeldPaymentActor().Initial(hold), new HeldPaymentActor().Apply);
}
