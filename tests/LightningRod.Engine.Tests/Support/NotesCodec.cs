using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Tests.Support;

internal sealed class NotesCodec : IMessageCodec
{
    private const char Between = '\n';

    public StoredMessage Encode(object message) => message switch
    {
        Noted noted => Stored("noted.v1", noted.Text),
        AllNoted all => Stored("all_noted.v1", string.Join(Between, all.Texts)),
        Said said => Stored("said.v1", said.Text),
        Send send => Stored("send.v1", $"{send.Destination}{Between}{send.Text}"),
        Tell tell => Stored("tell.v1", $"{tell.Target.Client}{Between}{tell.Target.Key}{Between}{tell.Text}"),
        _ => throw new ArgumentException($"{message.GetType().Name} has no stored name."),
    };

    public object Decode(StoredMessage stored)
    {
        var text = Encoding.UTF8.GetString(stored.Payload.Span);
        var parts = text.Split(Between);
        return stored.Name switch
        {
            "noted.v1" when text == "garbage" => throw new UnreadableMessageException(stored.Name, "it is garbage"),
            "noted.v1" => new Noted(text),
            "all_noted.v1" => new AllNoted(text.Length == 0 ? [] : [.. parts]),
            "said.v1" => new Said(text),
            "send.v1" when parts[1] == "garbage" => throw new UnreadableMessageException(stored.Name, "it is garbage"),
            "send.v1" => new Send(parts[0], parts[1]),
            "tell.v1" => new Tell(new("notes", OpaqueKey.FromHex(parts[0]), OpaqueKey.FromHex(parts[1])), parts[2]),
            _ => throw new UnreadableMessageException(stored.Name, "this version does not know it", nameIsUnknown: true),
        };
    }

    internal static StoredMessage Stored(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
