namespace LightningRod.Demo.Director;

/// <summary>Who plays: the names in the timeline, in <c>--kill</c> and in the simulated network.</summary>
internal static class Cast
{
    internal const string Network = "network";
    internal const string LspA = "LSP_a";
    internal const string LspB = "LSP_b";
    internal const string Payer = "payer";
    internal const string Payee = "payee";
    internal const string Stranger = "stranger";

    /// <summary>Who can be killed: all but the network, which stands for the world.</summary>
    internal static IReadOnlyList<string> Mortals { get; } = [LspA, LspB, Payer, Payee];
}
