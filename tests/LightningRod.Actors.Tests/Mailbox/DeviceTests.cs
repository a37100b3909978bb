using LightningRod.Actors.Mailbox;
using LightningRod.Wire.Encodings;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

public sealed class DeviceTests
{
    private static readonly MailboxLimits Limits = MailboxLimits.Default;
    private static readonly DeviceAnswered Done = new(DeviceOutcome.Done);

    private static Device Other(int number) => Phone with { Key = Bytes32.Sha256([(byte)number]) };

    [Fact]
    public void Register_ADevice_IsNotedOnce()
    {
        var scenario = Given().When(new RegisterDevice(Phone, Limits)).Then(WithPhone).Replies(Done);
        scenario.When(new RegisterDevice(Phone, Limits)).ThenNothing().Replies(Done);
    }

    [Fact]
    public void Register_ANewToken_ReplacesTheOld()
    {
        var renewed = Phone with { Token = ByteString.CopyOf("another"u8) };
        var scenario = Given(WithPhone).When(new RegisterDevice(renewed, Limits with { MaxDevices = 1 }));
        scenario.Then(new DeviceRegistered(renewed)).Replies(Done);
        Assert.Equal([renewed], scenario.State.Devices);
    }

    [Fact]
    public void Register_OneTooMany_IsRefused() =>
        Given(WithPhone, new DeviceRegistered(Other(1))).When(new RegisterDevice(Other(2), Limits with { MaxDevices = 2 })).ThenNothing()
            .Replies(new DeviceAnswered(DeviceOutcome.TooManyDevices));

    [Fact]
    public void Register_AMalformedDevice_IsRefused() => Assert.All(
        new[]
        {
            Phone with { Token = ByteString.Empty }, Phone with { Token = ByteString.Own(new byte[2049]) }, Phone with { Provider = "" },
            Phone with { Provider = new string('x', 33) },
        },
        device => Given().When(new RegisterDevice(device, Limits)).ThenNothing().Replies(new DeviceAnswered(DeviceOutcome.Malformed)));

    [Fact]
    public void Remove_ADevice_IsNotedOnce()
    {
        var scenario = Given(WithPhone).When(new RemoveDevice(Phone.Key)).Then(new DeviceRemoved(Phone.Key)).Replies(Done);
        scenario.When(new RemoveDevice(Phone.Key)).ThenNothing().Replies(new DeviceAnswered(DeviceOutcome.UnknownDevice));
    }

    [Fact]
    public void Report_OfADeadDevice_RemovesIt()
    {
        var scenario = Given(WithPhone, new DeviceRegistered(Other(1))).When(Store(1));
        scenario.When(new ReportWakeUp(1, true, [Phone.Key, Other(9).Key])).Then(new WakeUpEnded(1, true), new DeviceRemoved(Phone.Key));
        Assert.Equal([Other(1)], scenario.State.Devices);
    }

    [Fact]
    public void ToString_OfADevice_HidesItsToken()
    {
        string[] texts = [Phone.ToString(), WithPhone.ToString(), Push(1).ToString(), new RegisterDevice(Phone, Limits).ToString()];
        Assert.All(texts, text => Assert.DoesNotContain(Phone.Token.ToHex(), text, StringComparison.OrdinalIgnoreCase));
    }
}
