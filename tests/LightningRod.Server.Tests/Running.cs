using System.Net;
using LightningRod.Server.Options;
using LightningRod.Server.Settings;

namespace LightningRod.Server.Tests;

/// <summary>A folder for a member, and members in it.</summary>
internal sealed class Running : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("rod-member-").FullName;

    internal string Data => Path.Combine(Folder, "data");

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal string PathOf(string file) => Path.Combine(Data, file);

    /// <summary>Settings with any free port, as an operator gives them: key and value.</summary>
    internal MemberOptions Options(params (string Key, string Value)[] settings)
    {
        var flags = new Dictionary<string, string> { ["DataFolder"] = Data, ["Admin:Port"] = "0", ["Relay:Port"] = "0", ["Engine:Lanes"] = "1" };
        foreach (var (key, value) in settings) flags[key] = value;
        var reading = MemberSettings.Read(null, new Dictionary<string, string>(), flags);
        Assert.True(reading.TryGet(out var options), string.Join('\n', reading.Faults));
        return options;
    }

    internal Task<Member> StartAsync(params (string Key, string Value)[] settings) => Member.StartAsync(Options(settings), new(), Cancel);

    internal static IPEndPoint AdminOf(Member member) => member.EndPoints.Single(place => place.Part == "admin").EndPoint;
}
