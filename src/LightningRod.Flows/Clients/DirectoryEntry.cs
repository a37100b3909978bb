using LightningRod.Actors.Clients;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Clients;

/// <summary>What is known of one node that is a client, was one, or may become one. Guarded by the directory's lock.</summary>
internal sealed class DirectoryEntry
{
    /// <summary>Channel nodes with which it has unannounced channels, as far as they were heard.</summary>
    internal SortedSet<string> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>The row as it is stored; null for none.</summary>
    internal ClientRow? Row { get; set; }

    /// <summary>Whether the settings invite it.</summary>
    internal bool IsListed { get; set; }

    internal bool IsInvited => IsListed || Row is { Way: AdmissionWay.Invited };

    /// <summary>Why it is a client; null when it is none.</summary>
    internal AdmissionWay? WayIn(Admission admission)
    {
        if (Row is { IsSuspended: true }) return null;
        if (IsInvited) return AdmissionWay.Invited;
        if (Nodes.Count > 0 && admission != Admission.Invited) return AdmissionWay.Channel;
        return admission == Admission.Open ? AdmissionWay.Open : null;
    }

    internal Client ToClient(NodeId id, ClientDirectoryOptions options)
    {
        var quotas = Row?.Quotas ?? ClientQuotas.None;
        return new(id, [.. Nodes])
        {
            Holds = options.Holds with
            {
                HoldsLeft = quotas.MaxHolds ?? options.Holds.HoldsLeft,
                MaxParts = quotas.MaxParts ?? options.Holds.MaxParts,
                MaxAmount = quotas.MaxHeld ?? options.Holds.MaxAmount,
            },
            Mail = options.Mail with
            {
                MaxMessages = quotas.MaxMessages ?? options.Mail.MaxMessages,
                MaxBytes = quotas.MaxMailBytes ?? options.Mail.MaxBytes,
                MaxDevices = quotas.MaxDevices ?? options.Mail.MaxDevices,
            },
        };
    }
}
