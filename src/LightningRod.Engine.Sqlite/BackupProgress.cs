namespace LightningRod.Engine.Sqlite;

/// <summary>How far a backup is.</summary>
/// <param name="BytesCopied">Bytes.</param>
/// <param name="BytesTotal">Bytes.</param>
public readonly record struct BackupProgress(long BytesCopied, long BytesTotal);
