using System.Text;
using LightningRod.Server.Settings;
using LightningRod.Testing;

namespace LightningRod.Server.Tests.Settings;

/// <summary>docs/configuration.md has each setting as it is.</summary>
public sealed class SettingTableTests
{
    private const string Begin = "<!-- settings: begin -->\n";
    private const string End = "<!-- settings: end -->\n";

    [Fact]
    public void All_Names_AreUnique()
    {
        Assert.True(SettingTable.All.Count > 40);
        Assert.Equal(SettingTable.All.Count, SettingTable.All.Select(setting => setting.Flag).Distinct().Count());
        Assert.Equal(SettingTable.All.Count, SettingTable.All.Select(setting => setting.EnvironmentVariable).Distinct().Count());
    }

    [Fact]
    public void All_Defaults_KeepTheirRules()
    {
        foreach (var setting in SettingTable.All.Where(setting => !setting.IsList && !setting.Key.Contains(SettingTable.Item, StringComparison.Ordinal)))
            Assert.True(setting.Fault(setting.Default, out _) is null, $"{setting.Key}: {setting.Default}");
    }

    [Fact]
    public void Reference_OfTheDocument_IsThatOfTheOptions()
    {
        var document = File.ReadAllText(Repository.Path("docs", "configuration.md"));
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, "docs/configuration.md has no place for the settings.");
        var expected = Reference();
        var written = document[(begin + Begin.Length)..end];
        if (written == expected) return;
        var file = Path.Combine(AppContext.BaseDirectory, "configuration.md");
        File.WriteAllText(file, document[..(begin + Begin.Length)] + expected + document[end..]);
        Assert.Fail($"docs/configuration.md is not what the options say. As it should be it stands in {file}.");
    }

    private static string Reference()
    {
        var text = new StringBuilder();
        var group = "?";
        foreach (var setting in SettingTable.All)
        {
            var colon = setting.Key.LastIndexOf(':');
            var present = colon < 0 ? "" : setting.Key[..colon];
            if (present != group)
            {
                group = present;
                text.Append(group.Length == 0 ? "### The member\n\n" : $"\n### {group}\n\n");
                text.Append("| key | flag | default | values | what it is |\n|---|---|---|---|---|\n");
            }

            // A channel node is one flag.
            var flag = setting.Key.Contains(SettingTable.Item, StringComparison.Ordinal) ? "--node" : setting.Flag;
            text.Append($"| `{setting.Key}` | `{flag}` | {Code(setting.Default)} | {Cell(setting.Values)} | {Cell(setting.Description)} |\n");
        }

        return text.ToString();
    }

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
