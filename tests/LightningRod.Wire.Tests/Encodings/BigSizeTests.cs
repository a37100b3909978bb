using System.Globalization;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class BigSizeTests
{
    public static IEnumerable<TheoryDataRow<string, string, string, string?>> Decodings() =>
        from row in Vectors.Json("bolt01/bigsize.json")["decode"]!.AsArray()
        select new TheoryDataRow<string, string, string, string?>(
            row.Str("name"), row.Str("bytes"), row.Str("value_str"), row["exp_error"]?.GetValue<string>());

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
    public static IEnumerable<TheoryDataRow<string, string, string>> Encodings() =>
        from row in Vectors.Json("bolt01/bigsize.json")["encode"]!.AsArray()
        select new TheoryDataRow<string, string, string>(row.Str("name"), row.Str("bytes"), row.Str("value_str"));

    [Theory, MemberData(nameof(Encodings))]
    public void Write_VectorRow_GivesItsBytes(string name, string bytes, string value)
    {
        var number = ulong.Parse(value, CultureInfo.InvariantCulture);
        var destination = new byte[BigSize.MaxLength];
        var length = BigSize.Write(destination, number);
        Assert.True(bytes == Convert.ToHexStringLower(destination, 0, length), name);
        Assert.Equal(length, BigSize.Length(number));
        Assert.Equal(bytes, Convert.ToHexStringLower(new WireWriter().WriteBigSize(number).ToArray()));
    }

    [Fact]
    public void TryRead_WrittenValueAmongOtherBytes_GivesItBack()
    {
        var random = new Random(1);
        var bytes = new byte[BigSize.MaxLength + 3];
        for (var i = 0; i < 10_000; i++)
        {
            var value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            random.NextBytes(bytes);
            var written = BigSize.Write(bytes, value);
            Assert.True(BigSize.TryRead(bytes, out var read, out var length, out var error));
            Assert.Equal((value, written, default), (read, length, error));
            Assert.False(BigSize.TryRead(bytes.AsSpan(0, written - 1), out _, out _, out error));
            Assert.Equal((WireRule.UnexpectedEnd, written - 1), (error.Rule, error.Offset));
        }
    }
}
