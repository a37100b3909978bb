namespace LightningRod.Demo.Director;

/// <summary>Two phones that are rarely online together: which of them is on, and which of them has been asked to come.</summary>
internal sealed class Phones(Stage stage, DemoOptions options, Action<TimelineStep> tell)
{
    private const string FirstPush = "lsps5.webhook_registered";

    private readonly HashSet<string> _wanted = [];
    private int _opened;
    private bool _closed;

    /// <summary>Whether a wallet runs.</summary>
    internal bool AnyOn => stage.Payer.IsOn || stage.Payee.IsOn || stage.Find(Cast.Stranger) is { IsOn: true };

    /// <summary>For people who wonder why nothing happens.</summary>
    internal string State =>
        $"payer is {(stage.Payer.IsOn ? "online" : "offline")}, payee is {(stage.Payee.IsOn ? "online" : "offline")}, asked to come: [{string.Join(", ", _wanted)}]";

    /// <summary>Whether a process is a phone's.</summary>
    internal static bool Has(string who) => who is Cast.Payer or Cast.Payee or Cast.Stranger;

    /// <summary>Nobody comes online any more: the play is over.</summary>
    internal void Close() => _closed = true;

    /// <summary>A push came.</summary>
    internal void Push(Cue.Pushed push)
    {
        if (push.Method == FirstPush) return;
        if (Never(push.Phone))
        {
            tell(new(stage.Now, push.Phone, "phone_off") { Detail = push.Method });
            return;
        }

        tell(new(stage.Now, push.Phone, "phone_woken") { Detail = push.Method });
        _wanted.Add(push.Phone);
        Look();
    }

    /// <summary>A wallet went offline.</summary>
    internal void Left(string who)
    {
        tell(new(stage.Now, who, "goes_offline"));
        Look();
    }

    /// <summary>Lets the next one come online whose turn it is: first both open their wallets by themselves, then whoever got a push.</summary>
    internal void Look()
    {
        if (_closed || (AnyOn && !options.MayOverlap)) return;
        switch (_opened)
        {
            case 0:
                _opened = 1;
                Open(Cast.Payee);
                return;
            case 1 when stage.PayeeIsKnown && !stage.Payee.IsOn:
                _opened = 2;
                Open(Cast.Payer);
                return;
            case < 2:
                return;
        }

        if (options.WrongPid && _opened == 2 && !AnyOn)
        {
            // While all wait, somebody tries another payment id.
            _opened = 3;
            Open(Cast.Stranger);
            return;
        }

        foreach (var who in _wanted.ToList())
        {
            if (stage.Find(who) is not { IsOn: false }) continue;
            if (AnyOn && !options.MayOverlap) return;
            _wanted.Remove(who);
            Open(who);
        }
    }

    private bool Never(string who) => (who == Cast.Payee && options.PayeeNever) || (who == Cast.Payer && options.PayerNever);

    private void Open(string who)
    {
        _wanted.Remove(who);
        tell(new(stage.Now, who, "comes_online"));
        stage.StartWallet(who);
    }
}
