namespace LightningRod.Ports.Channels;

/// <summary>The one stream of a channel node over which it offers HTLCs and gets the answers.</summary>
/// <remarks>
/// <para>Atomic: each answer by itself; there are no transactions over several HTLCs.</para>
/// <para>
/// Ordered: reports come in the node's order. A stream opens with <see cref="HeightChanged"/>, then <see cref="PeerConnected"/> and
/// <see cref="ChannelActive"/> for what is so now, then the offers of all unanswered HTLCs in any order, then what happens. The end of the replay is
/// not told, since no node tells it. Outcomes of what was answered on an earlier stream come too when the node knows them; some never do, so whoever
/// misses one asks <see cref="IChannelNode.FindHtlcAsync"/>.
/// </para>
/// <para>Thread-safe: <see cref="AnswerAsync"/> yes, answers to one node are given one after the other; <see cref="ReadAsync"/> has one
/// reader.</para>
/// <para>
/// Failure: the end of the stream is normal. The last report is <see cref="StreamLost"/>, then the enumeration ends without an exception; every later
/// answer is <see cref="AnswerOutcome.StreamGone"/>. The owner opens the next one, and what was unanswered is offered again.
/// </para>
/// <para>Bounded: a reader that falls behind makes the node wait; nothing is dropped.</para>
/// </remarks>
public interface IHtlcInterceptor : IAsyncDisposable
{
    /// <summary>The reports, from the first. Can be read once.</summary>
    /// <param name="cancellationToken">Ends the reading, not the stream.</param>
    IAsyncEnumerable<NodeReport> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings about what a part wants for an offer that is open on this stream. An offer gets one answer: what comes after it is
    /// <see cref="AnswerOutcome.KeyUnknown"/> and never reaches the node, which on lnd would end the stream. <see cref="HtlcAnswer.Hold"/> is no
    /// answer
    /// to the node: the connector (or its shim) keeps the height and fails the HTLC when it comes.
    /// </summary>
    /// <param name="desired">What is wanted.</param>
    /// <param name="cancellationToken">Ends the call with an exception; then it is not known whether the node got it, as with
    /// <see cref="AnswerOutcome.StreamGone"/>.</param>
    /// <returns>What became of it; never an exception for what a node or a stranger does.</returns>
    ValueTask<AnswerOutcome> AnswerAsync(DesiredAnswer desired, CancellationToken cancellationToken = default);
}
