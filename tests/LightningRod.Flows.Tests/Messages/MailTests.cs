using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Ports.Messages;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Journals;
using LightningRod.Wire.Messages;

namespace LightningRod.Flows.Tests.Messages;

/// <summary>Mail for clients: kept, in order, at least once.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private MessageWorld _world = null!;
    private Wallet _client = null!;
    private MemorySession _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        _client = _world.Client("client");
        _stranger = _world.Relay.Connect(_world.Wallet("stranger").Id);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Mail_ForASleepingClient_IsKeptAndDeliveredInOrderWhenItConnects()
    {
        await SendAsync(100);
        Assert.Equal(100, await _world.MailOfAsync(_client.Id));
        await HearAsync(_world.Relay.Connect(_client.Id), 0, 100);
        await EmptyAsync();
    }

    [Fact]
    public async Task Mail_ForAClientThatIsHere_IsDeliveredAtOnce()
    {
        var session = _world.Relay.Connect(_client.Id);
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(1, from: i);
            await HearAsync(session, i, 1);
        }

        await EmptyAsync();
    }

    [Fact]
    public async Task Mail_Acknowledged_IsNotDeliveredAgain()
    {
        await SendAsync(3);
        var first = _world.Relay.Connect(_client.Id);
        await HearAsync(first, 0, 3);
        await EmptyAsync();
        first.Disconnect();
        var second = _world.Relay.Connect(_client.Id);
        await SendAsync(1, from: 3);
        await HearAsync(second, 3, 1);
        Assert.Equal(0, second.Waiting);
    }

    [Fact]
    public async Task Mail_OfASessionThatDiedBeforeItAcknowledged_IsDeliveredAgain()
    {
        await SendAsync(3);
        var deaf = _world.Relay.Connect(_client.Id, answersPings: false);
        await HearAsync(deaf, 0, 3);
        Assert.Equal(3, await _world.MailOfAsync(_client.Id));
        deaf.Disconnect();
        await HearAsync(_world.Relay.Connect(_client.Id), 0, 3);
        await EmptyAsync();
    }

    [Fact]
    public async Task Mail_WhileABatchIsNotAcknowledged_Waits()
    {
        var session = _world.Relay.Connect(_client.Id, answersPings: false);
        await SendAsync(1);
        await HearAsync(session, 0, 1);
        await SendAsync(4, from: 1);
        Assert.Equal((0, 1), (session.Waiting, session.Unanswered));
        session.Acknowledge(fromNowOn: true);
        await HearAsync(session, 1, 4);
        await EmptyAsync();
    }

    [Fact]
    public async Task Mail_NotAcknowledgedForLong_IsNotSentTwiceOverTheSameSession()
    {
        var session = _world.Relay.Connect(_client.Id, answersPings: false);
        await SendAsync(1);
        await HearAsync(session, 0, 1);
        _world.Time.Advance(new MailboxOptions().Watch * 2);
        await SendAsync(1, from: 1);
        Assert.Equal((0, 1), (session.Waiting, session.Unanswered));
        session.Acknowledge(fromNowOn: true);
        await HearAsync(session, 1, 1);
    }

    [Fact]
    public async Task Session_OfANewerConnection_ReplacesTheOlderOne()
    {
        var older = _world.Relay.Connect(_client.Id, answersPings: false);
        await SendAsync(2);
        await HearAsync(older, 0, 1);
        var newer = _world.Relay.Connect(_client.Id);
        await HearAsync(newer, 0, 2);
        Assert.NotNull(await older.Ended.Soon());
        older.Acknowledge();
        await EmptyAsync();
    }

    [Fact]
    public async Task Session_OfANodeThatBecomesAClientLater_GetsItsMail()
    {
        var late = _world.Wallet("late");
        var session = _world.Relay.Connect(late.Id);
        await _stranger.SendAsync(Wallet.Say(late.PathOverRelay(), "before")).Soon();
        Assert.Equal("before", await late.HearAsync(session));
        _world.Client("late");
        await _stranger.SendAsync(Wallet.Say(late.PathOverRelay(), "after")).Soon();
        Assert.Equal("after", await late.HearAsync(session));
        await Waiting.UntilAsync(async () => await _world.MailOfAsync(late.Id) == 0);
    }

    [Fact]
    public async Task Restart_WithMail_LosesNothingThatWasTaken()
    {
        await SendAsync(40);
        await _world.RestartAsync();
        await HearAsync(_world.Relay.Connect(_client.Id), 0, 40);
        await EmptyAsync();
    }

    [Fact]
    public async Task Restart_BeforeTheAcknowledgement_DeliversAgain()
    {
        var session = _world.Relay.Connect(_client.Id, answersPings: false);
        await SendAsync(2);
        await HearAsync(session, 0, 1);
        await _world.RestartAsync();
        await HearAsync(_world.Relay.Connect(_client.Id), 0, 2);
        await EmptyAsync();
    }

    /// <summary>The process dies at some append of keeping, delivering and acknowledging: what was kept arrives.</summary>
    [Theory, MemberData(nameof(Crashes))]
    public async Task Kill_AtAnyAppend_LosesNothingThatWasKept(int append, bool isWritten)
    {
        var before = _world.Journal.Appends;
        _world.Journal.FaultOf = (number, _) =>
            number - before != append ? AppendFault.None : isWritten ? AppendFault.CrashAfter : AppendFault.CrashBefore;
        var heard = new List<string>();
        var first = _world.Relay.Connect(_client.Id);
        for (var i = 0; i < 3 && !_world.Journal.HasCrashed; i++)
        {
            var sent = _stranger.SendAsync(Wallet.Say(_client.PathOverRelay(), $"mail {i}"));
            await Waiting.UntilAsync(() => sent.IsCompleted || _world.Journal.HasCrashed);
        }

        await Waiting.UntilAsync(() => _world.Journal.HasCrashed || first.Waiting == 3);
        var kept = _world.Steps.Count(StepNames.MessageKept);
        _world.Journal.FaultOf = null;
        await _world.RestartAsync();
        while (first.Waiting > 0) heard.Add(await _client.HearAsync(first));
        var second = _world.Relay.Connect(_client.Id);
        await EmptyAsync();
        while (second.Waiting > 0) heard.Add(await _client.HearAsync(second));
        Assert.Superset(Enumerable.Range(0, kept).Select(i => $"mail {i}").ToHashSet(), heard.ToHashSet());
    }

    [Fact]
    public async Task Acknowledgement_ThatTheStorageRefusesForAWhile_IsToldAgainAndNothingIsSentTwice()
    {
        await SendAsync(2);
        var session = _world.Relay.Connect(_client.Id, answersPings: false);
        await HearAsync(session, 0, 2);
        var refused = 0;
        var refusing = true;
        _world.Journal.FaultOf = (_, _) =>
        {
            if (!Volatile.Read(ref refusing)) return AppendFault.None;
            Interlocked.Increment(ref refused);
            return AppendFault.Refused;
        };
        session.Acknowledge(fromNowOn: true);
        await Waiting.UntilAsync(() => Volatile.Read(ref refused) >= 2, Tick);
        Volatile.Write(ref refusing, false);
        await Waiting.UntilAsync(async () => await _world.MailOfAsync(_client.Id) == 0, Tick);
        Assert.Equal(0, session.Waiting);

        void Tick() => _world.Time.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Message_Equal_IsKeptOnce()
    {
        var message = Wallet.Say(_client.PathOverRelay(), "once");
        await _stranger.SendAsync(message).Soon();
        await _stranger.SendAsync(message).Soon();
        Assert.Equal(1, await _world.MailOfAsync(_client.Id));
    }

    [Fact]
    public async Task Message_ForAFullMailbox_IsDroppedAndCounted()
    {
        _world.Client("client", client => client with { Mail = client.Mail with { MaxMessages = 2 } });
        await SendAsync(3);
        Assert.Equal(2, await _world.MailOfAsync(_client.Id));
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "mailbox_full"));
        _world.Client("client", client => client with { Mail = client.Mail with { MaxMessageBytes = 100 } });
        await SendAsync(1);
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "too_large"));
    }

    [Fact]
    public async Task Message_ThatCanNotBeKept_EndsTheSessionOfTheClientThatSentIt()
    {
        var sender = _world.Relay.Connect(_world.Client("sender").Id);
        _world.Journal.FaultOf = static (_, _) => AppendFault.Refused;
        var sent = sender.SendAsync(Wallet.Say(_client.PathOverRelay(), "lost"));
        await Waiting.UntilAsync(() => sent.IsCompleted, () => _world.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.NotNull(await sender.Ended.Soon());
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "unavailable"));
    }

    [Fact]
    public async Task Message_ThatANodeCouldNotPassOn_IsInjectedThereWhenTheClientIsBack()
    {
        var incoming = Wallet.Say(_client.PathOverRelay(), "as the node got it");
        _world.Node.Tell(new OnionMessageUndeliverable(_stranger.Peer, incoming, null, _client.Id, null));
        await _world.Steps.SeeAsync(StepNames.MessageKept);
        var atRelay = _world.Relay.Connect(_client.Id);
        await SendAsync(1);
        await HearAsync(atRelay, 0, 1);
        Assert.Empty(_world.Node.Injected);
        _world.Node.Connect(_client.Id);
        await Waiting.UntilAsync(() => _world.Node.Injected.Count == 1);
        Assert.Equal(incoming, _world.Node.Injected[0]);
        await EmptyAsync();
    }

    [Fact]
    public async Task Carrier_ThatIsLost_LeavesNobodyHere()
    {
        var session = _world.Relay.Connect(_client.Id);
        await SendAsync(1);
        await HearAsync(session, 0, 1);
        _world.Relay.Tell(new CarrierLost("a test"));
        await Waiting.UntilAsync(() => !_world.Relay.IsRead);
        await Waiting.UntilAsync(() => _world.Relay.IsRead, () => _world.Time.Advance(TimeSpan.FromSeconds(1)));
        await SendAsync(1, from: 1);
        await HearAsync(session, 1, 1);
    }

    public static IEnumerable<TheoryDataRow<int, bool>> Crashes() =>
        from append in Enumerable.Range(1, 8)
        from isWritten in new[] { false, true }
        select new TheoryDataRow<int, bool>(append, isWritten);

    private async Task SendAsync(int count, int from = 0)
    {
        var sent = new List<Task>();
        for (var i = from; i < from + count; i++)
        {
            sent.Add(_stranger.SendAsync(Wallet.Say(_client.PathOverRelay(), $"mail {i}")));
            // No more than one sender may have in work for one client.
            if (sent.Count % 16 == 0) await Task.WhenAll(sent).Soon();
        }

        await Task.WhenAll(sent).Soon();
    }

    private async Task HearAsync(MemorySession session, int from, int count)
    {
        for (var i = from; i < from + count; i++) Assert.Equal($"mail {i}", await _client.HearAsync(session));
    }

    private Task EmptyAsync() => Waiting.UntilAsync(async () => await _world.MailOfAsync(_client.Id) == 0);
}
