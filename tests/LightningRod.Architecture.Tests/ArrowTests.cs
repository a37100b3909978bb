namespace LightningRod.Architecture.Tests;

/// <summary>Arrows point inward only (docs/architecture.md, "Arrows").</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Wire"] = [],
        ["Engine.Abstractions"] = [],
        ["Actors"] = ["Wire", "Engine.Abstractions"],
        ["Engine"] = ["Engine.Abstractions"],
        ["Engine.Sqlite"] = ["Engine"],
        ["Engine.Postgres"] = ["Engine"],
        ["Ports"] = ["Wire"],
        ["Flows"] = ["Actors", "Engine", "Ports"],
        ["Peering"] = ["Wire"],
        ["Relay"] = ["Peering", "Ports"],
        ["Nodes"] = ["Ports"],
        ["WakeUps"] = ["Ports"],
        ["ClnShim"] = ["Ports"],
        ["Client"] = ["Wire", "Peering"],
        ["Simulation"] = ["Ports", "Peering"],
        ["Server"] =
        [
            "Wire", "Engine.Abstractions", "Actors", "Engine", "Engine.Sqlite", "Engine.Postgres", "Ports", "Flows", "Peering", "Relay",
            "Nodes", "WakeUps",
        ],
        ["Cli"] = ["Server", "Client", "Wire"],
        ["Demo"] = ["Cli", "Server", "Client", "Simulation"],
        ["TestKit"] = ["Actors", "Engine", "Ports"],
    };

    public static IEnumerable<TheoryDataRow<string>> Rooms() =>
        Tree.Projects(Tree.Source).Select(file => new TheoryDataRow<string>(Tree.Relative(file)));

    [Theory, MemberData(nameof(Rooms))]
    public void ProjectReferences_OfARoom_ArePartOfItsArrows(string project)
    {
        var known = Allowed.TryGetValue(Tree.Room(project), out var allowed);
        Assert.True(known, $"{project} is no room of docs/architecture.md; it needs a line there and one here.");
        var references = Tree.Items(Testing.Repository.Path(project), "ProjectReference").Select(Tree.Room);
        Assert.Empty(references.Except(allowed!));
    }

    [Fact]
    public void Rooms_OfTheTree_AreFound() => Assert.Contains("Wire", Tree.Projects(Tree.Source).Select(Tree.Room));

    [Fact]
    public void Arrows_FollowedToTheEnd_NeverComeBack()
    {
        Assert.All(Allowed.Keys, room => Assert.DoesNotContain(room, Reached(room)));

        static HashSet<string> Reached(string room)
        {
            var reached = new HashSet<string>();
            var open = new Queue<string>(Allowed[room]);
            while (open.TryDequeue(out var next))
            {
                if (!reached.Add(next)) continue;
                foreach (var further in Allowed[next]) open.Enqueue(further);
            }

            return reached;
        }
    }

    [Fact]
    public void Wire_NeedsNoPackage() =>
        Assert.Empty(Tree.Items(Testing.Repository.Path("src", "LightningRod.Wire", "LightningRod.Wire.csproj"), "PackageReference"));
}
