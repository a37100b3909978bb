using System.Xml.Linq;
using LightningRod.Testing;

namespace LightningRod.Architecture.Tests;

/// <summary>The projects and source files of the tree.</summary>
internal static class Tree
{
    private const string Prefix = "LightningRod.";

    internal static string Source { get; } = Repository.Path("src");

    internal static string Tests { get; } = Repository.Path("tests");

    /// <summary>Paths of the project files in the folders right under src or tests.</summary>
    internal static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateDirectories(folder).SelectMany(room => Directory.EnumerateFiles(room, "*.csproj")).Order(StringComparer.Ordinal);

    /// <summary>The name of a project without the common prefix, for example <c>Engine.Sqlite</c>.</summary>
    internal static string Room(string projectFile)
    {
        var name = Path.GetFileNameWithoutExtension(projectFile.Replace('\\', '/'));
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    /// <summary>What a project's items of one kind include.</summary>
    internal static IEnumerable<string> Items(string projectFile, string kind) =>
        XDocument.Load(projectFile).Descendants().Where(item => item.Name.LocalName == kind).Select(item => (string?)item.Attribute("Include") ?? "");

    /// <summary>The C# files under src, without what the build made.</summary>
    internal static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal);

    internal static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
}
