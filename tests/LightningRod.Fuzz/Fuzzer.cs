using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using LightningRod.Wire.Encodings;

namespace LightningRod.Fuzz;

/// <summary>Tries inputs on one target until they end or a promise is broken.</summary>
internal sealed class Fuzzer(FuzzTarget target, ulong seed)
{
    /// <summary>Tried whatever the time: with none at all a run is still a test.</summary>
    internal const int LeastInputs = 500;

    private const int MostKept = 2000;

    private readonly List<byte[]> _inputs = [.. target.Inputs()];
    private readonly HashSet<string> _behaviours = [];
    private volatile Trial _trial = new([], "");

    /// <summary>How many inputs were tried.</summary>
    internal long Tried { get; private set; }

    /// <summary>How many different ways through the parser were seen.</summary>
    internal int Behaviours => _behaviours.Count;

    /// <summary>After which time one input is called a hang; the thread that is lost in it ends with the process.</summary>
    internal TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Tries the kept inputs and those from the vectors as they are.</summary>
    /// <returns>The first finding, or null.</returns>
    internal Finding? Replay() => Watched(
    [
        .. Corpus.Load(target).Select(entry => new Trial(entry.Input, $"corpus/{target.Name}/{entry.Name}")),
        .. target.Seeds().Select(input => new Trial(input, "from the vectors")),
    ]);

    /// <summary>Tries mutations of all these until the time is over.</summary>
    /// <param name="time">How long.</param>
    /// <returns>The first finding, as small as it was easy to make, or null.</returns>
    internal Finding? Run(TimeSpan time) => Watched(Mutations(time)) is { } finding ? Smallest(finding) : null;

    private IEnumerable<Trial> Mutations(TimeSpan time)
    {
        // A target's inputs depend on the seed and its own name alone, so that other targets and the time change nothing.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {target.Name}"));
        var mutator = new Mutator(new Random(BitConverter.ToInt32(hash)));
        var begun = Stopwatch.GetTimestamp();
        while (Tried < LeastInputs || Stopwatch.GetElapsedTime(begun) < time)
            yield return new(mutator.Next(_inputs), $"input {Tried} of its seed, ROD_FUZZ_SEED={seed} repeats it");
    }

    private Finding? Watched(IEnumerable<Trial> trials)
    {
        _trial = new([], "");
        var worker = Task.Factory.StartNew(() => Loop(trials), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var watch = new Watch(HangLimit);
        while (!worker.Wait(Watch.Look))
        {
            var trial = _trial;
            if (watch.IsLost(trial)) return new Finding(target, trial.Input, $"hangs: no end after {HangLimit}", trial.Origin);
        }

        return worker.Result;
    }

    private Finding? Loop(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials)
        {
            _trial = trial;
            Tried++;
            var complaint = Judge.Complaint(target, trial.Input, out var behaviour);
            if (complaint is not null) return new Finding(target, trial.Input, complaint, trial.Origin);
            if (_behaviours.Add(behaviour) && _inputs.Count < MostKept) _inputs.Add(trial.Input);
        }

        return null;
    }

    /// <summary>Leaves records and pieces of the input out as long as the same kind of complaint stays.</summary>
    private Finding Smallest(Finding finding)
    {
        // Each try at a hang would cost the whole limit, and a thread.
        if (finding.Kind == "hangs") return finding;
        // Without their records first: a piece seldom ends where a record does.
        for (var index = 0; TlvStream.Parse(finding.Input).TryGet(out var stream, out _) && index < stream.Count;)
        {
            if (Without(finding, TlvStream.Of(stream.Where((_, i) => i != index)).ToArray()) is { } still)
                finding = still;
            else
                index++;
        }

        for (var size = (int)BitOperations.RoundUpToPowerOf2((uint)finding.Input.Length); size > 0; size /= 2)
        {
            for (var at = 0; at + size <= finding.Input.Length;)
            {
                if (Without(finding, [.. finding.Input.AsSpan(0, at), .. finding.Input.AsSpan(at + size)]) is { } still)
                    finding = still;
                else
                    at += size;
            }
        }

        return finding;
    }

    private Finding? Without(Finding finding, byte[] smaller) =>
        Watched([new Trial(smaller, finding.Origin)]) is { } still && still.Kind == finding.Kind ? still : null;

    private sealed record Trial(byte[] Input, string Origin);
}
