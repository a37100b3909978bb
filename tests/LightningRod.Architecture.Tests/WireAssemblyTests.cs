using System.Reflection;
using System.Text.RegularExpressions;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Architecture.Tests;

/// <summary>Wire is bytes to values and back: no I/O, no clock, no package.</summary>
public sealed partial class WireAssemblyTests
{
    private static readonly Assembly Wire = typeof(WireReader).Assembly;

    [Fact]
    public void Wire_UsesNoFilesSocketsOrClocks() => Assert.Empty(ForbiddenReferences.Of(Wire.Location));

    [Fact]
    public void Wire_NeedsThePlatformAlone() =>
        Assert.All(ForbiddenReferences.AssembliesOf(Wire.Location), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void ForbiddenReferences_OfAnAssemblyThatReadsFilesAndTheClock_AreFound()
    {
        _ = TimeProvider.System.GetUtcNow();
        var found = ForbiddenReferences.Of(typeof(WireAssemblyTests).Assembly.Location);
        Assert.Contains("System.IO.File", found);
        Assert.Contains("System.IO.Directory", found);
        Assert.Contains("System.IO.FileStream", found);
        Assert.Contains("System.TimeProvider", found);
        Assert.Contains("System.Threading.Tasks.Task.Run", found);
        _ = Task.Run(() => { }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void PublicTypes_AreNotOpenForInheritance() =>
        Assert.All(Wire.GetExportedTypes(), type =>
            Assert.True(type.IsSealed || type.IsAbstract || type.IsInterface || type.IsValueType, type.FullName));

    [Fact]
    public void PublicTypes_StandInTheNamespacesOfTheArchitectureDocument()
    {
        var text = File.ReadAllText(Repository.Path("docs", "architecture.md"));
        var section = text[text.IndexOf("### Inside Wire", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        var documented = Row().Matches(section).Select(row => row.Groups[1].Value);
        Assert.Equal(documented.Order(), Wire.GetExportedTypes().Select(type => type.Namespace!).Distinct().Order());
    }

    [GeneratedRegex(@"^\| `(LightningRod\.Wire\.\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
