namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>Something that the writer does within one of its transactions, and whoever waits for it.</summary>
internal abstract class WriterTask
{
    /// <summary>Does it. It may be done again from the start when another one of the same transaction fails.</summary>
    internal abstract void Run();

    /// <summary>Tells that it is durable.</summary>
    internal abstract void Succeed();

    /// <summary>Tells that it failed.</summary>
    /// <param name="failure">Why.</param>
    internal abstract void Fail(Exception failure);
}

/// <inheritdoc/>
/// <typeparam name="T">What it leads to.</typeparam>
internal sealed class WriterTask<T>(Func<T> write) : WriterTask
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Ends when it is durable or failed.</summary>
    internal Task<T> Completion => _completion.Task;

    internal override void Run() => _result = write();

    internal override void Succeed() => _completion.SetResult(_result!);

    internal override void Fail(Exception failure) => _completion.SetException(failure);
}
