using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Journal;
using LightningRod.Testing;

namespace LightningRod.Flows.Tests.Storage;

/// <summary>
/// What released versions wrote is read for good: a line of name and payload for each message, never changed once it is released. A new message
/// gets its line in the folder of the version that will write it first.
/// </summary>
public sealed class GoldenTests
{
    private const string Present = "v0.1";

    [Fact]
    public void GoldenLines_OfThePresentVersion_AreTheMessagesByteForByte()
    {
        var lines = Read(Present);
        var written = Samples.All.Select(sample => sample.Codec.Encode(sample.Value)).Select(Line).ToList();
        Assert.Equal(lines, written);
    }

    [Fact]
    public void GoldenLines_Decoded_AreTheValues()
    {
        foreach (var (line, (value, codec)) in Read(Present).Zip(Samples.All))
        {
            var decoded = codec.Decode(Parse(line));
            Assert.Equal(value, decoded);
            Assert.Equal(line, Line(codec.Encode(decoded)));
        }
    }

    [Fact]
    public void MessageTypes_OfAllActors_HaveAGoldenLine()
    {
        var stored = typeof(HeldPaymentActor).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && IsStored(type));
        Assert.Equal(
            stored.Select(type => type.Name).Order(),
            Samples.All.Select(sample => sample.Value.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Names_OfAllMessages_BelongToTheirKindAndVersionAndToOneType()
    {
        string[] kinds = ["payment", "mailbox", "client"];
        foreach (var named in Samples.All.GroupBy(sample => sample.Codec.Encode(sample.Value).Name))
        {
            Assert.Matches("^[a-z]+[.][a-z_]+[.]v[0-9]+$", named.Key);
            Assert.Contains(named.Key.Split('.')[0], kinds);
            Assert.Single(named.Select(sample => sample.Value.GetType()).Distinct());
        }
    }

    private static bool IsStored(Type type) =>
        !typeof(ISoftEvent).IsAssignableFrom(type)
        && (typeof(IEvent).IsAssignableFrom(type) || typeof(IReply).IsAssignableFrom(type) || typeof(IEffect).IsAssignableFrom(type));

    private static string[] Read(string version) =>
        File.ReadAllLines(Repository.Path("tests", "LightningRod.Flows.Tests", "Golden", version, "messages.txt"));

    private static string Line(StoredMessage stored) => $"{stored.Name} {Convert.ToHexStringLower(stored.Payload.Span)}".TrimEnd();

    private static StoredMessage Parse(string line)
    {
        var space = line.IndexOf(' ');
        return space < 0 ? new(line, default) : new(line[..space], Convert.FromHexString(line.AsSpan(space + 1)));
    }
}
