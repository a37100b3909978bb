using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Journals;

namespace LightningRod.Flows.Tests.Htlcs;

/// <summary>Blocks, kills, lost streams, failing storage, wallets that come and go, in any order: what must never happen, and a good end.</summary>
public sealed class RandomScheduleTests
{
    private const int Moves = 40;
    private static readonly Piece[] Pieces = [House.Part(1), House.Part(2, 2000), House.Part(2, 500)];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public async Task Payment_OnARandomSchedule_KeepsItsPromisesAndEnds(int seed)
    {
        var random = new Random(seed);
        await using var house = new House(seed % 2 == 0 ? NodeKind.Lnd : NodeKind.CoreLightning, (ulong)seed);
        var broken = new List<string>();
        var (isShown, sent) = (false, new List<HtlcKey>());
        var resumed = new HashSet<HtlcKey>();
        house.OnTold = told =>
        {
            if (!sent.Contains(told.Key) || house.Journal.HasCrashed) return;
            var happened = house.Stored(house.Hold);
            var part = new PartKey(told.Key.Node, told.Key.Channel, told.Key.HtlcId);
            var (height, failBack) = (house.Height, happened.OfType<PartHeld>().FirstOrDefault(held => held.Htlc.Key == part)?.FailBackHeight.Value);
            switch (told.Answer)
            {
                case HtlcAnswer.Hold when failBack is null:
                    broken.Add($"{told.Key} was held before that was durable");
                    break;
                case HtlcAnswer.Resume:
                    resumed.Add(told.Key);
                    if (!isShown) broken.Add($"{told.Key} went on before the trigger");
                    if (!happened.Contains(new PartReleaseDecided(part))) broken.Add($"{told.Key} went on before that was durable");
                    if (height >= failBack) broken.Add($"{told.Key} went on at {height}, its fail-back height is {failBack}");
                    break;
                case HtlcAnswer.Fail:
                    if (resumed.Contains(told.Key)) broken.Add($"{told.Key} was failed after it went on");
                    var isDecided = happened.OfType<PartFailDecided>().Any(fail => fail.Part == part)
                        || happened.OfType<PartRefused>().Any(refused => refused.Htlc.Key == part);
                    if (!isDecided && !(height >= failBack)) broken.Add($"{told.Key} was failed at {height} before that was durable");
                    break;
            }
        };

        await house.StartAsync();
        await house.RequestAsync(null, Pieces);
        // Sent before anything goes wrong, so that no node without a stream refuses them.
        lock (sent) sent.AddRange(Pieces.Select(piece => house.Send(piece)));
        for (var move = 0; move < Moves; move++) await MoveAsync();

        house.Fault = static _ => AppendFault.None;
        house.Online("payer", true);
        house.Online("payee", true);
        await house.RestartAsync();
        await EndAsync();
        Assert.Empty(broken);
        foreach (var key in sent)
        {
            var (state, status) = (house.StateOf(key), house.Status(key));
            var isEnd = (state, status) is (HtlcState.Settled, PartStatus.Settled) or (HtlcState.Failed, PartStatus.Failed or null);
            Assert.True(isEnd, $"{key}: {state}, {status}");
        }

        Assert.Equal((0, Msat.Zero), (house.Network.Do(new GetStatus()).ForceCloses, house.Network.Do(new GetStatus()).Lost));
        house.Network.Check();

        async Task MoveAsync()
        {
            switch (random.Next(10))
            {
                case 0: await house.RestartAsync(); break;
                case 1: house.LoseStream(); break;
                case 2: house.Fault = random.Next(2) == 0 ? static _ => AppendFault.Refused : static number => Sometimes(number); break;
                case 3: house.Fault = static _ => AppendFault.None; break;
                case 4: house.Online("payee", random.Next(3) > 0); break;
                case 5: house.Online("payer", random.Next(3) > 0); break;
                case 6 when random.Next(3) == 0: await ShowAsync(); break;
                case 7: foreach (var piece in Pieces) ClaimIfThere(piece); break;
                default: house.Mine((uint)random.Next(1, 12)); break;
            }

            await house.SettleAsync(random.Next(1, 30));
        }

        async Task ShowAsync()
        {
            isShown = true;
            var asked = house.Host.Fabric.AskAsync(house.Hold, new ShowPaymentId(House.Pid), cancel: TestContext.Current.CancellationToken);
            await house.UntilAsync(() => asked.IsCompleted);
        }

        void ClaimIfThere(Piece piece)
        {
            if (house.Network.Do(new GetNode("payee")).Online) house.Claim(piece);
        }

        async Task EndAsync()
        {
            await house.SettleAsync(100);
            // What is not released by now fails at its height; what is, is claimed.
            while (house.Height <= House.Expiry)
            {
                house.Mine(Math.Max(1, (House.Expiry - house.Height) / 2));
                await house.SettleAsync(20);
                foreach (var piece in Pieces) house.Claim(piece);
            }

            await house.UntilAsync(() =>
            {
                foreach (var piece in Pieces) house.Claim(piece);
                return house.State().IsClosed;
            });
        }
    }

    private static AppendFault Sometimes(int number) =>
        number % 3 == 0 ? AppendFault.Refused : number % 5 == 0 ? AppendFault.Lost(1) : AppendFault.None;
}
