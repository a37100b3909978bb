using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Settings;

/// <summary>A rule for the text of a setting; in a list, for each item.</summary>
/// <param name="rule">What must be, as in "it must be an IP address".</param>
[AttributeUsage(AttributeTargets.Property)]
public abstract class TextRuleAttribute(string rule) : ValidationAttribute($"it must be {rule}")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string text && Holds(text);

    /// <summary>Whether a text keeps the rule.</summary>
    /// <param name="text">The text.</param>
    protected abstract bool Holds(string text);
}

/// <summary>Some text.</summary>
public sealed class NotEmptyAttribute() : TextRuleAttribute("some text")
{
    /// <inheritdoc/>
    protected override bool Holds(string text) => !string.IsNullOrWhiteSpace(text);
}

/// <summary>An IP address.</summary>
public sealed class IPTextAttribute() : TextRuleAttribute("an IP address")
{
    /// <inheritdoc/>
    protected override bool Holds(string text) => IPAddress.TryParse(text, out _);
}

/// <summary>A host and a port.</summary>
public sealed class HostPortAttribute() : TextRuleAttribute("HOST:PORT")
{
    /// <inheritdoc/>
    protected override bool Holds(string text) => NetworkAddress.Parse(text).TryGet(out _, out _);
}

/// <summary>A node id.</summary>
public sealed class NodeIdTextAttribute() : TextRuleAttribute("a node id of 66 hexadecimal digits")
{
    /// <inheritdoc/>
    protected override bool Holds(string text) => NodeId.TryParse(text, out var node) && node.ToPublicKey(out _);
}

/// <summary>A node id, @, a host and a port.</summary>
public sealed class PeerAddressAttribute() : TextRuleAttribute("NODEID@HOST:PORT")
{
    /// <inheritdoc/>
    protected override bool Holds(string text) => PeerAddress.TryParse(text, out _);
}

/// <summary>Text of so many bytes at most.</summary>
/// <param name="most">Most bytes in UTF-8.</param>
public sealed class Utf8BytesAttribute(int most) : TextRuleAttribute($"at most {most} bytes")
{
    /// <summary>Most bytes in UTF-8.</summary>
    public int Most => most;

    /// <inheritdoc/>
    protected override bool Holds(string text) => Encoding.UTF8.GetByteCount(text) <= most;
}

/// <summary>A duration between two others.</summary>
/// <param name="least">The least, as <see cref="Durations"/> writes it.</param>
/// <param name="most">The most.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(string least, string most) : ValidationAttribute($"it must be {least} to {most}")
{
    /// <summary>The least.</summary>
    public string Least => least;

    /// <summary>The most.</summary>
    public string Most => most;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is TimeSpan span && span >= Durations.Parse(least) && span <= Durations.Parse(most);
}
