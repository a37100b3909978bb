using Google.Protobuf;
using LightningRod.Engine.Journal;

namespace LightningRod.Flows.Storage;

/// <summary>The stored messages of a kind: name, reader and writer of each.</summary>
/// <remarks>Filled in a constructor, then read by many threads.</remarks>
internal sealed class MessageTable
{
    private readonly Dictionary<Type, (string Name, Func<object, byte[]> Write)> _writers = [];
    private readonly Dictionary<string, Func<ReadOnlyMemory<byte>, object>> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Upcaster> _older = new(StringComparer.Ordinal);

    internal IEnumerable<Type> Types => _writers.Keys;

    internal MessageTable Add<TValue, TStored>(
        string name, MessageParser<TStored> parser, Func<TValue, TStored> write, Func<TStored, TValue> read)
        where TValue : notnull
        where TStored : IMessage<TStored>
    {
        _writers.Add(typeof(TValue), (name, value => write((TValue)value).ToByteArray()));
        _readers.Add(name, payload => read(parser.ParseFrom(payload.Span)));
        return this;
    }

    /// <summary>Takes those that lead to a message of this table.</summary>
    /// <exception cref="ArgumentException">Two begin at one name, one begins at a present name, or they go round.</exception>
    internal MessageTable Take(IEnumerable<Upcaster> upcasters)
    {
        var all = upcasters.ToDictionary(upcaster => upcaster.From, StringComparer.Ordinal);
        foreach (var upcaster in all.Values)
        {
            var (name, steps) = (upcaster.From, 0);
            for (; all.TryGetValue(name, out var next); name = next.To)
            {
                if (_readers.ContainsKey(name) || steps++ > all.Count)
                    throw new ArgumentException($"The upcaster of {name} leads nowhere.", nameof(upcasters));
            }

            if (_readers.ContainsKey(name)) _older.Add(upcaster.From, upcaster);
        }

        return this;
    }

    internal StoredMessage Encode(object message) => _writers.TryGetValue(message.GetType(), out var writer)
        ? new(writer.Name, writer.Write(message))
        : throw new ArgumentException($"{message.GetType().Name} has no stored name.", nameof(message));

    internal object Decode(StoredMessage stored)
    {
        var (name, payload) = stored;
        try
        {
            for (; _older.TryGetValue(name, out var older); name = older.To) payload = older.Change(payload);
            if (_readers.TryGetValue(name, out var read)) return read(payload);
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            throw new UnreadableMessageException(stored.Name, bad is MalformedFieldException ? bad.Message : bad.GetType().Name, bad);
        }

        throw new UnreadableMessageException(stored.Name, "this version does not know it", nameIsUnknown: true);
    }
}
