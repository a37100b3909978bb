using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Clients;

/// <summary>The client came by itself: by a channel, or because everybody may. Answered by <see cref="ClientAnswered"/>.</summary>
/// <param name="Way">Why it is served.</param>
public sealed record AdmitClient(AdmissionWay Way) : ICommand;

/// <summary>The operator invites the client. Answered by <see cref="ClientAnswered"/>.</summary>
public sealed record InviteClient : ICommand;

/// <summary>The operator does not serve the client any more, also one that is not known yet. Answered by <see cref="ClientAnswered"/>.</summary>
public sealed record SuspendClient : ICommand;

/// <summary>The operator serves a suspended client again. Answered by <see cref="ClientAnswered"/>.</summary>
public sealed record ReadmitClient : ICommand;

/// <summary>The channel nodes with which the client has unannounced channels now. Answered by <see cref="ClientAnswered"/>.</summary>
/// <param name="Nodes">Their names, in any order.</param>
public sealed record NoteNodes(ValueList<string> Nodes) : ICommand;

/// <summary>Limits of this client alone. Answered by <see cref="ClientAnswered"/>.</summary>
/// <param name="Quotas">All of them; those before are void.</param>
public sealed record SetQuotas(ClientQuotas Quotas) : ICommand;
