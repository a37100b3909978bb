using System.Diagnostics;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Failures;

/// <summary>Why one actor cannot go on.</summary>
internal readonly record struct ActorFailure(QuarantineCategory Category, string Detail)
{
    /// <summary>What was thrown and where. Without the message: it may hold what an actor knows, a payment id for example.</summary>
    internal static string Describe(Exception thrown)
    {
        var method = new StackTrace(thrown, fNeedFileInfo: false).GetFrame(0)?.GetMethod();
        return method is null ? thrown.GetType().Name : $"{thrown.GetType().Name} in {method.DeclaringType?.Name}.{method.Name}";
    }
}
