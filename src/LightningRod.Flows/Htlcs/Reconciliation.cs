using System.Globalization;
using System.Text.Json;
using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>
/// Whenever a stream opens, the parts that the node was told something about, or that wait for their payer, are looked up in the node's history:
/// what it reported meanwhile was heard by nobody.
/// </summary>
/// <remarks>Reads the lists row by row, so it needs no memory for holds. Runs beside the stream; what it tells a part twice is told once.</remarks>
internal sealed class Reconciliation(ConnectedNode node, HtlcReports reports, Recheck recheck)
{
    private const int AtOnce = 8;

    /// <summary>Looks all of them up, until the storage and the node let it.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                await LookAllUpAsync(stop);
                return;
            }
            catch (Exception later) when (later is JournalUnavailableException or ChannelNodeUnavailableException)
            {
                await node.Retry.WaitAsync(++failures, stop);
            }
        }
    }

    /// <summary>Some at a time, in the caller's synchronization context.</summary>
    private async Task LookAllUpAsync(CancellationToken stop)
    {
        var underWay = new List<Task>(AtOnce);
        try
        {
            await foreach (var part in PartsAsync(stop))
            {
                underWay.Add(LookUpAsync(part, stop));
                if (underWay.Count < AtOnce) continue;
                var done = await Task.WhenAny(underWay);
                underWay.Remove(done);
                await done;
            }
        }
        finally
        {
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(underWay);
    }

    private async IAsyncEnumerable<ListedPart> PartsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var (actor, view) in node.Flow.Journal.ReadViewsAsync(HeldPaymentActor.KindName, null, includeOver: false, cancel))
        {
            foreach (var part in ListedPart.Read(actor, view))
            {
                if (part.Key.Node == node.Name) yield return part;
            }
        }
    }

    private async Task LookUpAsync(ListedPart part, CancellationToken cancel)
    {
        var key = part.Key;
        if (part is { AwaitsPayer: false, IsPending: false }) return;
        if (node.Known.Find(key) is null) node.Known.Note(key, part.Hold, part.Amount);
        if (part.IsPending && part.State != PartStatus.Passed && node.Channels.IsOnChain(key.Channel))
        {
            reports.Take(key, PartReport.ChannelClosing);
            return;
        }

        if (part.AwaitsPayer)
        {
            node.Known.Await(key);
            if (node.Channels.IsActive(key.Channel)) reports.Take(key, PartReport.Returned);
        }

        // Held parts are offered again, and are failed when their height comes.
        if (!part.IsPending || part.State == PartStatus.Held) return;
        var history = await node.Node.FindHtlcAsync(key, cancel);
        if (HtlcReports.Of(history.State) is { } report) reports.Take(key, report);
        else recheck.Later(key);
    }

    /// <summary>A part as the list of holds shows it.</summary>
    private sealed record ListedPart(ActorId Hold, HtlcKey Key, PartStatus State, bool AwaitsPayer, Msat Amount)
    {
        internal bool IsPending => State is PartStatus.Held or PartStatus.ReleaseDecided or PartStatus.Passed or PartStatus.FailDecided;

        internal static List<ListedPart> Read(ActorId actor, ViewRow view)
        {
            var parts = new List<ListedPart>();
            try
            {
                using var details = JsonDocument.Parse(view.Details);
                foreach (var part in details.RootElement.GetProperty("parts").EnumerateArray()) parts.Add(Read(actor, part));
            }
            catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // A row that another version wrote in another way: its parts are found by their reports and alarms.
            }

            return parts;
        }

        private static ListedPart Read(ActorId actor, JsonElement part)
        {
            var channel = new ChannelId(Bytes32.FromHex(part.GetProperty("channel_id").GetString()!));
            var id = ulong.Parse(part.GetProperty("htlc_id").GetString()!, CultureInfo.InvariantCulture);
            var state = Enum.Parse<PartStatus>(part.GetProperty("state").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            var awaits = part.TryGetProperty("return", out var stage) && stage.GetString() is "awaited" or "reminded" or "last_call";
            return new(actor, new(part.GetProperty("node").GetString()!, channel, id), state, awaits, new(part.GetProperty("msat").GetUInt64()));
        }
    }
}
