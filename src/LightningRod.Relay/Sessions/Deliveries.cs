using System.Diagnostics.CodeAnalysis;
using LightningRod.Peering;
using LightningRod.Wire.Messages;
using SendOutcome = LightningRod.Ports.Messages.SendOutcome;
using SendStep = LightningRod.Peering.SendOutcome;

namespace LightningRod.Relay.Sessions;

/// <summary>The batches of one session, one at a time: messages, then a ping whose pong says that they were read.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Nobody asks the semaphore for a wait handle, so there is nothing to dispose.")]
internal sealed class Deliveries(PeerSession session)
{
    /// <summary>Most batches of one session that wait for their turn or their pong.</summary>
    internal const int MostWaiting = 16;

    /// <summary>A pong repeats as many bytes as its ping names, so names are short; more than there are unanswered pings at a time.</summary>
    private const ushort Names = 250;

    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;
    private ushort _last;

    /// <summary>Delivers a batch.</summary>
    /// <param name="messages">In order.</param>
    /// <param name="deadline">Cancelled when it takes too long.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    internal async Task<SendOutcome> DeliverAsync(
        IReadOnlyList<PeerMessage> messages, CancellationToken deadline, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return SendOutcome.Busy;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        var begun = false;
        var hasTurn = false;
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            hasTurn = true;
            foreach (var message in messages)
            {
                if (await session.SendAsync(message, either.Token).ConfigureAwait(false) == SendStep.Closed) return SendOutcome.PeerGone;
                begun = true;
            }

            _last = (ushort)((_last % Names) + 1);
            begun = true;
            var ping = await session.PingAsync(_last, either.Token).ConfigureAwait(false);
            if (ping == PingOutcome.Busy) GiveUp("batches are not acknowledged");
            return ping == PingOutcome.Answered ? SendOutcome.Acknowledged : SendOutcome.PeerGone;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (!begun) return session.IsClosing ? SendOutcome.PeerGone : SendOutcome.Busy;
            // What arrived is not known, and a session that is in such a state is no use to its wallet either.
            GiveUp("a batch was not acknowledged in time");
            return SendOutcome.PeerGone;
        }
        finally
        {
            if (hasTurn) _turn.Release();
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void GiveUp(string why) => session.Close(why, new Warning(why));
}
