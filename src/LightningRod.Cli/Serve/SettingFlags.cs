using System.CommandLine;
using LightningRod.Server.Options;
using LightningRod.Server.Settings;

namespace LightningRod.Cli.Serve;

/// <summary>A flag for each setting of a member. What values they take is judged where settings are read, so that it is said in one way.</summary>
internal sealed class SettingFlags
{
    private readonly Option<string[]> _nodes;
    private readonly List<(Setting Setting, Option<string[]> Option)> _flags;

    private SettingFlags(Option<string[]> nodes, List<(Setting Setting, Option<string[]> Option)> flags) => (_nodes, _flags) = (nodes, flags);

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="nodes">The option for channel nodes, which are no single settings.</param>
    internal static SettingFlags AddTo(Command command, Option<string[]> nodes)
    {
        var flags = SettingTable.All.Where(setting => !setting.Key.Contains(SettingTable.Item, StringComparison.Ordinal))
            .Select(setting => (setting, OptionOf(setting))).ToList();
        foreach (var (_, option) in flags) command.Add(option);
        return new(nodes, flags);
    }

    /// <summary>The settings that the command line gives, by key.</summary>
    internal IReadOnlyDictionary<string, string> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (setting, option) in _flags)
        {
            if (parsed.GetResult(option) is not { Implicit: false }) continue;
            var values = parsed.GetValue(option) ?? [];
            if (setting.IsList)
            {
                for (var i = 0; i < values.Length; i++) given[$"{setting.Key}:{i}"] = values[i];
            }
            else
            {
                // Only of a flag for yes or no may the value be left out.
                given[setting.Key] = values.Length == 0 ? "true" : values[0];
            }
        }

        AddNodes(parsed.GetValue(_nodes) ?? [], given);
        return given;
    }

    private static void AddNodes(string[] nodes, Dictionary<string, string> given)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var item = $"{nameof(MemberOptions.Nodes)}:{i}";
            var pieces = nodes[i].Split(',', StringSplitOptions.TrimEntries);
            given[$"{item}:{nameof(ChannelNodeSettings.Name)}"] = pieces[0];
            foreach (var piece in pieces.Skip(1))
            {
                var equals = piece.IndexOf('=', StringComparison.Ordinal);
                var (key, value) = equals < 0 ? (piece, "") : (piece[..equals], piece[(equals + 1)..]);
                var isKind = key.Equals(nameof(ChannelNodeSettings.Kind), StringComparison.OrdinalIgnoreCase);
                given[isKind ? $"{item}:{nameof(ChannelNodeSettings.Kind)}" : $"{item}:{nameof(ChannelNodeSettings.Settings)}:{key}"] = value;
            }
        }
    }

    private static Option<string[]> OptionOf(Setting setting)
    {
        var shown = setting.Default.Length > 0 ? $" [default: {setting.Default}]" : "";
        return new(setting.Flag)
        {
            Description = setting.Description + shown,
            HelpName = setting.Type == typeof(bool) ? "true|false" : NameOf(setting),
            Arity = setting.Type == typeof(bool) ? ArgumentArity.ZeroOrOne : setting.IsList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
    }

    private static string NameOf(Setting setting) =>
        setting.Type == typeof(TimeSpan) ? "duration" : setting.Type == typeof(string) || setting.Type.IsEnum ? "text" : "number";
}
