using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Keygen;

/// <summary><c>rod keygen</c>: a fresh node key, printed or written to a file that only its owner can read.</summary>
internal static class KeygenCommand
{
    internal static Command Create()
    {
        var file = new Option<FileInfo?>("--out") { Description = "Write the secret key (64 hexadecimal digits) to this new file, readable by its owner only, and print the node id alone." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("keygen", "Make a node key: a secret key and the node id that belongs to it.") { file, json };
        command.SetAction(parsed => Run(parsed.GetValue(file), parsed.GetValue(json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(FileInfo? file, bool json, TextWriter output, TextWriter error)
    {
        using var key = PrivateKey.Generate();
        var nodeId = new NodeId(key.PublicKey).ToString();
        Span<byte> secret = stackalloc byte[PrivateKey.Size];
        key.Export(secret);
        var hex = Convert.ToHexStringLower(secret);
        CryptographicOperations.ZeroMemory(secret);
        if (file is not null)
        {
            if (!TryWrite(file, hex, out var why))
            {
                error.WriteLine($"rod keygen: {file.FullName}: {why}");
                return ExitCode.Failed;
            }

            hex = null;
        }

        if (json)
            output.WriteLine(JsonSerializer.Serialize(new KeygenAnswer(nodeId, hex, file?.FullName), KeygenJson.Default.KeygenAnswer));
        else
            output.WriteLine(hex is null ? $"node_id {nodeId}" : $"secret_key {hex}\nnode_id    {nodeId}");
        return ExitCode.Fine;
    }

    private static bool TryWrite(FileInfo file, string hex, out string why)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var writer = new StreamWriter(file.FullName, options);
            writer.WriteLine(hex);
            why = "";
            return true;
        }
        catch (IOException e)
        {
            // An existing file is never overwritten: it may hold the only copy of a key.
            why = file.Exists ? "the file exists already" : e.Message;
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            why = e.Message;
            return false;
        }
    }
}
