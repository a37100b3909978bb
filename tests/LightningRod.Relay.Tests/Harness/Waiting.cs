namespace LightningRod.Relay.Tests.Harness;

/// <summary>Waits that end: what should happen soon and does not is a failure, never a hang.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    internal static Task Soon(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    internal static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().Soon();

    /// <summary>For what other threads bring about and nobody announces.</summary>
    internal static async Task Until(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, "it did not come about");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
