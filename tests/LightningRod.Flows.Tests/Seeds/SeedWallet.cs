using System.Text;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Histories;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>A phone: its session with the relay, messages that it sends one after the other until each is taken, and what it gets.</summary>
internal sealed class SeedWallet(SeedWorld world, string name, PrivateKey key)
{
    private readonly Queue<Letter> _letters = [];
    private int _numbers;
    private Task? _sending;
    private bool _hasDevice;

    internal string Name => name;

    internal Wallet Keys { get; } = new(key, world.RelayKey.PublicKey);

    internal NodeId Id => Keys.Id;

    internal MemorySession? Session { get; private set; }

    internal bool IsOnline { get; private set; } = true;

    internal bool IsHurried { get; set; }

    internal int Unsent => _letters.Count;

    internal Action<HoldAck> OnAck { get; set; } = static _ => { };

    internal void SetOnline(bool online)
    {
        IsOnline = online;
        world.Do(() =>
        {
            world.Network.Do(new SetOnline(name, online));
            if (!online) Session?.Disconnect();
        });
    }

    /// <summary>A numbered text to another client.</summary>
    /// <param name="to">Who gets it.</param>
    /// <param name="told">What the relay is told beside.</param>
    /// <param name="before">Done before it is sent, each time.</param>
    internal void Write(SeedWallet to, Func<EncryptedData, EncryptedData>? told = null, Action? before = null)
    {
        var number = ++_numbers;
        _letters.Enqueue(new(Wallet.Say(to.Keys.PathOverRelay(told), $"{name}:{number}"), to.Id, number, before));
    }

    /// <summary>A request to the relay; its answer comes as mail.</summary>
    internal void Ask(RodMessage request) => _letters.Enqueue(new(Keys.ToRelay(request, Keys.PathOverRelay()), null, 0, null));

    internal void Turn()
    {
        if (Session is { Ended.IsCompleted: true }) (Session, _sending) = (null, null);
        if (Session is null && IsOnline && world.IsUp && Maybe(3)) Connect();
        if (Session is not { } session) return;
        while (session.Waiting > 0) Take(session.NextAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        if (session.Unanswered > 0 && Maybe(3)) session.Acknowledge();
        Send(session);
    }

    private bool Maybe(int of) => IsHurried || world.Random.Next(of) == 0;

    private void Connect()
    {
        Session = world.Member!.Relay.Connect(Id, answersPings: false);
        if (_hasDevice) return;
        // Not repeated when it is lost: a client without a device is a case too.
        _hasDevice = true;
        var parameters = System.Text.Json.JsonElement.Parse("""{"provider":"webhook","url":"https://phone.example/push"}""");
        Session.Send(new Lsps0Request("rod.set_device", parameters, $"{name} device").ToFrame());
    }

    private void Send(MemorySession session)
    {
        if (_sending is { IsCompleted: true } && world.IsUp)
        {
            _sending = null;
            var taken = _letters.Dequeue();
            if (taken.To is { } to) world.History.Add(new MessageTaken(Id, to, taken.Number));
        }

        if (_sending is not null || !_letters.TryPeek(out var letter) || !Maybe(2)) return;
        letter.Before?.Invoke();
        _sending = session.SendAsync(letter.Message);
    }

    private void Take(PeerMessage message)
    {
        if (message is not OnionMessage || Keys.Open(message).Content is not { } content) return;
        if (content.Type == Wallet.TextType)
        {
            var text = Encoding.UTF8.GetString(content.Value).Split(':');
            var from = world.Wallets.First(wallet => wallet.Name == text[0]);
            world.History.Add(new MessageGot(from.Id, Id, int.Parse(text[1], System.Globalization.CultureInfo.InvariantCulture)));
        }
        else if (RodMessage.Parse(content).TryGet(out var read, out _) && read is HoldAck ack)
        {
            OnAck(ack);
        }
    }

    private sealed record Letter(OnionMessage Message, NodeId? To, int Number, Action? Before);
}
