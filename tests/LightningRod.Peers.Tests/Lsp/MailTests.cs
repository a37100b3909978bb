using LightningRod.Peers.Tests.Driver;
using LightningRod.Peers.Tests.Onion;
using LightningRod.TestKit.Network;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Lsp;

/// <summary>LDK as a client of a whole LSP: what is kept for it, across sleep, restarts and kills, and what it acknowledges.</summary>
public sealed class MailTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private static readonly int[] Sizes = [0, 1, 300, 1000, 5000, 30_000, 2];

    [Fact]
    public async Task Mail_ForLdkThatIsAway_WaitsAndArrivesInOrderByteForByte()
    {
        await using var lsp = await TestLsp.StartAsync();
        await using var sender = new Correspondent();
        await sender.ConnectAsync(lsp);
        var node = await ldk.Node(1);
        await lsp.InviteAsync(ldk, node);
        await ldk.ShowOnions(node);
        var live = await WriteAsync(sender, lsp, node, Sizes);
        await AssertArrived(ldk, node, live);
        await lsp.UntilKeptAsync(node, 0);

        await SleepAsync(lsp, node);
        var letters = await WriteAsync(sender, lsp, node, [.. Sizes, .. Sizes]);
        Assert.Equal(letters.Count, await lsp.KeptAsync(node));
        await lsp.InviteAsync(ldk, node);
        await AssertArrived(ldk, node, letters);
        // LDK's pong, and nothing else, lets the relay forget them.
        await lsp.UntilKeptAsync(node, 0);
        await ldk.Stop(node);
    }

    [Fact]
    public async Task Mail_ForLdkThatNeverCame_WaitsForItsFirstSession()
    {
        await using var lsp = await TestLsp.StartAsync();
        await using var sender = new Correspondent();
        await sender.ConnectAsync(lsp);
        var node = await ldk.Node(2);
        var letters = await WriteAsync(sender, lsp, node, Sizes);
        await ldk.ShowOnions(node);
        await lsp.InviteAsync(ldk, node);
        await AssertArrived(ldk, node, letters);
        await lsp.UntilKeptAsync(node, 0);
        await ldk.Stop(node);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Mail_AcrossRestartsOfTheLsp_ArrivesInOrderByteForByteAndOnce(bool isKilled)
    {
        Assert.SkipWhen(isKilled && OperatingSystem.IsWindows(), "Signals of this kind are those of Unix.");
        await using var lsp = await TestLsp.StartAsync(isKilled);
        await using var sender = new Correspondent();
        var node = await ldk.Node(isKilled ? 4 : 3);
        await ldk.ShowOnions(node);
        await lsp.InviteAsync(ldk, node);
        await SleepAsync(lsp, node);
        for (var round = 0; round < 2; round++)
        {
            var letters = new List<Letter>();
            for (var life = 0; life < 3; life++)
            {
                await sender.ConnectAsync(lsp);
                letters.AddRange(await WriteAsync(sender, lsp, node, Sizes));
                await lsp.RestartAsync();
            }

            Assert.Equal(letters.Count, await lsp.KeptAsync(node));
            await lsp.InviteAsync(ldk, node);
            await AssertArrived(ldk, node, letters);
            await lsp.UntilKeptAsync(node, 0);

            // What was acknowledged is acknowledged in the next life too: the first that comes is new.
            await lsp.RestartAsync();
            await ldk.Disconnected(node);
            await sender.ConnectAsync(lsp);
            await lsp.InviteAsync(ldk, node);
            await AssertArrived(ldk, node, await WriteAsync(sender, lsp, node, [7]));
            await lsp.UntilKeptAsync(node, 0);
            await SleepAsync(lsp, node);
        }

        await ldk.Stop(node);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Mail_LspEndsWhileLdkHasNotAcknowledged_IsDeliveredAgain(bool isKilled)
    {
        Assert.SkipWhen(isKilled && OperatingSystem.IsWindows(), "Signals of this kind are those of Unix.");
        await using var lsp = await TestLsp.StartAsync(isKilled);
        await using var sender = new Correspondent();
        await sender.ConnectAsync(lsp);
        var node = await ldk.Node(isKilled ? 6 : 5);
        await ldk.ShowOnions(node);
        var letters = await WhilePongsAreLostAsync(lsp, sender, node);
        await lsp.RestartAsync();
        await ldk.Disconnected(node);
        Assert.Equal(letters.Count, await lsp.KeptAsync(node));
        await lsp.InviteAsync(ldk, node);
        await AssertArrived(ldk, node, letters);
        await lsp.UntilKeptAsync(node, 0);
        await ldk.Stop(node);
    }

    [Fact]
    public async Task Mail_TwoSessionsOfOneNode_GoesToTheNewestAndNothingTwiceOnceAcknowledged()
    {
        await using var lsp = await TestLsp.StartAsync();
        await using var sender = new Correspondent();
        await sender.ConnectAsync(lsp);
        // The same wallet, restored on a second phone.
        await using var elsewhere = new LdkPeer();
        await elsewhere.InitializeAsync();
        var node = await ldk.Node(7);
        var phones = new[] { ldk, elsewhere };
        foreach (var phone in phones) await phone.ShowOnions(node);
        var waiting = await WriteAsync(sender, lsp, node, Sizes);
        for (var turn = 0; turn < 6; turn++)
        {
            var (newest, other) = (phones[turn % 2], phones[(turn + 1) % 2]);
            await lsp.InviteAsync(newest, node);
            if (turn > 0) await other.Disconnected(node);
            await AssertArrived(newest, node, waiting);
            // Whatever came a second time would stand before these.
            await AssertArrived(newest, node, await WriteAsync(sender, lsp, node, Sizes));
            await lsp.UntilKeptAsync(node, 0);
            waiting = [];
            Assert.Empty(await other.Peers(node));
        }

        foreach (var phone in phones) await phone.Stop(node);
    }

    [Fact]
    public async Task Mail_OldSessionHasNotAcknowledged_GoesToTheNewOne()
    {
        await using var lsp = await TestLsp.StartAsync();
        await using var sender = new Correspondent();
        await sender.ConnectAsync(lsp);
        await using var elsewhere = new LdkPeer();
        await elsewhere.InitializeAsync();
        var node = await ldk.Node(8);
        await ldk.ShowOnions(node);
        await elsewhere.ShowOnions(node);
        var letters = await WhilePongsAreLostAsync(lsp, sender, node);
        await lsp.InviteAsync(elsewhere, node);
        await ldk.Disconnected(node);
        await AssertArrived(elsewhere, node, letters);
        await lsp.UntilKeptAsync(node, 0);
        await lsp.InviteAsync(ldk, node);
        await AssertArrived(ldk, node, await WriteAsync(sender, lsp, node, [9]));
        await ldk.Stop(node);
        await elsewhere.Stop(node);
    }

    [Theory, InlineData(1_000), InlineData(20_000), InlineData(60_000)]
    public async Task Mail_LineThatBreaksAfterSomeBytes_GoesOnInOrderWithoutAGap(int bytes)
    {
        await using var lsp = await TestLsp.StartAsync();
        await using var sender = new Correspondent();
        await sender.ConnectAsync(lsp);
        var node = await ldk.Node(10);
        await ldk.ShowOnions(node);
        await using var line = new TcpProxy(lsp.Relay);
        await lsp.InviteAsync(ldk, node, line.EndPoint.Port);
        line.CutAfter(ProxyDirection.ToCaller, bytes);
        var letters = await WriteAsync(sender, lsp, node, Sizes);
        await ldk.Disconnected(node);
        await lsp.InviteAsync(ldk, node);
        var (last, steps) = (-1, 0);
        for (; last < letters.Count - 1; steps++)
        {
            var onion = await ldk.Onion(node);
            var place = letters.FindIndex(letter => letter.Onion == onion);
            // The next one, or one again whose pong did not come through.
            Assert.InRange(place, 0, last + 1);
            Assert.Equal(letters[place].Content, (await ldk.Arrived(node)).Value);
            last = place;
        }

        Assert.InRange(steps, letters.Count, (2 * letters.Count) - 1);
        await lsp.UntilKeptAsync(node, 0);
        await ldk.Stop(node);
    }

    [Fact]
    public async Task Ping_OfLdk_IsAnsweredWhenItsMessagesAreKept()
    {
        await using var lsp = await TestLsp.StartAsync();
        await using var other = new Correspondent();
        var node = await ldk.Node(9);
        await lsp.InviteAsync(ldk, node);
        for (var i = 0; i < 10; i++)
        {
            await ldk.Send(node, Path([lsp.NodeId, other.Key.PublicKey], Marked(i)), OnionMessageTlv.PaymentReady, Filled(i));
            // LDK gives up who does not answer its pings: in ten turns it would.
            await ldk.Tick(node);
            await lsp.UntilKeptAsync(new(0, other.Key.PublicKey, other.Key), i + 1);
        }

        Assert.Single(await ldk.Peers(node));
        await ldk.Stop(node);

        await other.ConnectAsync(lsp);
        for (var i = 0; i < 10; i++)
        {
            var layer = Peel(other.Key, (await other.ReadAsync()).Body());
            Assert.Equal(Marked(i).PathId, layer.PathId);
            Assert.Equal(new TlvRecord(OnionMessageTlv.PaymentReady, Filled(i)), layer.Payload.Value.Content);
        }
    }

    private static async Task<List<Letter>> WriteAsync(Correspondent sender, TestLsp lsp, LdkNode node, int[] sizes)
    {
        var letters = new List<Letter>();
        foreach (var size in sizes) letters.Add(await sender.WriteAsync(lsp, node, size));
        return letters;
    }

    private static async Task AssertArrived(LdkPeer ldk, LdkNode node, List<Letter> letters)
    {
        foreach (var letter in letters)
        {
            Assert.Equal(letter.Onion, await ldk.Onion(node));
            Assert.Equal(letter.Content, (await ldk.Arrived(node)).Value);
        }
    }

    /// <summary>LDK gets mail on a line that loses all that it says, its pongs too: so the LSP must keep it all.</summary>
    private async Task<List<Letter>> WhilePongsAreLostAsync(TestLsp lsp, Correspondent sender, LdkNode node)
    {
        await using var line = new TcpProxy(lsp.Relay);
        await lsp.InviteAsync(ldk, node, line.EndPoint.Port);
        await AssertArrived(ldk, node, await WriteAsync(sender, lsp, node, [1]));
        await lsp.UntilKeptAsync(node, 0);
        line.Swallow(ProxyDirection.ToTarget);
        var letters = await WriteAsync(sender, lsp, node, [300]);
        await AssertArrived(ldk, node, letters);
        letters.AddRange(await WriteAsync(sender, lsp, node, Sizes));
        Assert.Equal(letters.Count, await lsp.KeptAsync(node));
        return letters;
    }

    private async Task SleepAsync(TestLsp lsp, LdkNode node)
    {
        await ldk.Disconnect(node, lsp.NodeId);
        await ldk.Disconnected(node);
    }

    /// <summary>Data of a path's last hop that tells which message it was.</summary>
    private static EncryptedData Marked(int number) => new() { PathId = Filled(number + 1) };
}
