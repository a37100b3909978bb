using LightningRod.Engine;
using LightningRod.Engine.Kinds;
using LightningRod.Server.Nodes;

namespace LightningRod.Server.Composition;

/// <summary>What runs on the foundation: the engine, and the parts around it in the order in which they start.</summary>
/// <param name="Engine">The engine, not started yet: its part starts it.</param>
/// <param name="Parts">All parts but the admin endpoints, which start before them and stop after them.</param>
internal sealed record Body(EngineHost Engine, IReadOnlyList<IMemberPart> Parts)
{
    /// <summary>Puts a member together.</summary>
    /// <remarks>
    /// The one place that knows the flows: kinds of actors with their codecs, handlers of effects, the relay, and a <see cref="ChannelNodePart"/> for
    /// each channel node. The engine starts first, for the others ask it.
    /// </remarks>
    /// <param name="foundation">What is open already.</param>
    internal static Body On(Foundation foundation)
    {
        var engine = new EngineHost(new()
        {
            Journal = foundation.Journal,
            Shards = foundation.Journal,
            Map = foundation.Shards,
            Kinds = new ActorKinds(),
            Options = foundation.Options.Engine.For(foundation.Options.Network),
            Time = foundation.Time,
            Loggers = foundation.Loggers,
        });
        return new(engine, [new EnginePart(engine)]);
    }
}
