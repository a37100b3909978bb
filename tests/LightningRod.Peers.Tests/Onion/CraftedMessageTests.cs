using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>Messages whose layers open and hold what they should not: the verdicts of both, and why they differ where they do.</summary>
public sealed class CraftedMessageTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private const ulong UnknownOdd = 77771;
    private const ulong UnknownEven = 77772;
    private static readonly ByteString Beef = Hex("beef");
    private static readonly TlvRecord Content = new(OnionMessageTlv.HeldHtlcAvailable, Beef);
    private static readonly CraftedMessage Good = new() { BesideLast = TlvStream.Of(Content) };

    private static readonly Row[] AtTheForwarder =
    [
        new("all as it should be", Verdict.BothAccept, Good),
        new("data with an unknown odd record", Verdict.BothAccept, Good with { Forward = new() { Unknown = Record(UnknownOdd) } }),
        new("data with an unknown even record", Verdict.BothRefuse, Good with { Forward = new() { Unknown = Record(UnknownEven) } }),
        new("data with a path id", Verdict.BothRefuse, Good with { Forward = new() { PathId = Beef } }),
        new("data without a next node", Verdict.BothRefuse, Good with { TellsNextNode = false }),
        new("data with a payment relay", Verdict.BothRefuse, Good with { Forward = new() { PaymentRelay = new(1, 2, 3) } }),
        new("data with payment constraints", Verdict.BothRefuse, Good with { Forward = new() { PaymentConstraints = new(new(1), new(2)) } }),
        new("no data", Verdict.BothRefuse, Good with { HasForwardData = false }),
        new("content beside the data", Verdict.BothRefuse, Good with { BesideForward = TlvStream.Of(Content) }),
        new("unknown odd content beside the data", Verdict.BothRefuse, Good with { BesideForward = Record(UnknownOdd) }),
        // BOLT 4 has a message ignored that has anything but encrypted data for a forwarding node.
        new("an unknown odd record below 64 beside the data", Verdict.WireRefuses, Good with { BesideForward = Record(63) }),
        // BOLT 4 asks for one of the two and forbids neither.
        new("data with channel and node id", Verdict.LdkRefuses, Good with { Forward = new() { ShortChannelId = new ShortChannelId(42) } }),
    ];

    private static readonly Row[] AtTheLast =
    [
        new("all as it should be", Verdict.BothAccept, Good),
        new("an unknown odd record below 64", Verdict.BothAccept, Good with { BesideLast = TlvStream.Of(Content, new(63, Beef)) }),
        new("an unknown even record below 64", Verdict.BothRefuse, Good with { BesideLast = TlvStream.Of(Content, new(62, Beef)) }),
        new("two contents", Verdict.BothRefuse, Good with { BesideLast = TlvStream.Of(Content, new(UnknownOdd, Beef)) }),
        new("no content", Verdict.BothRefuse, Good with { BesideLast = default }),
        new("data with an unknown odd record", Verdict.BothAccept, Good with { Last = new() { Unknown = Record(UnknownOdd) } }),
        new("data with an unknown even record", Verdict.BothRefuse, Good with { Last = new() { Unknown = Record(UnknownEven) } }),
        new("data with a payment relay", Verdict.BothRefuse, Good with { Last = new() { PaymentRelay = new(1, 2, 3) } }),
        // LDK 0.1 reads only the records that it writes itself: path_id and allowed_features are even numbers unknown to it in a message.
        new("data with a path id", Verdict.LdkRefuses, Good with { Last = new() { PathId = Beef } }),
        new("data with allowed features", Verdict.LdkRefuses, Good with { Last = new() { AllowedFeatures = Features.Of(1) } }),
        // What would tell a forwarding node where to go says nothing at the last; BOLT 4 does not forbid it.
        new("data with a next node", Verdict.LdkRefuses, Good with { Last = new() { ShortChannelId = new ShortChannelId(42) } }),
        // BOLT 4 asks for encrypted data at forwarding nodes alone.
        new("no data", Verdict.LdkRefuses, Good with { HasLastData = false }),
        // LDK parses these at once; to Wire content is bytes, for the reader of its type to judge.
        new("an ill-formed invoice_request", Verdict.LdkRefuses, Good with { BesideLast = Record(OnionMessageTlv.InvoiceRequest) }),
        new("an ill-formed invoice", Verdict.LdkRefuses, Good with { BesideLast = Record(OnionMessageTlv.Invoice) }),
        new("an ill-formed invoice_error", Verdict.LdkRefuses, Good with { BesideLast = Record(OnionMessageTlv.InvoiceError) }),
        new("an ill-formed context of LDK", Verdict.LdkRefuses, Good with { Last = new() { Unknown = Record(EncryptedDataTlv.LdkContext) } }),
    ];

    private enum Verdict
    {
        BothAccept,
        BothRefuse,
        WireRefuses,
        LdkRefuses,
    }

    public static TheoryData<string> ForwarderRows() => [.. AtTheForwarder.Select(row => row.What)];

    public static TheoryData<string> LastRows() => [.. AtTheLast.Select(row => row.What)];

    [Theory, MemberData(nameof(ForwarderRows))]
    public async Task Peel_AtTheForwarder_HasTheVerdict(string what)
    {
        var row = AtTheForwarder.Single(row => row.What == what);
        var nodes = await ldk.Nodes(1, 2);
        var body = row.Message.Body(nodes[0], nodes[1]);
        var wire = TryPeel(nodes[0].Secret, body, out var layer, out _);
        Assert.Equal(row.Expected, Of(wire, await ldk.Peels(nodes[0], body)));
        if (row.Expected == Verdict.BothAccept) Assert.Equal(layer!.Next, (await ldk.Forward(nodes[0], body)).Message);
    }

    [Theory, MemberData(nameof(LastRows))]
    public async Task Peel_AtTheLast_HasTheVerdict(string what)
    {
        var row = AtTheLast.Single(row => row.What == what);
        var nodes = await ldk.Nodes(1, 2);
        var body = (await ldk.Forward(nodes[0], row.Message.Body(nodes[0], nodes[1]))).Message;
        var wire = TryPeel(nodes[1].Secret, body, out var layer, out _) && layer.Payload is { IsOk: true, Value.Content: not null };
        Assert.Equal(row.Expected, Of(wire, await ldk.Peels(nodes[1], body)));
        if (row.Expected == Verdict.BothAccept) Assert.Equal(Beef, (await ldk.Receive(nodes[1], body)).Value);
    }

    private static Verdict Of(bool wire, bool ldk) => (wire, ldk) switch
    {
        (true, true) => Verdict.BothAccept,
        (false, false) => Verdict.BothRefuse,
        (false, true) => Verdict.WireRefuses,
        (true, false) => Verdict.LdkRefuses,
    };

    private static TlvStream Record(ulong type) => TlvStream.Of(new TlvRecord(type, Beef));

    private sealed record Row(string What, Verdict Expected, CraftedMessage Message);
}
