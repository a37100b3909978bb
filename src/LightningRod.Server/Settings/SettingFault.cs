namespace LightningRod.Server.Settings;

/// <summary>A setting that is wrong: nothing starts with it.</summary>
/// <param name="Key">The key, for example <c>Relay:Port</c>; empty when a whole file is wrong.</param>
/// <param name="Source">Where it was set: a file, a variable or a flag.</param>
/// <param name="Text">What is wrong, and what it must be.</param>
/// <param name="IsFlag">Whether it was set on the command line.</param>
public sealed record SettingFault(string Key, string Source, string Text, bool IsFlag = false)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Key.Length == 0 ? $"{Source}: {Text}" : $"{Key} ({Source}): {Text}";
}
