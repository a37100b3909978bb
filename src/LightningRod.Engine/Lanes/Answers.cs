using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;

namespace LightningRod.Engine.Lanes;

/// <summary>Answers that no append carries: of decisions that wrote nothing, and of repeated commands.</summary>
internal sealed class Answers(LaneParts parts, SideJobs jobs)
{
    /// <summary>Answers a command whose decision wrote nothing. A named one is answered as it was the first time, if there was one.</summary>
    internal void WithoutWriting(Ask ask, IReply? reply, long epoch)
    {
        if (ask.CommandId is null) ask.Finish(Fenced(ask, reply, epoch));
        else jobs.Add("looking for a reply", () => FromInboxAsync(ask, reply, epoch));
    }

    /// <summary>Answers a command that the journal calls repeated.</summary>
    internal void Repeated(Ask ask, long epoch) => jobs.Add("reading a reply", () => FromInboxAsync(ask, null, epoch));

    private async Task FromInboxAsync(Ask ask, IReply? otherwise, long epoch)
    {
        AskResult result;
        try
        {
            var stored = await parts.Journal.FindReplyAsync(ask.Shard, ask.CommandId!.Value, parts.Stop);
            result = Fenced(ask, stored is { } message ? (IReply)ask.Kind.Codec.Decode(message) : otherwise, epoch);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            parts.Storage.Failed("find_reply", thrown);
            result = new AskResult.Unavailable(OutcomeIsUnknown: true);
        }

        ask.Finish(result);
    }

    // The last look at the ownership comes after everything that the reply was made of.
    private AskResult Fenced(Ask ask, IReply? reply, long epoch) =>
        parts.Ownership.EpochOf(ask.Shard) == epoch ? new AskResult.Replied(reply, epoch) : new AskResult.NotMine(null);
}
