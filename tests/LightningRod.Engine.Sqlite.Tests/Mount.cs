using System.Diagnostics;

namespace LightningRod.Engine.Sqlite.Tests;

/// <summary>A small file system of its own, for disks that are full or read-only. Needs root; where it cannot be made, the test is skipped.</summary>
internal sealed class Mount : IDisposable
{
    private Mount(string path) => Path = path;

    public string Path { get; }

    public static Mount Make(string path, int mebibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small file system needs Linux and root.");
        var (code, said) = Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", path);
        Assert.SkipUnless(code == 0, $"A small file system cannot be mounted here: {said}");
        return new Mount(path);
    }

    public void Remount(string option) => Assert.Equal((0, ""), Run("mount", "-o", $"remount,{option}", Path));

    public void Dispose() => _ = Run("umount", "-l", Path);

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said.Trim());
    }
}
