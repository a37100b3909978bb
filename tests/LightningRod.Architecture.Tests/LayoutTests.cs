using LightningRod.Testing;

namespace LightningRod.Architecture.Tests;

public sealed class LayoutTests
{
    private const int AskAt = 300;

    /// <summary>Files that are longer for a reason: path and reason.</summary>
    private static readonly Dictionary<string, string> Longer = new()
    {
        ["src/LightningRod.Engine/Effects/OutboxBook.cs"] = "one lock guards all that is known of effects on their way; two files would share it",
    };

    public static IEnumerable<TheoryDataRow<string>> Rooms() => Tree.Projects(Tree.Source).Select(file => new TheoryDataRow<string>(Tree.Room(file)));

    [Theory, MemberData(nameof(Rooms))]
    public void Room_OfTheTree_HasATestProject(string room)
    {
        var project = Path.Combine(Tree.Tests, $"LightningRod.{room}.Tests", $"LightningRod.{room}.Tests.csproj");
        Assert.True(File.Exists(project), $"{Tree.Relative(project)} is missing.");
    }

    [Fact]
    public void Projects_OfTheTree_AreInTheSolution()
    {
        var solution = File.ReadAllText(Repository.Path("LightningRod.Cluster.sln")).Replace('\\', '/');
        Assert.All(Tree.Projects(Tree.Source).Concat(Tree.Projects(Tree.Tests)).Select(Tree.Relative), path =>
            Assert.True(solution.Contains($"\"{path}\"", StringComparison.Ordinal), $"{path} is not in the solution."));
    }

    [Fact]
    public void SourceFiles_Over300Lines_HaveAReason()
    {
        var files = Tree.SourceFiles().Select(file => (Path: Tree.Relative(file), Lines: File.ReadLines(file).Count())).ToList();
        Assert.NotEmpty(files);
        var longer = files.Where(file => file.Lines > AskAt).ToList();
        Assert.True(
            longer.TrueForAll(file => Longer.ContainsKey(file.Path)),
            "Are these two ideas? If not, give the reason here: " + string.Join(", ", longer.Select(file => $"{file.Path} ({file.Lines} lines)")));
        Assert.Empty(Longer.Keys.Except(longer.Select(file => file.Path)));
        Assert.All(Longer.Values, Assert.NotEmpty);
    }
}
