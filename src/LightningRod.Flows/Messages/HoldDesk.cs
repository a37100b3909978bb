using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Messages;

/// <summary>What a payer is told.</summary>
/// <param name="Ack">The answer.</param>
/// <param name="Signer">The client that asked, when its signature is good.</param>
internal sealed record HoldAnswer(HoldAck Ack, NodeId? Signer);

/// <summary>Answers <c>hold_request</c> and <c>hold_cancel</c> (docs/protocol.md, sections 3.1, 3.3 and 7).</summary>
/// <remarks>
/// A repeated request gets the same answer from the hold itself, as long as that is true: a stored reply would also tell of a hold that was
/// cancelled since that it is accepted, and the payer's HTLCs would pass.
/// </remarks>
internal sealed class HoldDesk(Calls calls, NodeId relay, Instruments instruments)
{
    private const int GateCount = 64;

    // What a client's holds leave is read before the next one is asked for, so one client's requests take turns.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, GateCount).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Whether a content record is for this desk.</summary>
    internal static bool Takes(TlvRecord content) => content.Type is OnionMessageTlv.HoldRequest or OnionMessageTlv.HoldCancel;

    /// <summary>The answer, or null when it can not even be said which hold is meant.</summary>
    internal async Task<HoldAnswer?> AnswerAsync(TlvRecord content, CancellationToken cancel)
    {
        if (!RodMessage.Parse(content).TryGet(out var message, out var error)) return Malformed(content, error);
        return message switch
        {
            HoldRequest request => await HoldAsync(request, cancel),
            HoldCancel hold => await CancelAsync(hold, cancel),
            _ => null,
        };
    }

    private async Task<HoldAnswer> HoldAsync(HoldRequest request, CancellationToken cancel)
    {
        if (!request.VerifySignature(relay)) return Told(request, new(Refusal(request.PaymentIdHash, HoldErrorCode.BadSignature), null), null);
        var client = calls.FindClient(request.Client!.ClientNodeId);
        // Holds are honoured on channels alone, so without one nothing would ever be held.
        if (client is null or { Nodes.Count: 0 })
            return Told(request, new(Refusal(request.PaymentIdHash, HoldErrorCode.UnknownClient), client?.Id), null);

        var id = HeldPaymentActor.IdOf(client.Id, request.PaymentIdHash);
        var gate = _gates[(uint)client.Id.GetHashCode() % GateCount];
        await gate.WaitAsync(cancel);
        try
        {
            var limits = await LeftAsync(client, id.Key, cancel);
            var asked = limits is null
                ? null
                : await calls.AskAsync(id, new RequestHold(request.PaymentHashes, request.ExpiryHeight, request.MaxAmount, limits), cancel);
            return Told(request, new(AckOf(asked, request.PaymentIdHash), client.Id), request.MaxAmount);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<HoldAnswer> CancelAsync(HoldCancel hold, CancellationToken cancel)
    {
        if (!hold.VerifySignature(relay)) return Told(hold, new(Refusal(hold.PaymentIdHash, HoldErrorCode.BadSignature), null), null);
        // Who is no client any more can still cancel what it asked for before.
        var payer = hold.Client!.ClientNodeId;
        var client = calls.FindClient(payer)?.Id;
        if (!calls.MayHaveHolds(payer)) return Told(hold, new(Refusal(hold.PaymentIdHash, HoldErrorCode.UnknownClient), client), null);
        var asked = await calls.AskAsync(HeldPaymentActor.IdOf(payer, hold.PaymentIdHash), new CancelHold(), cancel);
        return Told(hold, new(AckOf(asked, hold.PaymentIdHash), client), null);
    }

    /// <summary>What the client's other holds leave of its limits; null when that can not be read now.</summary>
    private async Task<HoldLimits?> LeftAsync(Client client, OpaqueKey hold, CancellationToken cancel)
    {
        var limits = client.Holds;
        var (count, amount) = (0, 0UL);
        try
        {
            await foreach (var (actor, view) in calls.Journal.ReadViewsAsync(HeldPaymentActor.KindName, client.Key, includeOver: false, cancel))
            {
                if (actor.Key == hold) continue;
                var reserved = HoldRow.Of(view).Reserved;
                amount = reserved > ulong.MaxValue - amount ? ulong.MaxValue : amount + reserved;
                if (++count >= limits.HoldsLeft) break;
            }
        }
        catch (JournalUnavailableException)
        {
            return null;
        }

        return limits with
        {
            HoldsLeft = Math.Max(0, limits.HoldsLeft - count),
            MaxAmount = amount >= limits.MaxAmount.Value ? Msat.Zero : new(limits.MaxAmount.Value - amount),
        };
    }

    private static HoldAck AckOf(AskResult? asked, Bytes32 hold) =>
        asked is AskResult.Replied { Reply: HoldAnswered answered } ? answered.Ack : Refusal(hold, HoldErrorCode.Busy, "try again in a moment");

    private HoldAnswer Told(SignedRodMessage request, HoldAnswer answer, Msat? amount)
    {
        var outcome = answer.Ack switch
        {
            { Accepted: not null } => "accepted",
            { Cancelled: true } => "cancelled",
            { Refused: { } refused } => NameOf(refused.Code),
            _ => "none",
        };
        instruments.HoldAsked(request is HoldRequest ? "hold_request" : "hold_cancel", outcome);
        var step = answer.Ack switch
        {
            { Accepted: not null } => new Step(StepNames.HoldAccepted) { Amount = amount },
            { Cancelled: true } => new Step(StepNames.HoldCancelled),
            _ => new Step(StepNames.HoldRefused) { Detail = outcome },
        };
        calls.Step(step with { Client = answer.Signer });
        return answer;
    }

    /// <summary>A refusal for a request that broke a rule, when it can be read which hold was meant.</summary>
    private HoldAnswer? Malformed(TlvRecord content, WireError error)
    {
        Bytes32? hold = null;
        var isSigned = false;
        var tlvs = new TlvReader(content.Value);
        while (tlvs.Next(out var type, out var value))
        {
            // The two requests share these records.
            if (type == HoldRequestTlv.PaymentIdHash && value.Remaining == Bytes32.Size) hold = value.ReadBytes32();
            else value.ReadRestSpan();
            isSigned |= type == HoldRequestTlv.Signature;
            tlvs.Close(ref value);
        }

        if (hold is not { } hash) return null;
        var ack = !tlvs.Failed && !isSigned
            ? Refusal(hash, HoldErrorCode.BadSignature, "the signature is missing")
            : Refusal(hash, HoldErrorCode.Malformed, error.Detail);
        instruments.HoldAsked(content.Type == OnionMessageTlv.HoldRequest ? "hold_request" : "hold_cancel", NameOf(ack.Refused!.Code));
        return new(ack, null);
    }

    private static HoldAck Refusal(Bytes32 hold, ushort code, string? text = null) => HoldAck.Refuse(hold, new(code, text));

    private static string NameOf(ushort code) => WireNumbers.Find(nameof(HoldErrorCode), code)?.Name ?? "other";
}
