using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace LightningRod.Server.Settings;

/// <summary>Settings from one place.</summary>
/// <param name="Source">Tells people where a key was set.</param>
/// <param name="Values">Flat keys and their values; null or empty for an empty list. Keys are alike in any case.</param>
/// <param name="IsFlags">Whether they are of the command line.</param>
internal sealed record SettingLayer(Func<string, string> Source, IReadOnlyDictionary<string, string?> Values, bool IsFlags = false)
{
    private const long MaxFileBytes = 1 << 20;

    /// <summary>A JSON file; comments and commas at the end are fine.</summary>
    internal static SettingLayer? OfFile(string file, out SettingFault? fault)
    {
        fault = null;
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxFileBytes) throw new InvalidDataException("the file is larger than 1 MiB");
            var values = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
                .Where(pair => pair.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
            return new(_ => file, values);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or JsonException)
        {
            // What the reader of JSON found is said by the inner exception, with line and position.
            fault = new("", file, (failure.InnerException as JsonException ?? failure).Message);
            return null;
        }
    }

    /// <summary>Variables of the environment.</summary>
    internal static SettingLayer OfEnvironment(IDictionary environment)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in environment)
        {
            var name = (string)entry.Key;
            if (!name.StartsWith(MemberSettings.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var key = name[MemberSettings.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            (names[key], values[key]) = (name, (string?)entry.Value ?? "");
        }

        return new(key => names[key], values);
    }

    /// <summary>Flags of the command line, by key.</summary>
    internal static SettingLayer OfFlags(IReadOnlyDictionary<string, string> flags)
    {
        var names = SettingTable.All.ToDictionary(setting => setting.Key, setting => setting.Flag, StringComparer.OrdinalIgnoreCase);
        return new(
            key => names.TryGetValue(key, out var flag) || names.TryGetValue(ParentOf(key), out flag) ? flag : "--node",
            flags.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.OrdinalIgnoreCase),
            IsFlags: true);
    }

    private static string ParentOf(string key) => key.LastIndexOf(':') is > 0 and var colon ? key[..colon] : key;
}
