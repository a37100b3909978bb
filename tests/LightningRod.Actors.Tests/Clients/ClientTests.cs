using System.Text.Json;
using LightningRod.Actors.Clients;

namespace LightningRod.Actors.Tests.Clients;

public sealed class ClientTests
{
    private static readonly NodeId Node = NodeId.FromHex("02" + new string('c', 64));
    private static readonly ActorId Id = ClientActor.IdOf(Node);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ClientActor Actor = new();
    private static readonly ClientAdmitted Admitted = new(AdmissionWay.Channel, Start);
    private static readonly ClientSuspended Suspended = new(Start);

    [Fact]
    public void Admit_OfANewClient_IsNotedWithTheTime() =>
        Given().When(new AdmitClient(AdmissionWay.Channel)).Then(Admitted).Replies(Answer(ClientOutcome.Done));

    [Fact]
    public void Admit_Again_WritesNothing() =>
        Given(Admitted).When(new AdmitClient(AdmissionWay.Channel)).ThenNothing().Replies(Answer(ClientOutcome.Unchanged));

    [Fact]
    public void Invite_OfAClientByChannel_StaysWhenItComesByChannelAgain()
    {
        var invited = new ClientAdmitted(AdmissionWay.Invited, Start);
        Given(Admitted).When(new InviteClient()).Then(invited).When(new AdmitClient(AdmissionWay.Channel)).ThenNothing();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Suspend_OfAnyClient_KeepsItOut(bool known)
    {
        var client = (known ? Given(Admitted) : Given()).When(new SuspendClient()).Then(Suspended);
        client.When(new AdmitClient(AdmissionWay.Channel)).ThenNothing().Replies(Answer(ClientOutcome.Suspended));
        client.When(new InviteClient()).ThenNothing().Replies(Answer(ClientOutcome.Suspended));
        client.When(new SuspendClient()).ThenNothing().Replies(Answer(ClientOutcome.Unchanged));
    }

    [Fact]
    public void Readmit_OfASuspendedClient_AdmitsIt()
    {
        var client = Given(Admitted, Suspended).When(new ReadmitClient()).Then(new ClientReadmitted(Start));
        Assert.Equal((ClientStatus.Admitted, AdmissionWay.Channel), (client.State.Status, client.State.Way));
        client.When(new ReadmitClient()).ThenNothing().Replies(Answer(ClientOutcome.NotSuspended));
    }

    [Fact]
    public void NoteNodes_InAnotherOrder_WritesNothing()
    {
        var client = Given(Admitted).When(new NoteNodes(["lnd-1", "cln-1", "cln-1"])).Then(new ClientNodesNoted(["cln-1", "lnd-1"]));
        client.When(new NoteNodes(["cln-1", "lnd-1"])).ThenNothing().Replies(Answer(ClientOutcome.Unchanged));
    }

    [Fact]
    public void NoteNodes_TooManyOrTooLong_IsRefused()
    {
        var many = new NoteNodes([.. Enumerable.Range(0, ClientActor.MaxNodes + 1).Select(i => $"node-{i}")]);
        ICommand[] bad = [many, new NoteNodes([""]), new NoteNodes([new string('n', ClientActor.MaxNodeName + 1)])];
        Assert.All(bad, command => Given(Admitted).When(command).ThenNothing().Replies(Answer(ClientOutcome.Malformed)));
    }

    [Fact]
    public void SetQuotas_OfSoundLimits_TakesThePlaceOfThoseBefore()
    {
        var quotas = new ClientQuotas { MaxHolds = 3, MaxHeld = new(5) };
        Given(Admitted).When(new SetQuotas(quotas)).Then(new ClientQuotasSet(quotas))
            .When(new SetQuotas(quotas)).ThenNothing()
            .When(new SetQuotas(ClientQuotas.None)).Then(new ClientQuotasSet(ClientQuotas.None))
            .When(new SetQuotas(new ClientQuotas { MaxMailBytes = -1 })).ThenNothing().Replies(Answer(ClientOutcome.Malformed));
    }

    [Fact]
    public void View_OfAClient_TellsAllOfIt()
    {
        var run = Given(Admitted, new ClientQuotasSet(new() { MaxParts = 7, MaxHeld = new(9) })).When(new NoteNodes(["cln-1"])).Run;
        Assert.Equal("admitted", run.View!.State);
        using var details = JsonDocument.Parse(run.View.Details);
        var root = details.RootElement;
        Assert.Equal(("channel", Start), (root.GetProperty("way").GetString(), root.GetProperty("since").GetDateTimeOffset()));
        Assert.Equal(["cln-1"], root.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()));
        var quotas = root.GetProperty("quotas");
        Assert.Equal((7, 9ul), (quotas.GetProperty("max_parts").GetInt32(), quotas.GetProperty("max_held_msat").GetUInt64()));
    }

    [Fact]
    public void UnknownCommandAndEvent_ChangeNothing()
    {
        Given(Admitted).When(AlarmDue.Instance).ThenNothing().Replies(null);
        var state = Given(Admitted).State;
        Assert.Equal(state, Actor.Apply(state, new Other()));
    }

    private static Scenario<ClientState> Given(params IEvent[] events) =>
        Scenario.Given(Actor, Id, new(Start, 800_000), events);

    private static ClientAnswered Answer(ClientOutcome outcome) => new(outcome);

    private sealed record Other : IEvent;
}
