using System.Net;
using LightningRod.Server;
using LightningRod.Server.Options;

namespace LightningRod.Peers.Tests.Lsp;

/// <summary>A member in this process, which stops in good order.</summary>
internal sealed class MemberLife : ILspLife
{
    private readonly Member _member;

    private MemberLife(Member member) => _member = member;

    public IPEndPoint Relay => EndPoint("relay");

    public IPEndPoint Admin => EndPoint("admin");

    /// <summary>Starts a member that takes mail for anybody.</summary>
    internal static async Task<ILspLife> StartAsync(string folder)
    {
        var options = new MemberOptions
        {
            Network = "regtest",
            DataFolder = folder,
            Relay = new() { Listen = ["127.0.0.1"], Port = 0 },
            Admission = new() { Mode = AdmissionMode.Open },
            Engine = new() { Lanes = 1 },
            Admin = new() { Port = 0 },
        };
        return new MemberLife(await Member.StartAsync(options, new(), TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync() => Assert.True(await _member.StopAsync());

    private IPEndPoint EndPoint(string part) => _member.EndPoints.Single(place => place.Part == part).EndPoint;
}
