using System.Text.Json;
using LightningRod.Demo.Director;

namespace LightningRod.Demo.Members;

/// <summary>What a member of the demo is told: its key and its settings. Times are a phone's user's patience, not an operator's.</summary>
internal static class MemberFiles
{
    private const int Holds = 256;
    private const long Satoshis = 10_000_000;

    /// <summary>Writes key and settings.</summary>
    /// <returns>The command line of the member.</returns>
    internal static string[] Write(string folder, string lsp, Topology topology, Identities identities, LoopbackPorts ports, DemoOptions options)
    {
        Directory.CreateDirectory(folder);
        var key = Path.Combine(folder, "node.key");
        if (!File.Exists(key))
        {
            File.WriteAllText(key, Convert.ToHexStringLower(identities.RelayKeyOf(lsp)));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var other = lsp == Cast.LspA ? Cast.LspB : Cast.LspA;
        var settings = new
        {
            Name = lsp,
            Network = "regtest",
            DataFolder = folder,
            KnownPeers = options.OneLsp ? [] : new[] { $"{identities.RelayOf(other)}@127.0.0.1:{ports.RelayOf(other)}" },
            Nodes = new[] { new { Name = lsp, Kind = "simulation", Settings = new { Port = $"{topology.EndPoint.Port}" } } },
            Relay = new
            {
                Listen = new[] { "127.0.0.1" }, Port = ports.RelayOf(lsp), Announce = new[] { $"127.0.0.1:{ports.RelayOf(lsp)}" }, DialPrivateAddresses = true,
            },
            Holds = new { PerClient = Holds, MaxSatoshis = Satoshis },
            Mail = new { LeaveGrace = "500ms", PresenceGrace = "1s", WakeUpCooldown = "2s" },
            WakeUps = new { Webhook = new { AllowPlainHttpToLoopback = true } },
            Admin = new { Port = ports.AdminOf(lsp) },
        };
        var path = Path.Combine(folder, "lightningrod.json");
        File.WriteAllText(path, JsonSerializer.Serialize(settings));
        return ["member", path];
    }
}
