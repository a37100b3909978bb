using FsCheck;
using FsCheck.Fluent;
using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

/// <summary>One step of a random story about a hold: a height, perhaps another owner, and a command.</summary>
internal sealed record HoldStep(uint Height, bool ReadAgain, ICommand Command)
{
    private static readonly ChannelId[] Channels = [Outgoing, new(Bytes32.Sha256("second"u8))];

    private static readonly Gen<bool> Bool = Gen.Elements(true, false);

    /// <summary>Mostly near the heights at which something happens, and not always growing.</summary>
    private static readonly Gen<uint> AnyHeight = Gen.Frequency(
        (6, Gen.Choose(0, 30).Select(n => Now + (uint)n)),
        (3, Gen.Choose(-12, 3).Select(n => (uint)(Expiry + n))),
        (2, Gen.Choose(-3, 3).Select(n => (uint)(800_100 + n))),
        (1, Gen.Choose(-150, 3).Select(n => (uint)(IncomingExpiry + n))),
        (1, Gen.Elements(0u, 1u, uint.MaxValue)));

    private static readonly Gen<ICommand> AnyOffer =
        from id in Gen.Choose(1, 8)
        from hash in Gen.Choose(0, 3)
        from msat in Gen.Elements<ulong>(1, 100_000, 300_000, 600_000, 1_000_000, 2_000_000, ulong.MaxValue)
        from channel in Gen.Elements<ChannelId>(Channels)
        from toClient in Bool
        from active in Bool
        from old in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from delta in Gen.Elements(40u, 144u, 600u)
        from autoFail in Gen.Elements<BlockHeight?>(null, new BlockHeight(800_103), new BlockHeight(IncomingExpiry - 19))
        select (ICommand)new OfferPart(Htlc((ulong)id, hash, msat, channel, toClient), delta, autoFail, active, old);

    private static readonly Gen<ICommand> AnyReport =
        from id in Gen.Choose(1, 9)
        from report in Gen.Elements<PartReport>(Enum.GetValues<PartReport>())
        from isBack in Bool
        select (ICommand)Report((ulong)id, report, isBack);

    private static readonly Gen<ICommand> AnyRequest =
        from hashes in Gen.Choose(1, 3)
        from maxParts in Gen.Choose(2, 4)
        from returnDelta in Gen.Elements(288u, 20u)
        select (ICommand)(Request(hashes) with { Limits = new() { MaxParts = maxParts, ReturnDelta = returnDelta } });

    private static readonly Gen<ICommand> AnyChannel =
        from channel in Gen.Elements<ChannelId>(Channels)
        from active in Bool
        select (ICommand)new NextChannelChanged("cln-1", channel, active);

    internal static Gen<HoldStep> Any { get; } =
        from height in AnyHeight
        from readAgain in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from command in Gen.Frequency(
            (3, AnyRequest), (8, AnyOffer), (3, Gen.Constant<ICommand>(Trigger)), (1, Gen.Constant<ICommand>(new ShowPaymentId(new(Pid.Hash())))),
            (3, AnyChannel), (6, AnyReport), (1, Gen.Constant<ICommand>(new CancelHold())), (2, Gen.Constant<ICommand>(AlarmDue.Instance)))
        select new HoldStep(height, readAgain, command);
}
