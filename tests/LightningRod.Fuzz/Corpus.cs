using System.Security.Cryptography;
using LightningRod.Testing;

namespace LightningRod.Fuzz;

/// <summary>
/// Kept inputs: <c>corpus/TARGET/*.hex</c>, hexadecimal digits with white space where it helps; lines that begin with # are remarks. A name
/// that begins with accepted or refused says what comes of the input. Findings are added here by themselves and stay as regression tests once
/// they are mended.
/// </summary>
internal static class Corpus
{
    internal static string Folder { get; } = Repository.Path("tests", "LightningRod.Fuzz", "corpus");

    /// <summary>The kept inputs of a target with their file names, in the order of these.</summary>
    internal static IReadOnlyList<(string Name, byte[] Input)> Load(FuzzTarget target, string? folder = null)
    {
        var path = Path.Combine(folder ?? Folder, target.Name);
        if (!Directory.Exists(path)) return [];
        return [.. Directory.EnumerateFiles(path, "*.hex").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), Read(file)))];
    }

    /// <summary>Keeps an input that broke a promise.</summary>
    /// <returns>The file.</returns>
    internal static string Keep(Finding finding, string? folder = null)
    {
        var path = Path.Combine(folder ?? Folder, finding.Target.Name);
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, $"finding-{Convert.ToHexStringLower(SHA256.HashData(finding.Input), 0, 4)}.hex");
        File.WriteAllText(file, $"# {finding.Complaint.ReplaceLineEndings(" ")}\n# {finding.Origin}\n{Convert.ToHexStringLower(finding.Input)}\n");
        return file;
    }

    private static byte[] Read(string file)
    {
        var digits = File.ReadLines(file).Where(line => !line.StartsWith('#')).SelectMany(line => line.Where(c => !char.IsWhiteSpace(c)));
        return Convert.FromHexString(string.Concat(digits));
    }
}
