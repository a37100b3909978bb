using System.Collections;
using System.Text.RegularExpressions;
using LightningRod.Server.Options;
using Microsoft.Extensions.Configuration;

namespace LightningRod.Server.Settings;

/// <summary>Reads the settings of a member from a file, the environment and flags; each overrules the ones before it.</summary>
/// <remarks>
/// A list of a later place takes the place of the whole list. A key that is none is refused wherever it stands, and a value that is wrong names its
/// key and its place, all of them at once.
/// </remarks>
public static partial class MemberSettings
{
    /// <summary>The file that is read when none is named and it is there.</summary>
    public const string DefaultFile = "lightningrod.json";

    /// <summary>What the names of variables begin with; two underscores stand for the colons of keys.</summary>
    public const string EnvironmentPrefix = "LIGHTNINGROD__";

    private static readonly IReadOnlyDictionary<string, string> NoFlags = new Dictionary<string, string>();

    /// <summary>Reads and checks the settings. No file is made and nothing is connected with.</summary>
    /// <param name="file">The file; null for <see cref="DefaultFile"/> where it exists.</param>
    /// <param name="environment">Variables; those without the prefix are passed over.</param>
    /// <param name="flags">Values by key; items of lists by key, colon and number from 0. Null for none.</param>
    public static SettingsReading Read(string? file, IDictionary environment, IReadOnlyDictionary<string, string>? flags = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new List<SettingFault>();
        var layers = new List<SettingLayer> { SettingLayer.OfFlags(flags ?? NoFlags), SettingLayer.OfEnvironment(environment) };
        if (file is not null || File.Exists(DefaultFile))
        {
            if (SettingLayer.OfFile(file ?? DefaultFile, out var fault) is { } layer) layers.Add(layer);
            else faults.Add(fault!);
        }

        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var layer in layers) RefuseUnknown(layer, faults);
        foreach (var setting in SettingTable.All.Where(setting => !setting.Key.Contains(SettingTable.Item, StringComparison.Ordinal)))
            Take(setting, setting.Key, layers, values, faults);
        TakeNodes(layers, values, faults);
        return new(faults.Count == 0 ? Bind(values) : null, faults);
    }

    private static MemberOptions Bind(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<MemberOptions>() ?? new();

    private static void RefuseUnknown(SettingLayer layer, List<SettingFault> faults)
    {
        foreach (var key in layer.Values.Keys)
        {
            var plain = Numbers().Replace(key, $":{SettingTable.Item}");
            if (plain.StartsWith($"{SettingTable.FreeKey}:", StringComparison.OrdinalIgnoreCase))
            {
                var isDeep = plain[(SettingTable.FreeKey.Length + 1)..].Contains(':', StringComparison.Ordinal);
                if (isDeep)
                    faults.Add(new(key, layer.Source(key), "the settings of a channel node are plain texts, not groups or lists", layer.IsFlags));
                continue;
            }

            // An empty list or group is written as its key alone.
            if (layer.Values[key] is null or "" && KnownKeys.Any(known => known.StartsWith($"{plain}:", StringComparison.OrdinalIgnoreCase))) continue;
            if (KnownKeys.Contains(plain, StringComparer.OrdinalIgnoreCase)) continue;
            var nearest = NearestKey.Of(plain, SettingTable.All.Select(setting => setting.Key));
            faults.Add(new(key, layer.Source(key), $"there is no such setting; the nearest is {nearest}", layer.IsFlags));
        }
    }

    private static void Take(
        Setting setting, string key, IEnumerable<SettingLayer> layers, Dictionary<string, string?> values, List<SettingFault> faults)
    {
        // Of a list, all items come from one place: merged by their numbers they would be nobody's list.
        var layer = layers.FirstOrDefault(layer => layer.Values.ContainsKey(key) || (setting.IsList && ItemsOf(layer, key).Any()));
        if (layer is null) return;
        var found = setting.IsList ? ItemsOf(layer, key) : [key];
        foreach (var item in found)
        {
            var text = layer.Values[item] ?? "";
            if (setting.Fault(text, out var value) is { } fault)
                faults.Add(new(item, layer.Source(item), $"\"{text}\" is wrong: {fault}", layer.IsFlags));
            else values[item] = value;
        }

        if (setting.IsList && layer.Values.TryGetValue(key, out var alone) && !string.IsNullOrEmpty(alone))
            faults.Add(new(key, layer.Source(key), $"it must be a list; its items are {key}:0, {key}:1 and so on", layer.IsFlags));
    }

    private static void TakeNodes(List<SettingLayer> layers, Dictionary<string, string?> values, List<SettingFault> faults)
    {
        const string Nodes = nameof(MemberOptions.Nodes);
        var layer = layers.FirstOrDefault(layer => layer.Values.ContainsKey(Nodes) || ItemsOf(layer, Nodes).Any());
        if (layer is null) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in ItemsOf(layer, Nodes).Select(key => string.Join(':', key.Split(':').Take(2))).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var field in SettingTable.All.Where(setting => setting.Key.StartsWith($"{Nodes}:", StringComparison.Ordinal)))
            {
                var key = $"{item}:{field.Key.Split(':')[^1]}";
                if (field.Key == SettingTable.FreeKey) TakeAll(layer, key, values);
                else if (layer.Values.ContainsKey(key)) Take(field, key, [layer], values, faults);
                else faults.Add(new(key, SourceOf(layer, item), $"it is missing: {field.Description}", layer.IsFlags));
            }

            var name = $"{item}:{nameof(ChannelNodeSettings.Name)}";
            if (values.TryGetValue(name, out var taken) && !names.Add(taken!))
                faults.Add(new(name, layer.Source(name), $"there are two nodes with the name {taken}", layer.IsFlags));
        }
    }

    private static void TakeAll(SettingLayer layer, string parent, Dictionary<string, string?> values)
    {
        foreach (var key in ItemsOf(layer, parent)) values[key] = layer.Values[key];
    }

    private static string SourceOf(SettingLayer layer, string parent) => layer.Source(ItemsOf(layer, parent).First());

    private static IEnumerable<string> ItemsOf(SettingLayer layer, string key) =>
        layer.Values.Keys.Where(item => item.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> KnownKeys =>
        SettingTable.All.SelectMany(setting => setting.IsList ? [setting.Key, $"{setting.Key}:{SettingTable.Item}"] : (string[])[setting.Key]);

    [GeneratedRegex(":[0-9]+(?=:|$)")]
    private static partial Regex Numbers();
}
