using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using LightningRod.Server.Options;

namespace LightningRod.Server.Settings;

/// <summary>
/// All settings of a member, read off <see cref="MemberOptions"/>: for the help, the reference in docs/configuration.md, and the checks.
/// </summary>
public static class SettingTable
{
    /// <summary>The part of a key that stands for the number of an item.</summary>
    public const string Item = "#";

    private static readonly Lazy<IReadOnlyList<Setting>> Table = new(() => [.. Of(new MemberOptions(), "")]);

    /// <summary>All settings, in the order of the options' classes.</summary>
    public static IReadOnlyList<Setting> All => Table.Value;

    /// <summary>The free settings of a channel node: below it any key is one.</summary>
    internal static string FreeKey { get; } = $"{nameof(MemberOptions.Nodes)}:{Item}:{nameof(ChannelNodeSettings.Settings)}";

    private static IEnumerable<Setting> Of(object group, string prefix)
    {
        foreach (var property in group.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var key = prefix + property.Name;
            var value = property.GetValue(group)!;
            if (property.GetCustomAttribute<DescriptionAttribute>() is not { } description)
            {
                foreach (var setting in Of(value, key + ":")) yield return setting;
            }
            else if (value is IReadOnlyList<ChannelNodeSettings>)
            {
                foreach (var setting in Of(new ChannelNodeSettings(), $"{key}:{Item}:")) yield return setting;
            }
            else
            {
                var isList = value is IEnumerable and not string;
                var type = value is IEnumerable<string> ? typeof(string) : property.PropertyType;
                var isDictionary = value is IDictionary;
                yield return new(key, isDictionary ? typeof(IDictionary) : type, isList && !isDictionary, TextOf(value), description.Description)
                {
                    Rules = [.. property.GetCustomAttributes<ValidationAttribute>()],
                };
            }
        }
    }

    private static string TextOf(object value) => value switch
    {
        string text => text,
        bool yes => yes ? "true" : "false",
        TimeSpan duration => Durations.Format(duration),
        IEnumerable => "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
