using Xunit;

namespace LightningRod.TestKit.Carriers;

/// <summary>Waits that end: what should happen soon and does not is a failure, never a hang.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static Task Soon(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    internal static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    internal static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().Soon();
}
