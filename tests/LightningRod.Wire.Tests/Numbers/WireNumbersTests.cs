using System.Reflection;
using System.Text.RegularExpressions;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Tests.Numbers;

public sealed partial class WireNumbersTests
{
    /// <summary>Streams of this project's own messages, which nobody else numbers.</summary>
    private static readonly string[] OwnStreams =
    [
        nameof(HoldRequestTlv), nameof(HoldAckTlv), nameof(HoldCancelTlv), nameof(PaymentPendingTlv), nameof(PaymentReadyTlv),
        nameof(NonceReleaseTlv),
    ];

    [Fact]
    public void All_EveryConstantOfTheFolder_IsARow()
    {
        var constants =
            from type in typeof(WireNumbers).Assembly.GetExportedTypes()
            where type.Namespace == typeof(WireNumbers).Namespace && type is { IsAbstract: true, IsSealed: true }
            from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
            where field.IsLiteral && !IsBound(field.Name)
            select $"{type.Name} {field.GetRawConstantValue()}";
        Assert.Equal(constants.Order(), WireNumbers.All.Select(row => $"{row.Space} {row.Number}").Order());

        // First and last of a range are no numbers of something.
        static bool IsBound(string name) => name.StartsWith("First", StringComparison.Ordinal) || name.StartsWith("Last", StringComparison.Ordinal)
            || name == nameof(MessageType.CustomFirst);
    }

    [Fact]
    public void All_NumbersAndNames_AreUniqueInTheirSpace()
    {
        Assert.Empty(Repeated(row => $"{row.Space} {row.Number}"));
        Assert.Empty(Repeated(row => $"{row.Space} {row.Name} {row.Dialect} {row.Source}"));
    }

    [Fact]
    public void All_Rows_AreNamedAsInTheirSource()
    {
        Assert.All(WireNumbers.All, row =>
        {
            Assert.Matches(Snake(), row.Name);
            Assert.Equal(row.Dialect == Dialect.LightningRod, row.Source == "LightningRod");
            Assert.Equal(row.Dialect == Dialect.Specification, SpecificationSource().IsMatch(row.Source));
        });
    }

    [Fact]
    public void LightningRodNumbers_AreOddAndHigh()
    {
        var own = WireNumbers.All.Where(row => row.Dialect == Dialect.LightningRod && row.Space != nameof(HoldErrorCode)).ToList();
        Assert.Equal(OwnStreams.Order(), own.Select(row => row.Space).Where(OwnStreams.Contains).Distinct().Order());
        Assert.All(own, row => Assert.True(row.Number % 2 == 1, $"{row}"));
        Assert.All(own.Where(row => row.Space.EndsWith("Tlv", StringComparison.Ordinal) && !OwnStreams.Contains(row.Space)), row =>
            Assert.True(row.Number >= 1 << 16, $"{row}: types below 2^16 belong to the BOLTs"));
        Assert.All(own.Where(row => row.Space == nameof(FeatureBit)), row => Assert.True(row.Number >= 256, $"{row}"));
        Assert.Equal(1, FeatureBit.LightningRod % 2);
    }

    [Fact]
    public void FeatureBits_AreTheOddOnesOfTheirPairs() =>
        Assert.All(WireNumbers.All.Where(row => row.Space == nameof(FeatureBit)), row => Assert.True(row.Number % 2 == 1, $"{row}"));

    [Fact]
    public void MessageTypesAndFailureCodes_HaveTwoBytes() =>
        Assert.All(WireNumbers.All.Where(row => row.Space is nameof(MessageType) or nameof(FailureCode)), row =>
            Assert.True(row.Number <= ushort.MaxValue, $"{row}"));

    [Theory]
    [InlineData(nameof(OnionMessageTlv), OnionMessageTlv.HoldRequest, "hold_request")]
    [InlineData(nameof(UpdateAddHtlcTlv), UpdateAddHtlcTlv.HoldNonce, "hold_nonce")]
    [InlineData(nameof(PaymentOnionTlv), PaymentOnionTlv.HoldNonce, "hold_nonce")]
    [InlineData(nameof(FeatureBit), FeatureBit.LightningRod, "lightning_rod")]
    [InlineData(nameof(MessageType), MessageType.OnionMessage, "onion_message")]
    public void Find_NumberOfTheTable_GivesItsRow(string space, ulong number, string name)
    {
        var row = WireNumbers.Find(space, number);
        Assert.Equal((space, number, name), (row?.Space, row?.Number ?? 0, row?.Name));
    }

    [Fact]
    public void Find_AnythingElse_GivesNull()
    {
        Assert.Null(WireNumbers.Find(nameof(OnionMessageTlv), 1));
        Assert.Null(WireNumbers.Find("NoSuchTlv", OnionMessageTlv.HoldRequest));
    }

    private static IEnumerable<string> Repeated(Func<WireNumber, string> key) =>
        WireNumbers.All.CountBy(key).Where(count => count.Value > 1).Select(count => count.Key);

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex Snake();

    [GeneratedRegex("^(BOLT|bLIP) [0-9]")]
    private static partial Regex SpecificationSource();
}
