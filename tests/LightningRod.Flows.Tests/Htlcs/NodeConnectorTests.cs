using LightningRod.Flows.Htlcs;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Flows.Tests.Htlcs;

public sealed class NodeConnectorTests
{
    [Fact]
    public async Task Start_WithANodeThatForwardsOnStreamLoss_IsRefusedWithAdvice()
    {
        await using var house = new House(NodeKind.LndDefault);
        var refused = await Assert.ThrowsAsync<NotSupportedException>(house.StartAsync);
        Assert.Contains("requireinterceptor=true", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithSuchANodeWhenTheSettingAllowsIt_Opens()
    {
        await using var house = new House(NodeKind.LndDefault) { Options = new() { AllowForwardOnStreamLoss = true } };
        await house.StartAsync();
        Assert.True(house.Connector.Health.IsOpen);
    }

    [Fact]
    public async Task Start_WhileAnotherStreamIsOpen_TriesAgainUntilItIsTheOnlyOne()
    {
        await using var house = new House(NodeKind.Lnd);
        var other = house.Network.Do(new StartIntercepting("lsp", 1)).Stream!.Value;
        var starting = house.StartAsync();
        await house.SettleAsync();
        Assert.False(house.Connector.Health.IsOpen);
        house.Network.Do(new StopIntercepting(other));
        await starting;
        Assert.True(house.Connector.Health.IsOpen);
    }

    [Fact]
    public async Task Height_OfTheNode_IsRaisedInTheEngine()
    {
        await using var house = await new House().StartAsync();
        house.Mine(3);
        await house.UntilAsync(() => house.Host.Heights.Highest == House.Start + 3);
    }

    [Fact]
    public async Task Health_OfAStream_TellsTheEpochOfTheShards()
    {
        await using var house = await new House().StartAsync();
        Assert.Equal(1ul, house.Connector.Health.Epoch);
        await house.RestartAsync();
        Assert.Equal(2ul, house.Connector.Health.Epoch);
    }

    [Fact]
    public async Task NodeAnswers_WithTwoConnectorsOfOneNode_AreRefused()
    {
        await using var house = await new House().StartAsync();
        var answers = new NodeAnswers();
        answers.Add(house.Connector);
        Assert.Throws<ArgumentException>(() => answers.Add(house.Connector));
    }

    [Fact]
    public async Task NewChannel_OfANewPeer_MakesItAClient()
    {
        await using var house = await new House().StartAsync();
        Assert.Null(house.Directory.Find(house.Id("stranger")));
        house.Network.Do(new OpenChannel("new", "lsp", "stranger", Msat.FromSatoshis(1000), Msat.Zero));
        house.Online("stranger", false);
        house.Online("stranger", true);
        await house.UntilAsync(() => house.Directory.Find(house.Id("stranger")) is { Nodes: ["lsp"] });
    }
}
