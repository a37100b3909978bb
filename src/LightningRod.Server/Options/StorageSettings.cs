using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LightningRod.Server.Options;

/// <summary>The journal in its file.</summary>
public sealed class StorageSettings
{
    /// <summary>Reads at a time.</summary>
    [Description("Reads of the journal at a time.")]
    [Range(1, 64)]
    public int Readers { get; init; } = 4;

    /// <summary>Memory for pages, MiB.</summary>
    [Description("Memory for pages of the journal's writer, MiB; each reader gets an eighth.")]
    [Range(1, 4096)]
    public int CacheMebibytes { get; init; } = 64;
}
