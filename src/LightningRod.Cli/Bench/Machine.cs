using System.Reflection;
using System.Runtime.InteropServices;

namespace LightningRod.Cli.Bench;

/// <summary>Where figures were measured.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Cores">Logical cores.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Runtime">.NET runtime.</param>
/// <param name="Commit">The program's version and commit.</param>
internal sealed record Machine(string Cpu, int Cores, string Os, string Runtime, string Commit)
{
    internal static Machine This { get; } = new(
        CpuName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    private static string CpuName()
    {
        const string Table = "/proc/cpuinfo";
        var line = File.Exists(Table) ? File.ReadLines(Table).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
