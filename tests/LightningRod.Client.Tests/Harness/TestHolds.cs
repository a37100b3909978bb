using LightningRod.Client.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Tests.Harness;

/// <summary>The payer's LSP: what it holds and when it lets go.</summary>
internal sealed class TestHolds
{
    private readonly TestNetwork _network;
    private readonly Lock _lock = new();
    private readonly List<Hold> _holds = [];

    internal TestHolds(TestNetwork network)
    {
        _network = network;
        network.Intercept = Intercept;
    }

    /// <summary>In place of the usual answers to a hold request.</summary>
    internal Func<HoldRequest, BlindedPath, IEnumerable<(HoldAck, BlindedPath)>>? Answers { get; set; }

    internal uint ReturnDelta { get; set; } = 288;

    /// <summary>Whether HTLCs without a hold go on; else such an HTLC is a fault of the payer.</summary>
    internal bool Pass { get; set; }

    internal int Requests { get; private set; }

    internal int Triggers { get; private set; }

    internal List<TestHtlc> HeldParts
    {
        get
        {
            lock (_lock) return [.. _holds.SelectMany(hold => hold.Parts)];
        }
    }

    internal HoldAck Accept(HoldRequest request) => HoldAck.Accept(request.PaymentIdHash, new HoldTerms(request.ExpiryHeight, ReturnDelta));

    internal IEnumerable<(HoldAck Ack, BlindedPath Path)> Answer(SignedRodMessage message, NodeId relay, BlindedPath path)
    {
        lock (_lock)
        {
            Assert.True(message.VerifySignature(relay), "the signature is not the client's");
            return message switch
            {
                HoldRequest request => Request(request, path),
                HoldCancel cancel => [(Cancel(cancel), path)],
                _ => throw new InvalidOperationException(),
            };
        }
    }

    internal void Trigger(NodeId payer, PaymentId pid)
    {
        lock (_lock)
        {
            Triggers++;
            if (_holds.Find(hold => hold.Payer == payer && hold.Request.PaymentIdHash == pid.Hash()) is not { State: HoldState.Holding } found)
                return;
            found.State = HoldState.Open;
            foreach (var htlc in found.Parts) _network.Forward(htlc);
        }
    }

    private IEnumerable<(HoldAck, BlindedPath)> Request(HoldRequest request, BlindedPath path)
    {
        Requests++;
        if (!_holds.Exists(hold => hold.Request.PaymentIdHash == request.PaymentIdHash)) _holds.Add(new Hold(request.Client!.ClientNodeId, request));
        return Answers is { } other ? other(request, path) : [(Accept(request), path)];
    }

    private HoldAck Cancel(HoldCancel cancel)
    {
        if (_holds.Find(hold => hold.Request.PaymentIdHash == cancel.PaymentIdHash) is not { } hold)
            return HoldAck.Refuse(cancel.PaymentIdHash, new HoldRefusal(HoldErrorCode.UnknownHold));
        if (hold.State == HoldState.Open) return HoldAck.Refuse(cancel.PaymentIdHash, new HoldRefusal(HoldErrorCode.TooLate));
        hold.State = HoldState.Cancelled;
        foreach (var htlc in hold.Parts) TestNetwork.Fail(htlc, default);
        return HoldAck.Cancel(cancel.PaymentIdHash);
    }

    private HtlcFate Intercept(NodeId payer, TestHtlc htlc)
    {
        lock (_lock)
        {
            if (_holds.Find(hold => hold.Payer == payer && hold.Request.PaymentHashes.Hashes.Contains(htlc.Hash)) is not { } found)
            {
                Assert.True(Pass, "an HTLC was sent without a hold");
                return HtlcFate.Pass;
            }

            if (found.State == HoldState.Cancelled) return HtlcFate.Fail;
            Assert.True(found.Parts.Aggregate(htlc.Amount, (sum, part) => sum + part.Part.Amount) <= found.Request.MaxAmount,
                "more than was asked for");
            if (found.State == HoldState.Open) return HtlcFate.Pass;
            found.Parts.Add(htlc);
            return HtlcFate.Hold;
        }
    }

    private enum HoldState
    {
        Holding,
        Open,
        Cancelled,
    }

    private sealed class Hold(NodeId payer, HoldRequest request)
    {
        internal NodeId Payer { get; } = payer;

        internal HoldRequest Request { get; } = request;

        internal HoldState State { get; set; }

        internal List<TestHtlc> Parts { get; } = [];
    }
}
