using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Sqlite.Appender;

/// <summary>What a writer appends: its n-th decision can be drawn again, to see whether all of it is there.</summary>
public static class Work
{
    public const int Writers = 8;

    public static byte[] InstallSecret { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static ActorId Actor(int writer) => new("payment", new OpaqueKey([(byte)(writer + 1)]), new OpaqueKey([1]));

    public static OpaqueKey Key(long n) => new(BitConverter.GetBytes(n));

    public static CommandId Command(int writer, long n) =>
        new(new Guid(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{writer} {n}")))[..16]));

    public static StoredMessage Message(string name, int writer, long n) =>
        new($"{name}.v1", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name} {writer} {n} {new string('x', 200)}")));

    /// <summary>Body of the n-th decision; sizes from nothing to several pages.</summary>
    public static byte[] Body(int writer, long n) => [.. Enumerable.Repeat((byte)(writer + n), (int)(n * 977 % 9000))];

    public static ActorAppend Append(int writer, long n, long epoch) => new(Actor(writer), (byte)writer, epoch, (2 * n) - 1, DateTimeOffset.UnixEpoch.AddSeconds(n))
    {
        Events = [Message("requested", writer, n), Message("held", writer, n)],
        Command = Command(writer, n),
        Reply = Message("reply", writer, n),
        FirstEffectPosition = (2 * n) - 1,
        Effects = [("node/a", Message("answer", writer, n)), ("node/b", Message("wake", writer, n))],
        Alarm = Alarm.AtHeight((uint)n),
        Index = [new IndexChange("number", Key(n), true)],
        Content = [new ContentChange(Key(n), Body(writer, n))],
        View = new ViewRow("holding", false, (ulong)n, (uint)n, "{}"),
    };
}
