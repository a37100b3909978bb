namespace LightningRod.Cli;

/// <summary>What the program says by its exit code.</summary>
internal static class ExitCode
{
    internal const int Fine = 0;
    internal const int Failed = 1;
    internal const int WrongUsage = 2;
}
