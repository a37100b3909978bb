using System.Diagnostics;
using System.Threading.Channels;

namespace LightningRod.Demo.Director;

/// <summary>Plays one run from the first process to the verdict. Cues are taken one at a time, so nothing here needs a lock.</summary>
internal sealed class Play : IAsyncDisposable
{
    private const uint MuchTime = 12;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly DemoOptions _options;
    private readonly string _folder;
    private readonly Timeline _timeline;
    private readonly Channel<Cue> _cues = Channel.CreateBounded<Cue>(4096);
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private readonly Record _record;
    private readonly List<KillOrder> _kills;
    private readonly Stage _stage;
    private readonly Phones _phones;
    private uint? _height;

    internal Play(DemoOptions options, Timeline timeline, string folder)
    {
        (_options, _timeline, _folder) = (options, timeline, folder);
        _kills = [.. options.Kills];
        _record = new(options);
        _stage = new(options, folder, _cues.Writer, _began);
        _phones = new(_stage, options, Tell);
    }

    /// <summary>Plays.</summary>
    /// <param name="cancel">Ends the play.</param>
    /// <returns>How it ended.</returns>
    internal async Task<Verdict> RunAsync(CancellationToken cancel)
    {
        _timeline.Begin();
        using var timeout = new CancellationTokenSource(_options.Timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        string? failure = null;
        try
        {
            await _stage.BuildAsync(either.Token);
            while (failure is null && !_record.IsOver) failure = await TakeAsync(await NextAsync(either.Token), either.Token);
            // Who is still online shall see the end of it before the count.
            _phones.Close();
            var over = Now;
            while (failure is null && _phones.AnyOn && Now - over < Farewell) failure = await TakeAsync(await NextAsync(either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            failure = $"nothing more within {_options.Timeout.TotalSeconds:F0} seconds; {_phones.State}";
        }

        var verdict = _record.Judge(await _stage.StatusAsync(cancel), _kills, failure, Now);
        if (_options.Folder is not null || !verdict.Right) verdict = verdict with { Folder = _folder };
        _timeline.End(verdict);
        return verdict;
    }

    public async ValueTask DisposeAsync() => await _stage.DisposeAsync();

    private TimeSpan Now => TimeProvider.System.GetUtcNow() - _began;

    private async Task<Cue> NextAsync(CancellationToken cancel)
    {
        using var silence = new CancellationTokenSource(Silence, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancel);
        try
        {
            return await _cues.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Cue.Silence();
        }
    }

    /// <summary>Takes one cue.</summary>
    /// <returns>Why the play cannot go on, or null.</returns>
    private async Task<string?> TakeAsync(Cue cue, CancellationToken cancel)
    {
        switch (cue)
        {
            case Cue.Happened { Step: var step }:
                await HappenedAsync(step, cancel);
                return null;
            case Cue.Pushed push:
                _phones.Push(push);
                return null;
            case Cue.Silence:
                // Time goes by: a block. When all that is left is to wait for somebody who never comes, much time.
                var waits = !_phones.AnyOn && (_options.PayeeNever ? _record.IsTold : _options.PayerNever && _record.IsClaimed);
                if (_stage.IsUp && await _stage.MineAsync(waits ? MuchTime : 1, cancel) is { } found) Found(found);
                return null;
            case Cue.Left left:
                return Left(left);
            default:
                throw new UnreachableException();
        }
    }

    private async Task HappenedAsync(TimelineStep step, CancellationToken cancel)
    {
        if (step.Height is { } height) _height = height;
        Tell(step with { Height = _height });
        var order = _kills.FindIndex(order => order.Who == step.Who && order.Step == step.Step);
        if (order >= 0 && _stage.Find(step.Who) is { IsOn: true } victim)
        {
            _kills.RemoveAt(order);
            victim.Kill();
            Tell(new(Now, step.Who, "killed") { Height = _height, Detail = $"after {step.Step}" });
        }

        await _stage.ObserveAsync(step, cancel);
        if (_stage.IsUp) _phones.Look();
    }

    private void Found(uint height)
    {
        _height = height;
        _record.Note(height);
    }

    private string? Left(Cue.Left left)
    {
        const int Killed = 128 + 9;
        if (left.Code == Killed)
        {
            if (_record.IsOver) return null;
            if (Phones.Has(left.Who))
            {
                // Its user opens the app again, when its turn comes.
                _phones.Killed(left.Who);
                return null;
            }

            Tell(new(Now, left.Who, "started_again") { Height = _height });
            _stage.StartMember(left.Who);
            return null;
        }

        if (left.Code != 0 || !Phones.Has(left.Who)) return $"{left.Who} ended with exit code {left.Code}; see {_stage.LogOf(left.Who)}";
        _phones.Left(left.Who);
        return null;
    }

    private void Tell(TimelineStep step)
    {
        step = step with { Height = step.Height ?? _height };
        _record.Note(step);
        _timeline.Add(step, _record.DoneCount);
    }
}
