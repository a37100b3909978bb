using System.Net;

namespace LightningRod.Peers.Tests.Lsp;

/// <summary>One life of a member on a folder; disposing it is its end.</summary>
internal interface ILspLife : IAsyncDisposable
{
    /// <summary>Where the relay listens.</summary>
    IPEndPoint Relay { get; }

    /// <summary>Where the admin endpoints listen.</summary>
    IPEndPoint Admin { get; }
}
