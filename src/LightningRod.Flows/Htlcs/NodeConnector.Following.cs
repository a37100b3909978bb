using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Htlcs;

/// <content>What follows from reports about channels, and the list of channels.</content>
public sealed partial class NodeConnector
{
    private readonly Nudge _list = new();

    private void ChannelCame(ChannelId channel, NodeId peer)
    {
        if (_node.Channels.Find(channel) is null) _list.Give();
        TellNext(channel);
        foreach (var waiting in _node.Offers.Where(offer => offer.Next == channel && offer.ReleaseUntil is not null))
        {
            var key = waiting.Offer.Key;
            var release = new PartAnswer(ConnectedNode.PartOf(key), PartAction.Release) { NotAfter = waiting.ReleaseUntil };
            _node.Work.Post(key, cancel => BringAsync(release, cancel));
        }

        _reports.PayerCame(channel);
        if (_node.Flow.Clients.Find(peer) is not null) _node.Tell(MailboxActor.IdOf(peer), () => new SeeClient());
    }

    private async Task<bool> BringAsync(PartAnswer answer, CancellationToken cancel)
    {
        var key = ConnectedNode.KeyOf(answer.Part);
        if (_node.Offers.Find(key) is null) return true;
        var brought = await _answering.BringAsync(answer, cancel);
        if (brought.Report is { } report) _node.Work.Post(key, stop => _reports.BringAsync(key, report, stop));
        return brought.IsDone;
    }

    /// <summary>Holds with parts that would go over a channel hear what is so by the time they are told.</summary>
    private void TellNext(ChannelId channel)
    {
        foreach (var hold in _node.Offers.HoldsWithNext(channel))
            _node.Tell(hold, () => new NextChannelChanged(Name, channel, _node.Channels.IsActive(channel)));
    }

    private async Task ListChannelsAsync()
    {
        while (true)
        {
            await using (_node.Flow.Time.CreateTimer(_ => _list.Give(), null, _node.Options.ListChannelsEvery, Timeout.InfiniteTimeSpan))
                await _list.WaitAsync(_stop.Token);
            if (_node.Stream is null) continue;
            try
            {
                await _node.Channels.ListAsync(_stop.Token);
                if (_reports.TakeMissed()) await _reconciliation.RunAsync(_stop.Token);
                await Task.Delay(_node.Options.ListChannelsAtMostEvery, _node.Flow.Time, _stop.Token);
            }
            catch (ChannelNodeUnavailableException)
            {
                // The stream ends too; with the next one the list is read again.
            }
        }
    }

    private async Task GuardAsync(string what, Func<Task> work)
    {
        try
        {
            await Task.Yield();
            await work();
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
        catch (Exception thrown)
        {
            Log.Failed(_node.Logger, thrown, Name, what);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4021, LogLevel.Information, "The stream of the node {Node} is open under epoch {Epoch}")]
        internal static partial void Opened(ILogger logger, string node, ulong epoch);

        [LoggerMessage(4022, LogLevel.Warning, "The stream of the node {Node} ended: {Reason}")]
        internal static partial void Lost(ILogger logger, string node, string reason);

        [LoggerMessage(4023, LogLevel.Warning, "The node {Node} has another stream: {Reason}. Trying again")]
        internal static partial void Taken(ILogger logger, string node, string reason);

        [LoggerMessage(4024, LogLevel.Error, "The node {Node} has seen epoch {Highest}; this member has {Epoch}. Another member speaks to it")]
        internal static partial void Fenced(ILogger logger, string node, ulong highest, ulong epoch);

        [LoggerMessage(4025, LogLevel.Warning, "The node {Node} can not be reached: {Reason}. Trying again")]
        internal static partial void Unavailable(ILogger logger, string node, string reason);

        [LoggerMessage(4026, LogLevel.Critical, "The connector of {Node} has lost {What} by an exception that it should have handled")]
        internal static partial void Failed(ILogger logger, Exception thrown, string node, string what);
    }
}
