using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;

namespace LightningRod.Engine.Tests.Support;

/// <summary>Carries out effects as a test says and remembers them.</summary>
internal sealed class TestHandler : IEffectHandler
{
    /// <summary>All attempts, in order.</summary>
    internal List<(EffectContext Context, Send Effect)> Attempts { get; } = [];

    /// <summary>The texts of all attempts, in order.</summary>
    internal IEnumerable<string> Texts => Attempts.Select(attempt => attempt.Effect.Text);

    /// <summary>What becomes of an attempt; default: done, with the text's receipt as outcome.</summary>
    internal Func<EffectContext, Send, Task<EffectOutcome>> OutcomeOf { get; set; } = (_, effect) => Done(new Note($"sent {effect.Text}"));

    public async Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel)
    {
        var send = (Send)effect;
        Attempts.Add((context, send));
        return await OutcomeOf(context, send).WaitAsync(cancel);
    }

    internal static Task<EffectOutcome> Done(ICommand? outcome = null) => Task.FromResult<EffectOutcome>(new EffectOutcome.Done(outcome));

    internal static Task<EffectOutcome> Retry(TimeSpan? after = null) => Task.FromResult<EffectOutcome>(new EffectOutcome.Retry(after));
}
