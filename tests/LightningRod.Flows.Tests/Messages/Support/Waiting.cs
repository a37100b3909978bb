namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>Waits that end: what should happen soon and does not is a failure, never a hang.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    internal static Task Soon(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <summary>For what other threads bring about and nobody announces; the clock can be moved meanwhile.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> condition, Action? meanwhile = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, "it did not come about");
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    internal static Task UntilAsync(Func<bool> condition, Action? meanwhile = null) => UntilAsync(() => Task.FromResult(condition()), meanwhile);
}
