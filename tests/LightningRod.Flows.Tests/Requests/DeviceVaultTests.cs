using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Requests;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Flows.Tests.Requests;

public sealed class DeviceVaultTests
{
    private static readonly NodeId Client = IdOf('1');
    private static readonly DeviceToken Token = new("webhook", "https://phone.example/push?secret=ü");

    private readonly DeviceVault _vault = new("an install secret"u8);

    [Fact]
    public void Open_WhatWasSealed_IsTheToken() => Assert.Equal(Token, _vault.Open(Client, _vault.Seal(Client, Token)));

    [Fact]
    public void Open_AfterARestartUnderTheSameSecret_IsTheToken() =>
        Assert.Equal(Token, new DeviceVault("an install secret"u8).Open(Client, _vault.Seal(Client, Token)));

    [Fact]
    public void Seal_OfOneTokenTwice_DiffersInBytesAndNotInName()
    {
        var (first, second) = (_vault.Seal(Client, Token), _vault.Seal(Client, Token));
        Assert.NotEqual(first.Token, second.Token);
        Assert.Equal(first.Key, second.Key);
        Assert.Equal(DeviceVault.Overhead + System.Text.Encoding.UTF8.GetByteCount(Token.Value), first.Token.Length);
    }

    [Fact]
    public void Seal_KeepsTheTokenOutOfItsBytesAndName()
    {
        var device = _vault.Seal(Client, Token);
        Assert.DoesNotContain("phone.example", System.Text.Encoding.Latin1.GetString(device.Token.Span), StringComparison.Ordinal);
        Assert.NotEqual(device.Key, new DeviceVault("another install secret"u8).Seal(Client, Token).Key);
        Assert.NotEqual(device.Key, _vault.KeyOf("webhoo", "k" + Token.Value));
    }

    [Fact]
    public void Open_ForAnotherClientOrProviderOrSecret_IsNothing()
    {
        var device = _vault.Seal(Client, Token);
        Assert.Null(_vault.Open(IdOf('2'), device));
        Assert.Null(_vault.Open(Client, device with { Provider = "fcm" }));
        Assert.Null(new DeviceVault("another install secret"u8).Open(Client, device));
    }

    [Fact]
    public void Open_WithAnyByteChangedOrMissing_IsNothing()
    {
        var device = _vault.Seal(Client, Token);
        for (var i = 0; i < device.Token.Length; i++)
        {
            var bytes = device.Token.ToArray();
            bytes[i] ^= 1;
            Assert.Null(_vault.Open(Client, device with { Token = ByteString.Own(bytes) }));
            Assert.Null(_vault.Open(Client, device with { Token = device.Token.Slice(0, i) }));
        }
    }

    [Fact]
    public void Vault_UnderAShortSecret_IsRefused() => Assert.Throws<ArgumentException>(() => new DeviceVault("too short"u8));

    private static NodeId IdOf(char digit)
    {
        using var key = PrivateKey.FromHex(new string(digit, 64));
        return new(key.PublicKey);
    }
}
