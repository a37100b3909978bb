using LightningRod.Actors.Clients;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Tests.Support;
using LightningRod.TestKit.Journals;

namespace LightningRod.Flows.Tests.Clients;

public sealed class ClientDirectoryTests
{
    [Fact]
    public async Task Peer_WithAnUnannouncedChannel_IsAClientAndGetsARow()
    {
        await using var house = await new House().StartAsync();
        Assert.Equal(["lsp"], house.Directory.Find(house.Id("payer"))!.Nodes);
        Assert.Null(house.Directory.Find(house.Id("stranger")));
        await house.UntilAsync(() => Row(house, "payer").Nodes == ["lsp"]);
        Assert.Equal((ClientStatus.Admitted, AdmissionWay.Channel), (Row(house, "payer").Status, Row(house, "payer").Way));
        Assert.Empty(house.Stored(ClientActor.IdOf(house.Id("stranger"))));
    }

    [Fact]
    public async Task Restart_WithoutAChange_WritesNoRow()
    {
        await using var house = await new House().StartAsync();
        await house.UntilAsync(() => Row(house, "payer").Nodes == ["lsp"] && Row(house, "payee").Nodes == ["lsp"]);
        await house.SettleAsync();
        await house.RestartAsync();
        await house.SettleAsync();
        Assert.Equal(2, house.Stored(ClientActor.IdOf(house.Id("payer"))).Count);
    }

    [Fact]
    public async Task Row_WhileTheStorageIsDown_IsWrittenLaterAndTheClientCountsAtOnce()
    {
        await using var house = new House { Fault = static _ => AppendFault.Refused };
        await house.StartAsync();
        await house.UntilAsync(() => house.Directory.Find(house.Id("payer")) is not null);
        house.Fault = static _ => AppendFault.None;
        await house.UntilAsync(() => Row(house, "payer").Nodes == ["lsp"]);
    }

    [Fact]
    public async Task Admission_OfTheInvited_LeavesChannelsOut()
    {
        var probe = new House();
        await using var house = new House { Clients = new() { Admission = Admission.Invited, Invited = [probe.Id("stranger")] } };
        await house.StartAsync();
        Assert.Null(house.Directory.Find(house.Id("payer")));
        Assert.Empty(house.Directory.Find(house.Id("stranger"))!.Nodes);
        await house.UntilAsync(() => Row(house, "stranger").Way == AdmissionWay.Invited);
        await probe.DisposeAsync();
    }

    [Fact]
    public async Task Admission_OfEverybody_WritesRowsOnlyForHoldersOfChannels()
    {
        await using var house = await new House { Clients = new() { Admission = Admission.Open } }.StartAsync();
        Assert.Empty(house.Directory.Find(house.Id("stranger"))!.Nodes);
        Assert.False(house.Directory.MayHaveHolds(house.Id("stranger")));
        await house.UntilAsync(() => Row(house, "payer").Nodes == ["lsp"]);
        await house.SettleAsync();
        Assert.Empty(house.Stored(ClientActor.IdOf(house.Id("stranger"))));
    }

    [Fact]
    public async Task Suspension_OutlivesARestart_AndEnds()
    {
        await using var house = await new House().StartAsync();
        await ChangeAsync(house, new SuspendClient());
        Assert.Null(house.Directory.Find(house.Id("payer")));
        Assert.True(house.Directory.MayHaveHolds(house.Id("payer")));
        await house.RestartAsync();
        Assert.Null(house.Directory.Find(house.Id("payer")));
        await ChangeAsync(house, new ReadmitClient());
        Assert.NotNull(house.Directory.Find(house.Id("payer")));
    }

    [Fact]
    public async Task Quotas_OfOneClient_TakeThePlaceOfThoseOfAll()
    {
        await using var house = await new House().StartAsync();
        var quotas = new ClientQuotas { MaxHolds = 2, MaxHeld = new(7), MaxMessages = 3, MaxMailBytes = 4, MaxDevices = 5, MaxParts = 6 };
        await ChangeAsync(house, new SetQuotas(quotas));
        Check();
        await house.RestartAsync();
        Check();
        Assert.Equal(16, house.Directory.Find(house.Id("payee"))!.Holds.HoldsLeft);

        void Check()
        {
            var client = house.Directory.Find(house.Id("payer"))!;
            Assert.Equal((2, new Msat(7), 6), (client.Holds.HoldsLeft, client.Holds.MaxAmount, client.Holds.MaxParts));
            Assert.Equal((3, 4L, 5), (client.Mail.MaxMessages, client.Mail.MaxBytes, client.Mail.MaxDevices));
        }
    }

    private static ClientState Row(House house, string node)
    {
        var id = ClientActor.IdOf(house.Id(node));
        return house.Stored(id).Aggregate(new ClientActor().Initial(id), new ClientActor().Apply);
    }

    private static async Task ChangeAsync(House house, ICommand command)
    {
        var asked = house.Directory.ChangeAsync(house.Id("payer"), command, TestContext.Current.CancellationToken);
        await house.UntilAsync(() => asked.IsCompleted);
        await asked;
    }
}
