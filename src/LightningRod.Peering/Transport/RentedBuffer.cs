using System.Buffers;

namespace LightningRod.Peering.Transport;

/// <summary>A writer into memory of the shared pool, so that a session at rest keeps none. One thread at a time.</summary>
internal sealed class RentedBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = [];
    private int _length;

    internal ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_array.Length - _length < Math.Max(1, sizeHint))
        {
            var larger = ArrayPool<byte>.Shared.Rent(_length + Math.Max(1, sizeHint));
            _array.AsSpan(0, _length).CopyTo(larger);
            Return();
            _array = larger;
        }

        return _array.AsMemory(_length);
    }

    /// <summary>Forgets what was written and keeps the memory.</summary>
    internal void Clear() => _length = 0;

    /// <summary>Gives the memory back; the next write takes new memory.</summary>
    public void Dispose()
    {
        Return();
        (_array, _length) = ([], 0);
    }

    private void Return()
    {
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
    }
}
