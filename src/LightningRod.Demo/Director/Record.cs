using LightningRod.Demo.Wallets;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Demo.Director;

/// <summary>What was seen of a play, at wallets and in the network; and whether it is what the play promises.</summary>
internal sealed class Record(DemoOptions options)
{
    private readonly HashSet<string> _on = [];
    private readonly List<TimelineStep> _beyond = [];
    private readonly HashSet<string> _claimed = [];
    private readonly HashSet<string> _done = [];
    private TimeSpan? _heard;
    private uint _expiry, _lastExpiry, _height;
    private bool _overlap;
    private int _settled, _wakeUps, _kills, _late, _ignored;
    private bool _closed;

    /// <summary>
    /// Whether nothing is expected any more. Who has failed an HTLC has nothing to lose on chain: such a channel stays open, and the payer's money in it
    /// until the payer comes.
    /// </summary>
    internal bool IsOver =>
        !options.PayerNever ? _done.Count >= options.Payments : options.PayeeNever ? _lastExpiry > 0 && _height > _lastExpiry : _closed;

    /// <summary>Whether the payer's LSP has the word for the payee.</summary>
    internal bool IsTold { get; private set; }

    /// <summary>Whether the payee has money.</summary>
    internal bool IsClaimed => _claimed.Count > 0;

    /// <summary>Payments of which the payer knows the end.</summary>
    internal int DoneCount => _done.Count;

    /// <summary>Notes the network's height.</summary>
    internal void Note(uint height) => _height = height;

    /// <summary>Notes a step.</summary>
    internal void Note(TimelineStep step)
    {
        switch (step)
        {
            case { Step: "comes_online" }:
                _on.Add(step.Who);
                _overlap |= _on.Contains(Cast.Payer) && _on.Contains(Cast.Payee);
                break;
            case { Step: "goes_offline" }:
                _on.Remove(step.Who);
                break;
            case { Step: "phone_woken" or "phone_off" }:
                _wakeUps++;
                break;
            case { Step: "killed" }:
                _on.Remove(step.Who);
                _kills++;
                break;
            case { Step: "payment_pending_received", Who: Cast.Payee }:
                if (_heard is null || step.At < _heard) _heard = step.At;
                break;
            case { Step: "htlc_added", Who: Cast.LspA }:
                _beyond.Add(step);
                // The payer's own word for the last height: the hold's expiry is never below a part's fail-back height.
                if (step.Height > _expiry) _late++;
                break;
            case { Step: "hold_accepted", Who: Cast.Payer, Detail: { } terms }:
                _expiry = Math.Max(_expiry, HeightIn(terms));
                break;
            case { Step: "part_sent", Who: Cast.Payer, Detail: { } terms }:
                _lastExpiry = Math.Max(_lastExpiry, HeightIn(terms));
                break;
            case { Step: "payment_pending_accepted", Who: Cast.Payer }:
                IsTold = true;
                break;
            case { Step: WalletSteps.BillPaid, Who: Cast.Payee }:
                _claimed.Add(KeyOf(step));
                break;
            case { Step: WalletSteps.Outcome, Who: Cast.Payer }:
                if (_done.Add(KeyOf(step)) && step.Data.GetProperty("settled").GetBoolean()) _settled++;
                break;
            case { Step: "trigger_ignored", Who: Cast.LspA }:
                _ignored++;
                break;
            case { Step: "force_closed" }:
                _closed = true;
                break;
        }
    }

    /// <summary>The verdict.</summary>
    /// <param name="status">The network's own count at the end.</param>
    /// <param name="unused">Kills whose step never came.</param>
    /// <param name="failure">Why the play broke off; null when it did not.</param>
    /// <param name="took">How long it took.</param>
    internal Verdict Judge(StatusReply? status, IReadOnlyList<KillOrder> unused, string? failure, TimeSpan took)
    {
        // What was forwarded before the payee's wallet had heard of the payment was not released by it.
        var locked = _beyond.Where(step => _heard is null || step.At < _heard).Aggregate(0ul, (sum, step) => sum + (step.AmountMsat ?? 0));
        List<string> wrong = [];
        if (failure is not null) wrong.Add(failure);
        foreach (var order in unused) wrong.Add($"nobody was killed for {order}: the step did not come");
        if (_overlap && !options.MayOverlap) wrong.Add("payer and payee were online together");
        if (locked > 0) wrong.Add($"{locked} msat were locked beyond LSP_a before the trigger");
        if (_late > 0) wrong.Add($"{_late} parts went on after their fail-back height");
        if (options.WrongPid && _ignored == 0) wrong.Add("LSP_a did not notice the wrong payment id");
        if (status is null) wrong.Add("the network is gone");
        if (status?.Lost.Value > 0) wrong.Add($"a node lost {status.Lost.Value} msat");
        if (!options.PayerNever)
        {
            var expected = options.ShallSettle ? options.Payments : 0;
            if (_settled != expected) wrong.Add($"{_settled} payments settled at the payer, not {expected}");
            if (status?.InFlight.Value > 0) wrong.Add($"{status.InFlight.Value} msat are still in HTLCs");
            if (status?.ForceCloses > 0) wrong.Add($"{status.ForceCloses} channels were closed on chain");
        }
        else if (!options.PayeeNever && status?.ForceCloses is not > 0)
        {
            wrong.Add("the payer's channel was not closed, though the payer stayed away");
        }

        if ((_claimed.Count > 0) != options.ShallSettle) wrong.Add(options.ShallSettle ? "the payee was not paid" : "the payee was paid");
        return new()
        {
            Settled = options.PayerNever ? _claimed.Count > 0 : _settled == options.Payments,
            Payments = _claimed.Count,
            Overlap = _overlap,
            LockedBeyondLspA = locked,
            BeyondFailBack = _late,
            InFlight = status?.InFlight.Value ?? 0,
            ForceCloses = status?.ForceCloses ?? 0,
            ChainFees = status?.ChainFees.Value ?? 0,
            Lost = status?.Lost.Value ?? 0,
            WakeUps = _wakeUps,
            Kills = _kills,
            Seconds = Math.Round(took.TotalSeconds, 1),
            Right = wrong.Count == 0,
            Wrong = wrong,
        };
    }

    private static string KeyOf(TimelineStep step) => step.Data.GetProperty("payment").ToString();

    /// <summary>The height in what a wallet says of its terms, <c>until HEIGHT, ...</c>; 0 for none.</summary>
    private static uint HeightIn(string terms)
    {
        var digits = terms.SkipWhile(static c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit).ToArray();
        return uint.TryParse(digits, out var height) ? height : 0;
    }
}
