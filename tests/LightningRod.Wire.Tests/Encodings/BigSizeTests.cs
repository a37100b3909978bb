using System.Globalization;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class BigSizeTests
{
    public static IEnumerable<TheoryDataRow<string, string, string, string?>> Decodings() =>
        from row in Vectors.Json("bolt01/bigsize.json")["decode"]!.AsArray()
        select new TheoryDataRow<string, string, string, string?>(row.Str("name"), row.Str("bytes"), row.Str("value_str"), row["exp_error"]?.GetValue<string>());

    [Theory, MemberData(nameof(Decodings))]
    public void TryRead_VectorRow_GivesValueOrRule(string name, string bytes, string value, string? error)
    {
        var ok = BigSize.TryRead(Convert.FromHexString(bytes), out var read, out var length, out var refusal);
        Assert.True(ok == error is null, name);
        if (ok)
        {
            Assert.Equal(ulong.Parse(value, CultureInfo.InvariantCulture), read);
            Assert.Equal(bytes.Length / 2, length);
        }
        else
        {
            Assert.Equal(error!.Contains("canonical", StringComparison.Ordinal) ? WireRule.NotMinimal : WireRule.UnexpectedEnd, refusal.Rule);
        }
    }
}
