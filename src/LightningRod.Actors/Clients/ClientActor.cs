using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Clients;

/// <summary>How the row of a client behaves.</summary>
public sealed class ClientActor : IActor<ClientState>
{
    /// <summary>The stored name of the kind.</summary>
    public const string KindName = "client";

    /// <summary>Most channel nodes that are noted of a client.</summary>
    public const int MaxNodes = 64;

    /// <summary>Longest name of a channel node, characters.</summary>
    public const int MaxNodeName = 64;

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The id of a client's row.</summary>
    /// <param name="client">The client's node id.</param>
    public static ActorId IdOf(NodeId client)
    {
        var key = new OpaqueKey(client.Span);
        return new(KindName, key, key);
    }

    /// <inheritdoc/>
    public ClientState Initial(ActorId id) => new(id);

    /// <inheritdoc/>
    public ClientState Apply(ClientState state, IEvent @event) => @event switch
    {
        ClientAdmitted e => state with { Status = ClientStatus.Admitted, Way = e.Way, Since = e.At },
        ClientSuspended e => state with { Status = ClientStatus.Suspended, Since = e.At },
        ClientReadmitted e => state with { Status = ClientStatus.Admitted, Since = e.At },
        ClientNodesNoted e => state with { Nodes = e.Nodes },
        ClientQuotasSet e => state with { Quotas = e.Quotas },
        _ => state,
    };

    /// <inheritdoc/>
    public Decision Decide(ClientState state, ICommand command, Moment now)
    {
        var (happened, refused) = Answer(state, command, now);
        if (happened is null) return refused is { } why ? Decision.Answer(new ClientAnswered(why)) : Decision.Nothing;
        return new()
        {
            Events = [happened],
            Reply = new ClientAnswered(ClientOutcome.Done),
            View = ClientView.Of(Apply(state, happened)),
        };
    }

    private static (IEvent? Happened, ClientOutcome? Refused) Answer(ClientState state, ICommand command, Moment now)
    {
        switch (command)
        {
            case AdmitClient admit:
                return Admit(state, admit.Way, now);
            case InviteClient:
                return Admit(state, AdmissionWay.Invited, now);
            case SuspendClient:
                return state.Status == ClientStatus.Suspended ? (null, ClientOutcome.Unchanged) : (new ClientSuspended(now.Time), null);
            case ReadmitClient:
                return state.Status == ClientStatus.Suspended ? (new ClientReadmitted(now.Time), null) : (null, ClientOutcome.NotSuspended);
            case NoteNodes note:
                if (note.Nodes.Count > MaxNodes || !note.Nodes.All(static name => name.Length is > 0 and <= MaxNodeName))
                    return (null, ClientOutcome.Malformed);
                var noted = new ClientNodesNoted([.. note.Nodes.Distinct().Order(StringComparer.Ordinal)]);
                return noted.Nodes == state.Nodes ? (null, ClientOutcome.Unchanged) : (noted, null);
            case SetQuotas { Quotas: var quotas }:
                if (!quotas.IsSound) return (null, ClientOutcome.Malformed);
                return quotas == state.Quotas ? (null, ClientOutcome.Unchanged) : (new ClientQuotasSet(quotas), null);
            default:
                return (null, null);
        }
    }

    /// <summary>An invitation outlives the channel for which a client was served before; nothing takes its place.</summary>
    private static (IEvent? Happened, ClientOutcome? Refused) Admit(ClientState state, AdmissionWay way, Moment now) => state.Status switch
    {
        ClientStatus.Suspended => (null, ClientOutcome.Suspended),
        ClientStatus.Admitted when state.Way == way || state.Way == AdmissionWay.Invited => (null, ClientOutcome.Unchanged),
        _ => (new ClientAdmitted(way, now.Time), null),
    };
}
