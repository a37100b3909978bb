using LightningRod.Actors.Clients;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Kinds;
using LightningRod.Flows;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Htlcs;
using LightningRod.Flows.Messages;
using LightningRod.Flows.Storage;
using LightningRod.Relay;
using LightningRod.Server.Nodes;

namespace LightningRod.Server.Composition;

/// <summary>What runs on the foundation: the engine, and the parts around it in the order in which they start.</summary>
/// <param name="Engine">The engine, not started yet: its part starts it.</param>
/// <param name="Parts">All parts but the admin endpoints, which start before them and stop after them.</param>
/// <param name="Clients">Who is a client.</param>
internal sealed record Body(EngineHost Engine, IReadOnlyList<IMemberPart> Parts, ClientDirectory Clients)
{
    /// <summary>Puts a member together.</summary>
    /// <remarks>
    /// The one place that knows the flows: kinds of actors with their codecs, handlers of effects, the relay, and a <see cref="ChannelNodePart"/> for
    /// each channel node. The engine starts first, for the others ask it; sessions end before messages stop, so that mailboxes hear of it.
    /// </remarks>
    /// <param name="foundation">What is open already.</param>
    internal static Body On(Foundation foundation)
    {
        var options = foundation.Options;
        EngineHost? engine = null;
        ClientDirectory? clients = null;
        var flow = new Lazy<FlowParts>(() => new()
        {
            Fabric = engine!.Fabric,
            Journal = foundation.Journal,
            Clients = clients!,
            Steps = foundation.Steps,
            Time = foundation.Time,
            Loggers = foundation.Loggers,
        });
        clients = new(options.DirectoryOptions, flow);
        var relay = new RelayCarrier(foundation.Secrets.NodeKey, options.RelayOptions, new() { Time = foundation.Time, Loggers = foundation.Loggers });
        var nodes = new ConnectedNodes();
        var messages = new MessageFlow(new()
        {
            Flow = flow,
            RelayKey = foundation.Secrets.NodeKey,
            Member = options.Name,
            InstallSecret = foundation.Secrets.InstallSecret,
            Describe = () => new(relay.NodeId, [.. relay.Addresses], nodes.Ids),
            Providers = foundation.WakeUps,
            Options = new() { Links = new() { KnownPeers = options.KnownAddresses } },
            Requests = new() { AllowLoopbackWebhooks = options.WakeUps.Webhook.AllowPlainHttpToLoopback },
        });
        var answers = new NodeAnswers();
        engine = new(new()
        {
            Journal = foundation.Journal,
            Shards = foundation.Journal,
            Map = foundation.Shards,
            Kinds = new ActorKinds()
                .Add(new HeldPaymentActor(), new HeldPaymentCodec())
                .Add(new MailboxActor(options.Mail.Timing), new MailboxCodec())
                .Add(new ClientActor(), new ClientCodec()),
            Handlers = messages.AddHandlers(new EffectHandlers().Add(NodeAnswers.Prefix, answers)),
            Options = options.Engine.For(options.Network),
            Time = foundation.Time,
            Loggers = foundation.Loggers,
        });
        var following = new NodeFollowing(flow, clients, engine, answers, nodes);
        return new(
            engine,
            [
                new EnginePart(engine),
                new DirectoryPart(clients),
                new MessagesPart(messages, relay),
                new RelayPart(relay),
                .. options.Nodes.Select(node => new ChannelNodePart(
                    node, foundation.FactoryOf(node), following.FollowAsync, foundation.Time, foundation.Loggers.CreateLogger("LightningRod.Server.Nodes"))),
            ],
            clients);
    }
}
