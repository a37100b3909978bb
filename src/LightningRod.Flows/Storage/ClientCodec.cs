using LightningRod.Actors.Clients;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Storage;

/// <summary>Stored messages of the directory's rows.</summary>
/// <param name="older">What reads older versions; null for <see cref="Upcasters.All"/>.</param>
public sealed class ClientCodec(IEnumerable<Upcaster>? older = null) : IMessageCodec
{
    private static readonly EnumMap<AdmissionWay, AdmissionWayV1> Way = new(
        "way",
        (AdmissionWay.Channel, AdmissionWayV1.Channel),
        (AdmissionWay.Invited, AdmissionWayV1.Invited),
        (AdmissionWay.Open, AdmissionWayV1.Open));

    private static readonly EnumMap<ClientOutcome, ClientOutcomeV1> Outcome = new(
        "outcome",
        (ClientOutcome.Done, ClientOutcomeV1.Done),
        (ClientOutcome.Unchanged, ClientOutcomeV1.Unchanged),
        (ClientOutcome.Suspended, ClientOutcomeV1.Suspended),
        (ClientOutcome.NotSuspended, ClientOutcomeV1.NotSuspended),
        (ClientOutcome.Malformed, ClientOutcomeV1.Malformed));

    private readonly MessageTable _table = new MessageTable()
        .Add(
            "client.admitted.v1",
            ClientAdmittedV1.Parser,
            (ClientAdmitted e) => new() { Way = Way.Write(e.Way), At = Fields.Write(e.At) },
            s => new ClientAdmitted(Way.Read(s.Way), Fields.Time(s.At, "at")))
        .Add(
            "client.suspended.v1",
            ClientChangedV1.Parser,
            (ClientSuspended e) => new() { At = Fields.Write(e.At) },
            s => new ClientSuspended(Fields.Time(s.At, "at")))
        .Add(
            "client.readmitted.v1",
            ClientChangedV1.Parser,
            (ClientReadmitted e) => new() { At = Fields.Write(e.At) },
            s => new ClientReadmitted(Fields.Time(s.At, "at")))
        .Add(
            "client.nodes_noted.v1",
            ClientNodesNotedV1.Parser,
            (ClientNodesNoted e) => new() { Nodes = { e.Nodes } },
            s => new ClientNodesNoted([.. s.Nodes]))
        .Add("client.quotas_set.v1", ClientQuotasSetV1.Parser, (ClientQuotasSet e) => Write(e.Quotas), s => new ClientQuotasSet(Read(s)))
        .Add(
            "client.answered.v1",
            ClientAnsweredV1.Parser,
            (ClientAnswered r) => new() { Outcome = Outcome.Write(r.Outcome) },
            s => new ClientAnswered(Outcome.Read(s.Outcome)))
        .Take(older ?? Upcasters.All);

    /// <inheritdoc/>
    public StoredMessage Encode(object message) => _table.Encode(message);

    /// <inheritdoc/>
    public object Decode(StoredMessage stored) => _table.Decode(stored);

    private static ClientQuotasSetV1 Write(ClientQuotas quotas)
    {
        var stored = new ClientQuotasSetV1();
        if (quotas.MaxHolds is { } holds) stored.MaxHolds = holds;
        if (quotas.MaxParts is { } parts) stored.MaxParts = parts;
        if (quotas.MaxHeld is { } held) stored.MaxHeld = held.Value;
        if (quotas.MaxMessages is { } messages) stored.MaxMessages = messages;
        if (quotas.MaxMailBytes is { } bytes) stored.MaxMailBytes = bytes;
        if (quotas.MaxDevices is { } devices) stored.MaxDevices = devices;
        return stored;
    }

    private static ClientQuotas Read(ClientQuotasSetV1 stored) => new()
    {
        MaxHolds = stored.HasMaxHolds ? stored.MaxHolds : null,
        MaxParts = stored.HasMaxParts ? stored.MaxParts : null,
        MaxHeld = stored.HasMaxHeld ? new Msat(stored.MaxHeld) : null,
        MaxMessages = stored.HasMaxMessages ? stored.MaxMessages : null,
        MaxMailBytes = stored.HasMaxMailBytes ? stored.MaxMailBytes : null,
        MaxDevices = stored.HasMaxDevices ? stored.MaxDevices : null,
    };
}
