using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>Brings mail to one session: one batch at a time, each acknowledged before the next.</summary>
/// <remarks>
/// Thread-safe. One task at most works for a session, so that the mailbox hears of it in order: opened, acknowledged, closed. What fails is gone
/// about again until the session ends.
/// </remarks>
#pragma warning disable CA1001 // A source without a timer holds nothing that has to be given back, and the end of a session is told from two sides.
internal sealed class MailPump(
    Calls calls,
    Presence presence,
    IMessageCarrier carrier,
    NodeId peer,
    SessionId session,
    string place,
    string member,
    Instruments instruments,
    OwnedTasks tasks,
    CancellationToken stop)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();

    // Not linked with the stop: each session would stay registered there. Whoever stops abandons all.
    private readonly CancellationTokenSource _end = new();
    private bool _isRunning;
    private bool _mustTell;
    private bool _isClosed;
    private MailBatch? _offered;
    private int _taken;

    // What the session has acknowledged and its mailbox has not noted yet; only the working task uses it.
    private readonly HashSet<Bytes32> _unnoted = [];

    private enum Work
    {
        None,
        Tell,
        Deliver,
        End,
    }

    internal IMessageCarrier Carrier => carrier;

    internal NodeId Peer => peer;

    internal SessionId Session => session;

    internal string Place => place;

    /// <summary>Whether the mailbox knows the session, or will in a moment.</summary>
    internal bool IsTold { get; private set; }

    /// <summary>Tells the mailbox that the session is here, again if it may have forgotten.</summary>
    /// <returns>False when nothing of a mailbox can go over it: that is not presence, and its client must be woken for its mail.</returns>
    internal bool Tell()
    {
        if (carrier.Capabilities is { SendsOnionMessages: false, Acknowledges: false, InjectsOnionMessages: false }) return false;
        lock (_gate)
        {
            _mustTell = IsTold = true;
            Start();
        }

        return true;
    }

    /// <summary>Takes the next batch. One that is being delivered is not taken again.</summary>
    internal void Offer(MailBatch batch)
    {
        lock (_gate)
        {
            if (_isRunning && unchecked(batch.Number - _taken) <= 0) return;
            _offered = batch;
            Start();
        }
    }

    /// <summary>The session ended.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            Start();
        }

        _end.Cancel();
    }

    /// <summary>The member stops: nobody is told.</summary>
    internal void Abandon() => _end.Cancel();

    private void Start()
    {
        if (_isRunning) return;
        _isRunning = true;
        tasks.Run(calls.Logger(nameof(MailPump)), "bringing mail", RunAsync);
    }

    private async Task RunAsync()
    {
        var hasFailed = true;
        try
        {
            await WorkAsync();
            hasFailed = false;
        }
        finally
        {
            // After a mistake of the program the next batch or session begins anew.
            if (hasFailed)
            {
                lock (_gate) _isRunning = _isClosed;
            }
        }
    }

    private async Task WorkAsync()
    {
        for (var failures = 0; ;)
        {
            var (work, batch) = Next();
            if (work == Work.None) return;
            if (work == Work.End) break;
            try
            {
                var done = work == Work.Tell ? await TellAsync() : await DeliverAsync(batch!);
                failures = done ? 0 : failures + 1;
                if (!done) await calls.Retry.WaitAsync(failures, _end.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // The session ended meanwhile, and that is what comes next.
            }
        }

        if (IsTold) await calls.AskAsync(MailboxActor.IdOf(peer), new CloseSession(session.Value), stop);
    }

    /// <summary>What to do now. When there is nothing, the task ends in the same breath, so that nothing is overlooked.</summary>
    private (Work Work, MailBatch? Batch) Next()
    {
        lock (_gate)
        {
            if (_isClosed) return (Work.End, null);
            if (_mustTell)
            {
                _mustTell = false;
                return (Work.Tell, null);
            }

            if (_offered is { } batch)
            {
                (_offered, _taken) = (null, batch.Number);
                return (Work.Deliver, batch);
            }

            _isRunning = false;
            return (Work.None, null);
        }
    }

    private async Task<bool> TellAsync()
    {
        // A newer session in the same place would be closed in its favour.
        if (!presence.IsNewest(this)) return true;
        var takesPeeled = carrier.Capabilities.SendsOnionMessages || carrier.Capabilities.Acknowledges;
        var told = new MailSession(session.Value, place, member, takesPeeled) { LastBatch = _taken };
        var asked = await calls.AskOnceAsync(MailboxActor.IdOf(peer), new OpenSession(told), _end.Token);
        if (asked is AskResult.Quarantined) return true;
        if (asked is not AskResult.Replied { Reply: SessionAnswered answered })
        {
            lock (_gate) _mustTell = true;
            return false;
        }

        if (answered.Replaced is { } replaced) await presence.ReplacedAsync(replaced.Id, _end.Token);
        Follow(answered.Batch);
        return true;
    }

    private async Task<bool> DeliverAsync(MailBatch batch)
    {
        if (await ReadAsync(batch) is not { } mail) return Again(batch);
        if (mail.Count > 0)
        {
            var outcome = await HandOverAsync(mail);
            var isDelivered = outcome is SendOutcome.Acknowledged or SendOutcome.Sent;
            instruments.BatchHandedOver(carrier.Name, Instruments.Word(outcome), isDelivered ? mail.Count : 0);
            if (outcome == SendOutcome.Busy) return Again(batch);
            if (!isDelivered)
            {
                // The session is of no use any more: its end is told here, if not by the carrier.
                presence.Closed(session);
                return true;
            }

            foreach (var stored in batch.Mail) _unnoted.Add(stored.Hash);
            calls.Step(new(StepNames.MessagesDelivered)
            {
                Client = calls.FindClient(peer)?.Id,
                Detail = mail.Count == 1 ? "1 message" : $"{mail.Count} messages",
            });
        }

        return await AcknowledgeAsync(batch);
    }

    private async Task<bool> AcknowledgeAsync(MailBatch batch)
    {
        var asked = await calls.AskOnceAsync(MailboxActor.IdOf(peer), new AcknowledgeMail(session.Value, batch.Number), _end.Token);
        if (asked is AskResult.Quarantined) return true;
        if (asked is not AskResult.Replied { Reply: SessionAnswered answered }) return Again(batch);
        // The mailbox was read again and does not know the session: told again, it hands out anew what it did not note.
        if (!answered.IsCurrent)
        {
            Tell();
            return true;
        }

        _unnoted.Clear();
        if (answered.Batch is null) presence.Emptied(peer);
        Follow(answered.Batch);
        return true;
    }

    private void Follow(MailBatch? batch)
    {
        if (batch is null) return;
        lock (_gate) _offered = batch;
    }

    private bool Again(MailBatch batch)
    {
        lock (_gate) _offered ??= batch;
        return false;
    }

    /// <summary>The bodies, without those that are gone or were acknowledged over this session; null when they can not be read now.</summary>
    private async Task<List<(OnionMessage Message, string? OnlyAt)>?> ReadAsync(MailBatch batch)
    {
        var mail = new List<(OnionMessage, string?)>(batch.Mail.Count);
        try
        {
            foreach (var stored in batch.Mail)
            {
                if (_unnoted.Contains(stored.Hash)) continue;
                var body = await calls.Journal.ReadContentAsync(MailboxActor.IdOf(peer), MailboxActor.ContentKey(stored.Hash), _end.Token);
                if (body is { } bytes && PeerMessage.Parse(bytes.Span).TryGet(out var message, out _) && message is OnionMessage onion)
                    mail.Add((onion, stored.OnlyAt));
            }

            return mail;
        }
        catch (JournalUnavailableException)
        {
            return null;
        }
    }

    private async Task<SendOutcome> HandOverAsync(List<(OnionMessage Message, string? OnlyAt)> mail)
    {
        if (carrier.Capabilities.Acknowledges && mail.TrueForAll(static one => one.OnlyAt is null))
            return await carrier.DeliverAsync(session, [.. mail.Select(static one => one.Message)], _end.Token);

        // A node takes messages one by one, and what it takes is all that can be known.
        foreach (var (message, onlyAt) in mail)
        {
            var outcome = onlyAt is null ? await carrier.SendAsync(peer, message, _end.Token) : await carrier.InjectAsync(message, _end.Token);
            if (outcome is not (SendOutcome.Sent or SendOutcome.Acknowledged)) return outcome;
        }

        return SendOutcome.Sent;
    }
}
