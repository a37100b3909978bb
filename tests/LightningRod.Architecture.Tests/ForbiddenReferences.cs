using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LightningRod.Architecture.Tests;

/// <summary>What a built assembly uses of the outer world: files, sockets, clocks, threads of its own.</summary>
internal static class ForbiddenReferences
{
    private static readonly string[] Namespaces = ["System.Net.Http", "System.Net.Sockets", "System.Net.Security", "System.Timers"];

    private static readonly string[] Types =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.DriveInfo", "System.IO.RandomAccess", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.Console", "System.Net.Dns", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.TimeProvider",
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer",
    ];

    private static readonly string[] Members =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.Threading.Tasks.Task.Delay", "System.Threading.Tasks.Task.Run",
    ];

    /// <summary>Full names of the forbidden types and members that the assembly uses.</summary>
    internal static IReadOnlyList<string> Of(string assemblyPath)
    {
        using var stream = File.OpenRead(assemblyPath);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var types =
            from handle in metadata.TypeReferences
            let name = Name(metadata, handle)
            where Namespaces.Contains(name[..Math.Max(0, name.LastIndexOf('.'))]) || Types.Any(type => Begins(name, type))
            select name;
        var members =
            from handle in metadata.MemberReferences
            let member = metadata.GetMemberReference(handle)
            where member.Parent.Kind == HandleKind.TypeReference
            let name = $"{Name(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}"
            where Members.Contains(name)
            select name;
        return [.. types.Concat(members).Distinct().Order(StringComparer.Ordinal)];

        // File also stands for FileStream and FileInfo; Thread does not stand for ThreadStaticAttribute.
        static bool Begins(string name, string type) =>
            name == type || (type.StartsWith("System.IO.", StringComparison.Ordinal) && name.StartsWith(type, StringComparison.Ordinal));
    }

    /// <summary>Names of the assemblies that it needs.</summary>
    internal static IReadOnlyList<string> AssembliesOf(string assemblyPath)
    {
        using var stream = File.OpenRead(assemblyPath);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
