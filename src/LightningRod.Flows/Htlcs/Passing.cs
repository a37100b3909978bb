using System.Threading.Channels;
using LightningRod.Ports.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>HTLCs of nobody's go on, in the order in which they came. Nothing here waits for the storage.</summary>
internal sealed class Passing(ConnectedNode node)
{
    private const int Ahead = 1024;

    private readonly Channel<(HtlcOffer Offer, OpenStream Stream, long At)> _offers =
        Channel.CreateBounded<(HtlcOffer, OpenStream, long)>(new BoundedChannelOptions(Ahead) { SingleReader = true });

    /// <summary>Lets an HTLC go on; waits only while the node is slow to take answers.</summary>
    internal ValueTask PassAsync(HtlcOffer offer, OpenStream stream, CancellationToken cancel) =>
        _offers.Writer.WriteAsync((offer, stream, node.Flow.Time.GetTimestamp()), cancel);

    internal async Task RunAsync(CancellationToken stop)
    {
        // Not ReadAllAsync, which would leave the synchronization context.
        while (await _offers.Reader.WaitToReadAsync(stop))
        {
            if (!_offers.Reader.TryRead(out var next)) continue;
            var (offer, stream, at) = next;
            // On a later stream it is offered again.
            if (node.Stream != stream) continue;
            var outcome = await stream.Interceptor.AnswerAsync(new(offer.Key, new HtlcAnswer.Resume(), null, stream.Epoch), stop);
            if (outcome != AnswerOutcome.Given) continue;
            node.Instruments.Answered(node.Name, "pass");
            node.Instruments.Passed(node.Name, node.Flow.Time.GetElapsedTime(at));
        }
    }
}
