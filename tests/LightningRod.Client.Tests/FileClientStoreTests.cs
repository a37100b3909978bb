using System.Text;
using LightningRod.Client.Invoices;
using LightningRod.Client.Payments;
using LightningRod.Client.Storage;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests;

public sealed class FileClientStoreTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rod-store-").FullName;

    private string File => Path.Combine(_folder, "sub", "rod.store");

    [Fact]
    public async Task Items_AfterReopening_AreAsTheyWere()
    {
        await using (var store = FileClientStore.Open(File))
        {
            await store.PutAsync("a", "one", Bytes("1"), Never);
            await store.PutAsync("a", "two", Bytes("2"), Never);
            await store.PutAsync("b", "one", Bytes("3"), Never);
            await store.PutAsync("a", "one", Bytes("4"), Never);
            await store.RemoveAsync("a", "two", Never);
            await store.RemoveAsync("a", "never", Never);
        }

        Assert.Equal(["a/one=4", "b/one=3"], await ReadAsync());
    }

    [Fact]
    public async Task LastLine_CutOffAnywhere_IsDroppedAndTheRestKept()
    {
        await using (var store = FileClientStore.Open(File))
        {
            await store.PutAsync("a", "one", Bytes("1"), Never);
            await store.PutAsync("a", "one", Bytes("22"), Never);
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File, Never);
        var secondLine = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var length = secondLine; length <= bytes.Length; length++)
        {
            await System.IO.File.WriteAllBytesAsync(File, bytes[..length], Never);
            await using (var store = FileClientStore.Open(File)) await store.PutAsync("b", "one", Bytes("5"), Never);
            Assert.Equal([length == bytes.Length ? "a/one=22" : "a/one=1", "b/one=5"], await ReadAsync());
        }
    }

    [Fact]
    public async Task Damage_BeforeTheLastLine_IsRefused()
    {
        await using (var store = FileClientStore.Open(File))
        {
            await store.PutAsync("a", "one", Bytes("1"), Never);
            await store.PutAsync("a", "two", Bytes("2"), Never);
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File, Never);
        bytes[20] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, bytes, Never);
        Assert.Contains("line 1", Assert.Throws<InvalidDataException>(() => FileClientStore.Open(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_InUse_IsRefusedToASecondOne()
    {
        await using var store = FileClientStore.Open(File);
        Assert.Throws<IOException>(() => FileClientStore.Open(File));
    }

    [Fact]
    public async Task File_OfManyChanges_StaysSmall()
    {
        await using (var store = FileClientStore.Open(File))
        {
            for (var i = 0; i < 2200; i++) await store.PutAsync("a", "one", Bytes($"{i}"), Never);
            await store.PutAsync("a", "two", Bytes("x"), Never);
        }

        Assert.True(new FileInfo(File).Length < 60_000);
        Assert.Equal(["a/one=2199", "a/two=x"], await ReadAsync());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public async Task Put_KeyThatIsNone_IsRefused(string key)
    {
        await using var store = FileClientStore.Open(File);
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync("a", key, Bytes("1"), Never).AsTask());
    }

    [Fact]
    public async Task Client_OverAFile_GoesOnWhereItWas()
    {
        await using var world = new World();
        await using var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(new Msat(9_000_000), "coffee"), world.Token);
        world.PayeeWallet.CanReceive = false;
        Bytes32 payment;
        await using (var store = FileClientStore.Open(File))
        {
            world.PayerStore = store;
            await using var payer = await world.StartPayerAsync();
            payment = await world.PayAsync(payer, PaymentOrder.For(invoice) with { Parts = 2 });
        }

        await using var again = FileClientStore.Open(File);
        world.PayerStore = again;
        await using var awake = await world.StartPayerAsync();
        world.PayeeWallet.CanReceive = true;
        Assert.Equal(PaymentStage.Done, (await awake.Payer.WhenAsync(payment, view => view.IsOver, world.Token)).Stage);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<IEnumerable<string>> ReadAsync()
    {
        await using var store = FileClientStore.Open(File);
        var items = new List<string>();
        foreach (var kind in (string[])["a", "b"])
        {
            foreach (var item in await store.ListAsync(kind, Never)) items.Add($"{kind}/{item.Key}={Encoding.UTF8.GetString(item.Value.Span)}");
        }

        return items.Order(StringComparer.Ordinal);
    }
}
