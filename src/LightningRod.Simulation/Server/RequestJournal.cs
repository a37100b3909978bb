using System.Text.Json;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Simulation.Server;

/// <summary>The requests that changed the network, a line each, so that a killed simulation comes back as it was.</summary>
/// <remarks>
/// A request is written before it is carried out; one that was refused is refused again when it is read back. Lines go to the operating system at
/// once, which survives a killed process, not a lost machine: this is a simulation.
/// </remarks>
internal sealed class RequestJournal : IDisposable
{
    private readonly FileStream? _file;

    private RequestJournal(FileStream? file) => _file = file;

    /// <summary>A journal that keeps nothing.</summary>
    internal static RequestJournal None => new(null);

    /// <summary>Opens or creates a file and repeats what stands in it.</summary>
    /// <exception cref="SimulationException">The file is of another seed, or no such file.</exception>
    internal static RequestJournal Open(string path, ulong seed, SimulatedNetwork network)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var journal = new RequestJournal(file);
        try
        {
            journal.ReadBack(seed, network);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    internal void Append(Request request) => Write(request);

    public void Dispose() => _file?.Dispose();

    private void ReadBack(ulong seed, SimulatedNetwork network)
    {
        var bytes = new byte[_file!.Length];
        _file.ReadExactly(bytes);
        // A line without its end was being written when the process was killed: it was not carried out.
        var complete = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _file.SetLength(complete);
        _file.Seek(complete, SeekOrigin.Begin);
        var lines = bytes.AsSpan(0, complete);
        if (lines.IsEmpty)
        {
            Write(new Header(seed));
            return;
        }

        var first = true;
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            if (first)
                Check(lines[..end], seed);
            else
                Repeat(lines[..end], network);
            first = false;
            lines = lines[(end + 1)..];
        }
    }

    private static void Check(ReadOnlySpan<byte> line, ulong seed)
    {
        var header = JsonSerializer.Deserialize<Header>(line, SimulationJson.Options);
        if (header?.Seed != seed) throw new SimulationException($"The state file was made with --seed {header?.Seed}, not {seed}.");
    }

    private static void Repeat(ReadOnlySpan<byte> line, SimulatedNetwork network)
    {
        try
        {
            network.Execute(JsonSerializer.Deserialize<Request>(line, SimulationJson.Options)!);
        }
        catch (SimulationException)
        {
            // Refused then too.
        }
    }

    private void Write<T>(T line)
    {
        if (_file is null) return;
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, SimulationJson.Options), (byte)'\n']);
        _file.Flush();
    }

    private sealed record Header(ulong Seed);
}
