using System.ComponentModel.DataAnnotations;
using System.Net;
using LightningRod.Peering;
using LightningRod.Peering.Limits;
using LightningRod.Relay.Settings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Relay;

/// <summary>Settings of a <see cref="RelayCarrier"/>. Not to be changed after the carrier was made.</summary>
public sealed class RelayOptions : IValidatableObject
{
    /// <summary>Where to listen when <see cref="Listen"/> is empty: all IPv4 addresses, the usual port of Lightning.</summary>
    public const string DefaultListen = "0.0.0.0:9735";

    /// <summary>
    /// Where to listen: <c>ADDRESS:PORT</c>, IPv6 in brackets, port 0 for any free one. <c>[::]</c> means IPv6 alone. Empty for
    /// <see cref="DefaultListen"/>.
    /// </summary>
    public IList<string> Listen { get; set; } = [];

    /// <summary>Under which addresses wallets and other relays reach this one, <c>HOST:PORT</c>, the preferred one first. Not listened on.</summary>
    public IList<string> Addresses { get; set; } = [];

    /// <summary>
    /// Nodes that the operator knows, <c>NODEID@HOST:PORT</c>, one line for each address: other relays, own channel nodes. They may be at private
    /// addresses, and have <see cref="PeerRates"/> of their own.
    /// </summary>
    public IList<string> Peers { get; set; } = [];

    /// <summary>
    /// Whether addresses that strangers name may be private, loopback or link-local. False; true lets strangers make this process connect into its
    /// own network, so it is for tests and closed networks.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Feature bits to offer beside onion messages, LSPS0 and <c>lightning_rod</c>; odd ones, since an even one shuts others out.</summary>
    public IList<int> MoreFeatures { get; set; } = [];

    /// <summary>
    /// The chain: <c>bitcoin</c>, <c>testnet</c>, <c>signet</c> or <c>regtest</c>. A peer of other chains alone is refused; null takes all.
    /// </summary>
    public string? Chain { get; set; }

    /// <summary>How many onion messages of one session may be with the reader and not yet taken; more wait at the peer. 64.</summary>
    public int TakeWindow { get; set; } = 64;

    /// <summary>How many bytes these may have, per session; one message always goes. 1 MiB.</summary>
    public int TakeWindowBytes { get; set; } = 1 << 20;

    /// <summary>How many bytes these may have in all sessions together; one message per session always goes. 128 MiB.</summary>
    public long TakeBytes { get; set; } = 128L << 20;

    /// <summary>
    /// How long a pong is kept back for messages that are not taken, and how long a session waits for room. Then the session is closed with a
    /// <c>warning</c>, and the peer sends again. Below <see cref="PeeringOptions.PingInterval"/>. 10 seconds.
    /// </summary>
    public TimeSpan TakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the delivery of one batch may take, its pong included. Then the session is closed. 2 minutes.</summary>
    public TimeSpan DeliverTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a dial may take over all its addresses. 30 seconds.</summary>
    public TimeSpan DialTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What the nodes of <see cref="Peers"/> may send: they carry the messages of many. Twenty times what a wallet may.</summary>
    public PeerRates PeerRates { get; set; } = new()
    {
        OnionMessages = new() { MessagesPerSecond = 1000, MessageBurst = 10_000, BytesPerSecond = 4 << 20, ByteBurst = 32 << 20 },
        Drops = new() { MessagesPerSecond = 4000, MessageBurst = 40_000, BytesPerSecond = 16 << 20, ByteBurst = 128 << 20 },
    };

    /// <summary>Time-outs and bounds of the sessions.</summary>
    public PeeringOptions Peering { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Key, long Value, long Least)[] counts =
        [
            (nameof(TakeWindow), TakeWindow, 1), (nameof(TakeWindowBytes), TakeWindowBytes, PeerMessage.MaxLength),
            (nameof(TakeBytes), TakeBytes, PeerMessage.MaxLength),
        ];
        foreach (var (key, value, least) in counts)
        {
            if (value < least) yield return Wrong(key, $"is at least {least}");
        }

        foreach (var (key, value) in new[] { (nameof(DeliverTimeout), DeliverTimeout), (nameof(DialTimeout), DialTimeout) })
        {
            if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromHours(1)) yield return Wrong(key, "is from 0.1 seconds to 1 hour");
        }

        if (TakeTimeout < TimeSpan.FromMilliseconds(100) || TakeTimeout >= Peering.PingInterval)
            yield return Wrong(nameof(TakeTimeout), "is from 0.1 seconds to less than the ping interval");
        foreach (var fault in TextFaults()) yield return fault;
        foreach (var bit in MoreFeatures)
        {
            if (bit % 2 == 0 || bit is < 0 or > KnownTexts.HighestFeature)
                yield return Wrong(nameof(MoreFeatures), $"has odd bits up to {KnownTexts.HighestFeature}, not {bit}");
        }

        foreach (var result in Peering.Validate(null!))
            yield return Wrong($"{nameof(Peering)}.{result.MemberNames.FirstOrDefault()}", "is wrong: " + result.ErrorMessage);
        foreach (var result in new PeeringOptions { Rates = PeerRates }.Validate(null!))
            yield return Wrong(nameof(PeerRates), "are wrong: " + result.ErrorMessage);
    }

    /// <summary>Throws for the first setting that is wrong.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    internal void Check()
    {
        // The context is not used, and making one would ask for reflection.
        foreach (var wrong in Validate(null!)) throw new ArgumentException(wrong.ErrorMessage);
    }

    private IEnumerable<ValidationResult> TextFaults()
    {
        foreach (var text in Listen)
        {
            if (!KnownTexts.TryEndPoint(text, out _)) yield return Wrong(nameof(Listen), $"has entries ADDRESS:PORT, not '{text}'");
        }

        foreach (var text in Addresses)
        {
            if (!NetworkAddress.Parse(text.AsSpan()).TryGet(out _, out _))
                yield return Wrong(nameof(Addresses), $"has entries HOST:PORT, not '{text}'");
        }

        foreach (var text in Peers)
        {
            if (!KnownTexts.TryPeer(text, out _, out _)) yield return Wrong(nameof(Peers), $"has entries NODEID@HOST:PORT, not '{text}'");
        }

        if (Chain is not null && KnownTexts.ChainOf(Chain) is null)
            yield return Wrong(nameof(Chain), $"is bitcoin, testnet, signet or regtest, not '{Chain}'");
    }

    private static ValidationResult Wrong(string key, string rule) => new($"{key} {rule}.", [key]);
}
