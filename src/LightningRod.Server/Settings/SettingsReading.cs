using System.Diagnostics.CodeAnalysis;
using LightningRod.Server.Options;

namespace LightningRod.Server.Settings;

/// <summary>The settings, or all that is wrong with them.</summary>
public sealed class SettingsReading
{
    private readonly MemberOptions? _options;

    internal SettingsReading(MemberOptions? options, IReadOnlyList<SettingFault> faults) =>
        (_options, Faults) = (faults.Count == 0 ? options : null, faults);

    /// <summary>What is wrong; empty when there are settings.</summary>
    public IReadOnlyList<SettingFault> Faults { get; }

    /// <summary>Gives the settings.</summary>
    /// <param name="options">The settings when true is returned.</param>
    public bool TryGet([NotNullWhen(true)] out MemberOptions? options)
    {
        options = _options;
        return options is not null;
    }
}
