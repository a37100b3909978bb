using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace LightningRod.Actors.Tests.Support;

/// <summary>Random stories; one that fails is cut down to the steps that matter. <c>ROD_FUZZ_SEED</c> changes the seed.</summary>
internal static class Properties
{
    private const ulong FixedSeed = 8_462_643;

    private static ulong Seed =>
        Environment.GetEnvironmentVariable("ROD_FUZZ_SEED") is { Length: > 0 } seed ? ulong.Parse(seed, CultureInfo.InvariantCulture) : FixedSeed;

    /// <summary>Plays stories of up to <paramref name="length"/> steps.</summary>
    internal static void Hold<TStep>(Gen<TStep> step, int stories, int length, Action<IReadOnlyList<TStep>> play)
    {
        var story = Gen.Choose(1, length).SelectMany(step.ArrayOf);
        var config = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(stories)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed), FSharpOption<int>.None)));
        Prop.ForAll(Arb.From(story, Shorter), (Action<TStep[]>)play).Check(config);
    }

    private static IEnumerable<TStep[]> Shorter<TStep>(TStep[] story)
    {
        for (var cut = story.Length / 2; cut > 0; cut /= 2)
        {
            for (var start = 0; start + cut <= story.Length; start += cut) yield return [.. story[..start], .. story[(start + cut)..]];
        }
    }
}
