using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using LightningRod.Flows.Steps;
using LightningRod.Server;

namespace LightningRod.Cli.Serve;

/// <summary>Prints steps as JSON objects, one a line, in their order. Whoever makes steps never waits for whoever reads them.</summary>
internal sealed class StepLines : IStepObserver, IAsyncDisposable
{
    private const int Waiting = 10_000;

    private readonly TextWriter _output;
    private readonly string _who;
    private readonly TimeProvider _time;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _writing;
    private long _lost;

    internal StepLines(TextWriter output, string who, TimeProvider time)
    {
        (_output, _who, _time) = (output, who, time);
        _writing = Task.Run(WriteAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void OnStep(Step step) => Add(step.Name, json =>
    {
        if (step.Client is { } client) json.WriteString("client", client.ToString());
        if (step.Amount is { } amount) json.WriteNumber("msat", amount.Value);
        if (step.Detail is { } detail) json.WriteString("detail", detail);
    });

    /// <summary>The member runs.</summary>
    internal void Ready(Member member) => Add("ready", json =>
    {
        json.WriteString("node_id", member.NodeId.ToString());
        foreach (var (part, endPoint) in member.EndPoints) json.WriteString(part, endPoint.ToString());
    });

    /// <summary>Writes what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private void Add(string step, Action<Utf8JsonWriter> more)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("t", _time.GetUtcNow().UtcDateTime);
            json.WriteString("who", _who);
            json.WriteString("step", step);
            more(json);
            json.WriteEndObject();
        }

        if (!_lines.Writer.TryWrite(Encoding.UTF8.GetString(bytes.WrittenSpan))) Interlocked.Increment(ref _lost);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await _output.WriteLineAsync(line).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) Add("steps_lost", json => json.WriteNumber("count", lost));
                if (!_lines.Reader.TryPeek(out _)) await _output.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // Whoever read is gone; the member goes on.
            _lines.Writer.TryComplete();
        }
    }
}
