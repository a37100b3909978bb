using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Tests.Support;
using LightningRod.TestKit.Histories;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>A payment of 1 to 4 parts with 1 to 3 payment hashes, as its payer knows it.</summary>
internal sealed class SeedPayment
{
    private readonly SeedWorld _world;
    private readonly HoldRequest _request;

    internal SeedPayment(SeedWorld world, int number)
    {
        _world = world;
        var random = world.Random;
        var parts = random.Next(1, 5);
        var hashes = Math.Min(parts, random.Next(1, 4));
        foreach (var part in Enumerable.Range(0, parts))
        {
            var preimage = new PaymentPreimage(Bytes32.Sha256([(byte)number, (byte)(part % hashes)]));
            Unsent.Add(new(preimage, PaymentHash.Of(preimage), (ulong)random.Next(500, 3000)));
        }

        All = [.. Unsent];
        Pid = new(Bytes32.Sha256([(byte)number, 99]));
        Expiry = new(SeedWorld.Start + (uint)random.Next(60, 200));
        Hold = HeldPaymentActor.IdOf(world.Payer.Id, Pid.Hash());
        // One in eight has too little room for all of its parts.
        var most = Msat.FromSatoshis(random.Next(8) == 0 ? 2_500u : 20_000u);
        Hashes = [.. All.Select(static part => part.Hash).Distinct()];
        _request = new HoldRequest(Pid.Hash(), PaymentHashList.Of(Hashes), Expiry, most).SignedBy(world.Payer.Keys.Key, world.RelayId);
    }

    internal PaymentId Pid { get; }

    internal BlockHeight Expiry { get; }

    internal ActorId Hold { get; }

    internal PaymentHash[] Hashes { get; }

    internal Piece[] All { get; }

    internal List<Piece> Unsent { get; } = [];

    internal bool IsAccepted { get; private set; }

    internal bool IsGivenUp { get; private set; }

    internal void Request() => _world.Payer.Ask(_request);

    internal void Cancel() => _world.Payer.Ask(new HoldCancel(Pid.Hash()).SignedBy(_world.Payer.Keys.Key, _world.RelayId));

    /// <summary>The payee sends the trigger, or one with a secret that opens nothing, on the way that the payer gave it.</summary>
    internal void Trigger(bool isRight)
    {
        var pid = isRight ? Pid : new PaymentId(Bytes32.Sha256("wrong"u8));
        _world.Payee.Write(_world.Payer, Unblock, isRight ? () => _world.History.Add(new TriggerShown(Hold)) : null);

        EncryptedData Unblock(EncryptedData data) => data with { PaymentUnblock = new(pid, null) };
    }

    internal void Told(HoldAck ack)
    {
        if (ack.PaymentIdHash != Pid.Hash()) return;
        if (ack.Accepted is not null && !IsAccepted)
        {
            IsAccepted = true;
            _world.History.Add(new HoldAccepted(Hold, _world.Payer.Id, [.. Hashes]));
        }
        else if (ack.Refused is { } refused && refused.Code != HoldErrorCode.Busy)
        {
            _world.History.Note($"hold {Hold.Key} refused: {refused.Text}");
            IsGivenUp = true;
        }
        else if (ack.Cancelled)
        {
            _world.History.Note($"hold {Hold.Key} cancelled");
        }
    }
}
