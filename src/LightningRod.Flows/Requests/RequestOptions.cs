namespace LightningRod.Flows.Requests;

/// <summary>Bounds of LSPS0 requests.</summary>
public sealed record RequestOptions
{
    /// <summary>Longest request, bytes of JSON. Default 16 KiB.</summary>
    public int MaxRequestBytes { get; init; } = 16 * 1024;

    /// <summary>Longest webhook URL, characters. Default 1024, as bLIP 55 has it.</summary>
    public int MaxUrlLength { get; init; } = 1024;

    /// <summary>Whether webhooks on this machine, also with http, are taken: for tests and demonstrations. Default: no.</summary>
    public bool AllowLoopbackWebhooks { get; init; }

    /// <summary>Most rows of a client's finished holds that one request looks through. Default 4096.</summary>
    public int MaxRowsRead { get; init; } = 4096;

    /// <summary>Shortest time between two first wake-ups of one client, which go to addresses of its choice. Default 10 seconds.</summary>
    public TimeSpan FirstWakeUpEvery { get; init; } = TimeSpan.FromSeconds(10);
}
