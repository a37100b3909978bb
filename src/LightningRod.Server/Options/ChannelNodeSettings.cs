using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LightningRod.Server.Options;

/// <summary>A channel node and how to connect with it.</summary>
public sealed class ChannelNodeSettings
{
    /// <summary>Its name here, which the journal keeps: another name is another node.</summary>
    [Description("Its name here, which the journal keeps: under another name it is another node.")]
    [RegularExpression("[A-Za-z0-9_-]{1,64}", ErrorMessage = "it must be 1 to 64 letters, digits, - and _")]
    public string Name { get; init; } = "";

    /// <summary>Its kind, which says what the settings are.</summary>
    [Description("Its kind, which says what its settings are.")]
    [RegularExpression("[a-z0-9-]{1,32}", ErrorMessage = "it must be 1 to 32 small letters, digits and -")]
    public string Kind { get; init; } = "";

    /// <summary>What its kind needs: addresses, files of credentials. Keys are alike in any case: variables are in capitals.</summary>
    [Description("What its kind needs: addresses, and files of credentials, never the credentials themselves.")]
    public IReadOnlyDictionary<string, string> Settings
    {
        get;
        init => field = new Dictionary<string, string>(value, StringComparer.OrdinalIgnoreCase);
    }

    = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name and kind alone: settings belong in no log.</summary>
    public override string ToString() => $"{Name} ({Kind})";
}
