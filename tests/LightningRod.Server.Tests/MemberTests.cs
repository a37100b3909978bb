using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LightningRod.Server.Checks;
using LightningRod.Server.Options;

namespace LightningRod.Server.Tests;

/// <summary>A member starts, or says in one line why not; and it stops.</summary>
public sealed class MemberTests : IDisposable
{
    private readonly Running _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Start_ThenStop_RunsAndLetsEverythingGo()
    {
        var member = await _place.StartAsync();
        Assert.True(member.Health.IsRunning);
        var admin = Running.AdminOf(member);
        Assert.NotEqual(0, admin.Port);
        Assert.True(await member.StopAsync());
        Assert.True(await member.StopAsync());
        Assert.False(member.Health.IsRunning);
        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(admin, Running.Cancel).AsTask());
        await using var again = await _place.StartAsync();
        Assert.True(again.Health.IsRunning);
    }

    [Fact]
    public async Task Start_SecondOnTheFolder_IsRefusedAndTheFirstGoesOn()
    {
        await using var first = await _place.StartAsync();
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync());
        Assert.Contains("in use by process", failure.Message, StringComparison.Ordinal);
        Assert.True(first.Health.IsRunning);
    }

    [Fact]
    public async Task Start_PortTaken_NamesPortAndSettingAndLetsTheFolderGo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync(("Admin:Port", port)));
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--admin-port", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        await using var member = await _place.StartAsync();
        Assert.True(member.Health.IsRunning);
    }

    [Fact]
    public async Task Start_AddressOfAnotherMachine_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync(("Admin:Listen", "192.0.2.1")));
        Assert.Contains("192.0.2.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ReadOnlyFolder_NamesIt()
    {
        Directory.CreateDirectory(_place.Data);
        using var mount = ReadOnly(_place.Data);
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync());
        Assert.Contains(_place.Data, failure.Message, StringComparison.Ordinal);
        Assert.False(MemberCheck.Run(_place.Options(), []).Single(check => check.Name == "data folder").IsFine);
    }

    [Fact]
    public async Task Start_FolderThatIsAFile_NamesIt()
    {
        await File.WriteAllTextAsync(_place.Data, "", Running.Cancel);
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync());
        Assert.Contains(_place.Data, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KindOfNodeThatIsUnknown_IsRefusedBeforeAnythingIsMade()
    {
        var failure = await Assert.ThrowsAsync<MemberStartException>(() => _place.StartAsync(("Nodes:0:Name", "a"), ("Nodes:0:Kind", "nope")));
        Assert.Contains("nope", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Data));
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNothingRunning()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Member.StartAsync(_place.Options(), new(), cancel.Token));
        await using var member = await _place.StartAsync();
        Assert.True(member.Health.IsRunning);
    }

    [Fact]
    public void Check_OfAFreshPlace_IsFineAndMakesNothing()
    {
        var checks = MemberCheck.Run(_place.Options(), []);
        Assert.All(checks, check => Assert.True(check.IsFine, check.ToString()));
        Assert.Contains(checks, check => check.Detail.EndsWith("node.key will be made", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_place.Folder));
    }

    [Fact]
    public async Task Check_BesideARunningMember_FindsFolderAndPortInUse()
    {
        await using var member = await _place.StartAsync();
        var options = _place.Options(("Admin:Port", Running.AdminOf(member).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["admin endpoints", "data folder"], MemberCheck.Run(options, []).Where(check => !check.IsFine).Select(check => check.Name).Order());
        Assert.Contains(MemberCheck.Run(options, []), check => check.Detail.Contains(member.NodeId.ToString(), StringComparison.Ordinal));
        Assert.True(member.Health.IsRunning);
    }

    [Fact]
    public async Task Check_WrongKeyAndKind_FindsThem()
    {
        Directory.CreateDirectory(_place.Data);
        await File.WriteAllTextAsync(_place.PathOf("node.key"), "4711", Running.Cancel);
        var checks = MemberCheck.Run(_place.Options(("Nodes:0:Name", "a"), ("Nodes:0:Kind", "nope")), []);
        Assert.Equal(["channel node a", "node key"], checks.Where(check => !check.IsFine).Select(check => check.Name).Order());
        Assert.DoesNotContain(checks, check => check.Detail.Contains("4711", StringComparison.Ordinal));
    }

    /// <summary>A file system at a folder that cannot be written, not even by root; unmounted at the end.</summary>
    private static Unmount ReadOnly(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small file system needs Linux and root.");
        using var process = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", folder]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, $"A small file system cannot be mounted here: {said}");
        return new(folder);
    }

    private sealed class Unmount(string folder) : IDisposable
    {
        public void Dispose()
        {
            using var process = Process.Start("umount", ["-l", folder]);
            process.WaitForExit();
        }
    }
}
