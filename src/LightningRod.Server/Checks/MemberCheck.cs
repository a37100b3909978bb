using System.Net;
using System.Net.Sockets;
using LightningRod.Engine.Sqlite;
using LightningRod.Server.Nodes;
using LightningRod.Server.Options;
using LightningRod.Server.Secrets;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Checks;

/// <summary>Looks at all that a member needs on its machine, without starting it. Makes nothing.</summary>
public static class MemberCheck
{
    private const string LockFile = "journal.lock";

    /// <summary>Looks at key files, folder, ports and kinds of channel nodes.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="nodeKinds">The kinds of channel nodes that can be connected with.</param>
    public static IReadOnlyList<CheckResult> Run(MemberOptions options, IReadOnlyList<IChannelNodeFactory> nodeKinds)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(nodeKinds);
        return
        [
            Folder("data folder", Path.GetFullPath(options.DataFolder)),
            Secret("node key", options.NodeKeyPath, NodeIdOf),
            Secret("install secret", options.InstallSecretPath, (text, path) => $"{MemberSecrets.SecretOf(text, path).Length} bytes"),
            Secret("admin tokens", options.AdminTokenPath, (text, path) =>
            {
                _ = AdminTokens.Of(text, path);
                return "there";
            }),
            .. options.Relay.EndPoints.Select(endPoint => Port("relay", endPoint)),
            Port("admin endpoints", options.Admin.EndPoint),
            .. options.Nodes.Select(node => Kind(node, nodeKinds)),
        ];
    }

    private static string NodeIdOf(string text, string path)
    {
        using var key = MemberSecrets.KeyOf(text, path);
        return $"node id {new NodeId(key.PublicKey)}";
    }

    private static CheckResult Folder(string name, string folder)
    {
        var present = folder;
        while (!Directory.Exists(present) && Path.GetDirectoryName(present) is { } parent) present = parent;
        try
        {
            using (new FileStream(
                Path.Combine(present, $".rod-check-{Environment.ProcessId}"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
            }

            if (present != folder) return new(name, true, $"{folder} will be made");
            var isLocked = IsLocked(Path.Combine(folder, LockFile));
            if (isLocked)
                return new(name, false, $"{folder} is in use by another member; stop it, or choose another folder (DataFolder, --data-folder)");
            var hasJournal = File.Exists(Path.Combine(folder, SqliteJournalOptions.FileName));
            return new(name, true, hasJournal ? $"{folder} has a journal" : $"{folder} can be written");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(name, false, $"{folder} cannot be written: {failure.Message}");
        }
    }

    private static bool IsLocked(string file)
    {
        if (!File.Exists(file)) return false;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static CheckResult Secret(string name, string path, Func<string, string, string> describe)
    {
        try
        {
            if (SecretFile.Read(path) is not { } text) return new(name, true, $"{path} will be made");
            var openness = SecretFile.IsOpenToOthers(path) ? "; open to other users: chmod 600" : "";
            return new(name, true, $"{path}: {describe(text, path)}{openness}");
        }
        catch (SecretFileException failure)
        {
            return new(name, false, failure.Message);
        }
    }

    private static CheckResult Port(string name, IPEndPoint endPoint)
    {
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(endPoint);
            socket.Listen(1);
            return new(name, true, endPoint.Port == 0 ? $"{endPoint.Address}, any free port" : $"{endPoint} is free");
        }
        catch (SocketException failure)
        {
            return new(name, false, $"cannot listen on {endPoint}: {failure.Message}");
        }
    }

    private static CheckResult Kind(ChannelNodeSettings node, IReadOnlyList<IChannelNodeFactory> nodeKinds)
    {
        var isKnown = nodeKinds.Any(factory => factory.Kind == node.Kind);
        return new($"channel node {node.Name}", isKnown, isKnown ? $"kind {node.Kind}" : $"kind {node.Kind} is not known to this program");
    }
}
