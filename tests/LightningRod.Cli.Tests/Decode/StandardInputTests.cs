using System.Text;
using System.Text.Json.Nodes;
using LightningRod.Testing;

namespace LightningRod.Cli.Tests.Decode;

public sealed class StandardInputTests
{
    private const string Offer = "lno1zcss9mk8y3wkklfvevcrszlmu23kfrxh49px20665dqwmn4p72pksese";

    [Fact]
    public async Task Decode_Items_GivesOneAnswerALine()
    {
        var result = await RunAsync($"\n{Offer}\r\n\n  0101aa  \nhello\n{Offer}", "--json");
        Assert.Equal(ExitCode.Failed, result.Code);
        var answers = result.Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(["offer", "tlv", null, "offer"], answers.Select(answer => answer["kind"]?.GetValue<string>()));
        Assert.Equal("unrecognized", answers[2]["error"].Str("rule"));
        Assert.StartsWith("rod decode: line 5: not recognised: unrecognized at character 0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_ItemsThatAreFine_IsFine()
    {
        var result = await RunAsync($"{Offer}\n0101aa\n");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.Equal(["offer", "tlv"], result.Output.Split('\n').Where(line => line.Length > 0 && char.IsLetter(line[0])));
    }

    [Fact]
    public async Task Decode_OfferOverSeveralLines_IsOneItem()
    {
        var result = await RunAsync($"{Offer[..20]}+\n  {Offer[20..30]}+\r\n{Offer[30..]}\n{Offer}\nhello", "--json");
        var lines = result.Output.Split('\n');
        Assert.Equal(lines[0], lines[1]);
        Assert.Contains("line 5:", result.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("\n\n \n")]
    public async Task Decode_NoItem_IsRefused(string input)
    {
        var result = await RunAsync(input, "--json");
        Assert.Equal((ExitCode.Failed, "unexpected-end"), (result.Code, result.Json["error"].Str("rule")));
    }

    [Fact]
    public async Task Decode_TwoMebibytes_IsRefused()
    {
        var result = await RunAsync(new string('0', 2 << 20), "--json");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal(("too-large", 1 << 20), (result.Json["error"].Str("rule"), result.Json["error"]!["offset"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Decode_InputWithoutEnd_IsReadToItsBound()
    {
        using var endless = new Endless();
        using StringWriter output = new(), error = new();
        var code = await RodCommand.RunAsync(["decode", "-"], () => endless, output, error, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failed, code);
        Assert.InRange(endless.Given, 1 << 20, 2 << 20);
    }

    [Fact]
    public async Task Decode_AsMuchAsIsAllowed_IsRead()
    {
        var result = await RunAsync(new string('0', (1 << 20) - 1) + "\n", "--json");
        Assert.Equal("too-large", result.Json["error"].Str("rule"));
        Assert.Contains("65535 bytes", result.Json["error"].Str("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_Garbage_IsRefusedLineByLine()
    {
        var garbage = new byte[50_000];
        new Random(7).NextBytes(garbage);
        var result = await Rod.RunAsync(garbage, "decode", "-", "--json");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.All(result.Output.TrimEnd('\n').Split('\n'), line => Assert.True(JsonNode.Parse(line)!.AsObject().ContainsKey("error")));
        Assert.All(result.Error, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
    }

    private static Task<RodResult> RunAsync(string input, params string[] options) =>
        Rod.RunAsync(Encoding.UTF8.GetBytes(input), ["decode", "-", .. options]);

    /// <summary>Zeros, as many as are asked for.</summary>
    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var some = buffer[..Math.Min(buffer.Length, 1000)];
            some.Fill((byte)'0');
            Given += some.Length;
            return some.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
