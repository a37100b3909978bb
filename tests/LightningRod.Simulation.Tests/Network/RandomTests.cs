using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Numbers;

namespace LightningRod.Simulation.Tests.Network;

/// <summary>Random payments, holds, lost streams, blocks, reorgs and disconnects; every seed is one test.</summary>
public sealed class RandomTests
{
    private const int StepsPerSeed = 300;

    public static IEnumerable<TheoryDataRow<int, NodeKind>> Seeds() =>
        from seed in Enumerable.Range(1, 20)
        from kind in new[] { NodeKind.Lnd, NodeKind.CoreLightning }
        select new TheoryDataRow<int, NodeKind>(seed, kind);

    [Theory, MemberData(nameof(Seeds))]
    public void Network_UnderRandomEvents_KeepsItsPromises(int seed, NodeKind kind)
    {
#pragma warning disable CA5394 // A fixed seed is the point.
        var random = new Random(seed);
        var world = new World(kind, seed: (ulong)seed);
        var payments = new List<Payment>();
        var epoch = 1ul;
        world.Open(epoch);
        for (var i = 0; i < StepsPerSeed; i++)
        {
            switch (random.Next(14))
            {
                case 0 or 1 or 2:
                    var payment = world.Pay((ulong)random.Next(1, 20_000), (uint)random.Next(30, 200));
                    if (payment.Id is not null) payments.Add(payment);
                    break;
                case 3 or 4 when payments.Count > 0:
                    var answer = random.Next(4) switch
                    {
                        0 => new HtlcAnswer.Fail(FailureCode.TemporaryChannelFailure),
                        1 when kind == NodeKind.CoreLightning => new HtlcAnswer.Hold(world.Height + (uint)random.Next(50), FailureCode.TemporaryNodeFailure),
                        _ => (HtlcAnswer)new HtlcAnswer.Resume(),
                    };
                    world.Answer(payments[random.Next(payments.Count)].Key, answer, epoch);
                    if (world.Reports.OfType<StreamLost>().Any()) Reopen();
                    break;
                case 5 or 6:
                    var arrived = world.Do(new ListHtlcs(World.Payee)).Where(row => row is { Receiver: World.Payee, Pending: true, End: null }).ToList();
                    if (arrived.Count == 0 || !world.Do(new GetNode(World.Payee)).Online) break;
                    var chosen = arrived[random.Next(arrived.Count)];
                    if (random.Next(3) == 0)
                        world.Do(new FailHtlc(World.Payee, chosen.Channel, chosen.HtlcId) { Code = FailureCode.IncorrectOrUnknownPaymentDetails });
                    else
                        world.Do(new ClaimHtlc(World.Payee, chosen.Channel, chosen.HtlcId, payments.First(p => p.Hash == chosen.Hash).Preimage));
                    break;
                case 7:
                    world.Do(new Mine((uint)random.Next(1, 12)));
                    break;
                case 8:
                    world.Do(new Reorg((uint)random.Next(1, 4)));
                    break;
                case 9 or 10:
                    var node = random.Next(2) == 0 ? World.Payer : World.Payee;
                    world.Do(new SetOnline(node, !world.Do(new GetNode(node)).Online));
                    break;
                case 11:
                    world.Do(new SetLink(World.Lsp, World.Hub, random.Next(2) == 0));
                    break;
                case 13 when random.Next(10) == 0:
                    var channel = new[] { world.In, world.Middle, world.Out }[random.Next(3)];
                    if (!world.Channel(channel == world.Out ? World.Hub : World.Lsp, channel).IsOnChain)
                        world.Do(new ForceClose(channel == world.Out ? World.Hub : World.Lsp, channel.Channel));
                    break;
                case 12:
                    world.Do(new StopIntercepting(world.Stream));
                    Reopen();
                    break;
            }

            world.Network.Check();
        }
#pragma warning restore CA5394

        // Everybody comes back, and time passes: all is decided, and once.
        world.Do(new SetLink(World.Lsp, World.Hub, true));
        world.Do(new SetOnline(World.Payer, true));
        world.Do(new SetOnline(World.Payee, true));
        world.Do(new Mine(400));
        world.Network.Check();
        Assert.Equal(0ul, world.Do(new GetStatus()).InFlight.Value);
        Assert.Equal(0ul, world.Do(new GetStatus()).Lost.Value);
        Assert.All(payments, payment => Assert.NotNull(world.Ended(payment.Id!.Value)));
        var ends = world.Reports.Where(report => report is HtlcSettled or HtlcFailed)
            .GroupBy(report => report is HtlcSettled settled ? settled.Key : ((HtlcFailed)report).Key);
        Assert.All(ends, end => Assert.Single(end));

        void Reopen()
        {
            var ended = world.Reports.Where(report => report is HtlcSettled or HtlcFailed).ToList();
            world.Reports.Clear();
            world.Open(++epoch);
            var waiting = world.Do(new ListHtlcs(World.Lsp)).Where(row => row is { Receiver: World.Lsp, Stage: "Offered", Pending: true, End: null });
            Assert.Equal(
                waiting.Select(row => (row.Channel, row.HtlcId)).OrderBy(key => key.HtlcId),
                world.Offers.Select(offer => (offer.Key.Channel, offer.Key.HtlcId)).OrderBy(key => key.HtlcId));
            world.Reports.AddRange(ended);
        }
    }
}
