using LightningRod.Ports.Channels;

namespace LightningRod.Simulation.Network;

/// <summary>Hears what the network tells.</summary>
/// <remarks>Called in order, on the thread of the command, while it is carried out: it must neither block nor call back.</remarks>
public interface INetworkObserver
{
    /// <summary>A node told its interceptor something.</summary>
    /// <param name="stream">The stream's number.</param>
    /// <param name="report">What.</param>
    void OnReport(long stream, NodeReport report);

    /// <summary>A wallet was told something.</summary>
    /// <param name="wallet">The wallet's name.</param>
    /// <param name="report">What.</param>
    void OnWalletReport(string wallet, WalletReport report);

    /// <summary>Something happened that a timeline shows.</summary>
    /// <param name="step">What.</param>
    void OnStep(SimulationStep step);
}
