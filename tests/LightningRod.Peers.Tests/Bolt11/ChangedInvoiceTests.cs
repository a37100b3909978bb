using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Bolt11;

/// <summary>Changed invoices with a right checksum: both give the same verdict and fields, but for what is named here.</summary>
public sealed class ChangedInvoiceTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private const int Longest = 900;

    [Fact]
    public async Task Decode_WordsChanged_HasTheVerdictAndFieldsOfBoth()
    {
        var random = new Random(31);
        var alike = 0;
        for (var i = 0; i < 300; i++)
        {
            var text = Changed(random);
            var wire = Bolt11Invoice.Decode(text);
            var (read, refusal) = await Read(text);
            if (wire.IsOk && read is not null)
            {
                // LDK shows control characters as other ones.
                if (wire.Value.Terms.Description?.Any(char.IsControl) is not true) InvoiceTests.AssertSame(wire.Value, read);
                alike++;
            }
            else if (wire.IsOk)
            {
                Assert.True(IsRefusedByLdkAlone(wire.Value, refusal!), $"LDK refuses '{refusal}' {text}");
            }
            else if (read is not null)
            {
                // BIP 173 asks for it; LDK 0.1 cuts the bits off.
                Assert.True(wire.Error.Rule == WireRule.BadPadding, $"Wire refuses '{wire.Error}' {text}");
            }
        }

        Assert.InRange(alike, 20, 280);
    }

    /// <summary>
    /// LDK 0.1 reads repeated fields, of which only the first counts, takes no high s, and wants the node ids of route hints on the curve, which
    /// Wire leaves to whoever uses them.
    /// </summary>
    private static bool IsRefusedByLdkAlone(Bolt11Invoice invoice, string refusal) =>
        invoice.Terms.OtherFields.Count > 0
        || refusal.Contains("signature is invalid", StringComparison.Ordinal)
        || (invoice.Terms.RouteHints.Count > 0 && refusal.Contains("malformed public key", StringComparison.Ordinal));

    private async Task<(LdkBolt11? Read, string? Refusal)> Read(string text)
    {
        try
        {
            return (await ldk.Bolt11(text), null);
        }
        catch (LdkRefusalException refusal)
        {
            return (null, refusal.Message);
        }
    }

    private static string Changed(Random random)
    {
        while (true)
        {
            using var key = random.NextKey();
            var invoice = MadeTerms.Next(random, key).Sign(key).Value;
            if (invoice.Text.Length > Longest) continue;
            var parts = Bech32.Decode(invoice.Text, Bech32.MaxLimit).Value;
            var words = parts.Words.ToArray().ToList();
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                var at = random.Next(Math.Min(words.Count, random.Next(2) == 0 ? Longest : 80));
                switch (random.Next(4))
                {
                    case 0: words[at] = (byte)random.Next(32); break;
                    case 1: words[at] ^= (byte)(1 << random.Next(5)); break;
                    case 2: words.Insert(at, (byte)random.Next(32)); break;
                    default: words.RemoveAt(at); break;
                }
            }

            return Bech32.Encode(Bech32Variant.Bech32, parts.Prefix, words.ToArray(), Bech32.MaxLimit);
        }
    }
}
