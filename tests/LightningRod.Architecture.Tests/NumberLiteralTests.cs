using LightningRod.Wire.Numbers;

namespace LightningRod.Architecture.Tests;

/// <summary>A wire number is written once, in src/LightningRod.Wire/Numbers. Small numbers mean many things; from 2^15 on only one.</summary>
public sealed class NumberLiteralTests
{
    private const ulong From = 1 << 15;
    private const string Table = "src/LightningRod.Wire/Numbers/";

    private static readonly HashSet<ulong> Numbers = [.. WireNumbers.All.Select(row => row.Number).Where(number => number >= From)];

    [Fact]
    public void Sources_OutsideTheTable_WriteNoWireNumber()
    {
        var found = (
            from file in Tree.SourceFiles()
            let path = Tree.Relative(file)
            where !path.StartsWith(Table, StringComparison.Ordinal)
            from literal in NumericLiterals.Of(File.ReadAllText(file))
            where Numbers.Contains(literal.Value)
            select $"{path}:{literal.Line} writes {literal.Value}; use its name from {Table}").ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Sources_OfTheTable_WriteAllOfThem()
    {
        var written = Tree.SourceFiles().Where(file => Tree.Relative(file).StartsWith(Table, StringComparison.Ordinal))
            .SelectMany(file => NumericLiterals.Of(File.ReadAllText(file))).Select(literal => literal.Value);
        Assert.NotEmpty(Numbers);
        Assert.Empty(Numbers.Except(written));
    }

    [Theory]
    [InlineData("var a = 12465361;", 12465361ul)]
    [InlineData("f(12_465_361UL, 0xBE_34D1, 0b1_0000)", 12465361ul, 0xbe34d1ul, 16ul)]
    [InlineData("x[-65536..]", 65536ul)]
    [InlineData("// 65536\n1 /* 65536\n65536 */ 2", 1ul, 2ul)]
    [InlineData("var s = \"65536 \\\" 65536\" + @\"65536\"\"65536\" + $@\"65536\" + '6' + '\\'' + 7", 7ul)]
    [InlineData("\"\"\"\n65536 \" 65536\n\"\"\" + 7", 7ul)]
    [InlineData("$\"{string.Join(\", \", a)} 65536\" + 7", 7ul)]
    [InlineData("'\\u0041' + '\"' + 7 + '\"'", 7ul)]
    [InlineData("CA1810 x65536 Sha256 _65536")]
    [InlineData("99999999999999999999999999 8", 8ul)]
    public void Of_Code_FindsTheLiteralsAlone(string code, params ulong[] expected) =>
        Assert.Equal(expected, NumericLiterals.Of(code).Select(literal => literal.Value));

    [Fact]
    public void Of_Code_TellsTheLine() => Assert.Equal([(1, 1ul), (3, 3ul)], NumericLiterals.Of("1\n// 2\n3"));
}
