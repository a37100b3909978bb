using System.Text;
using System.Text.Json;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Tests.Messages;

public sealed class Lsps0MessageTests
{
    private const string Id = "example#3cad6a54d302edba4c9ade2f7ffac098";

    // The examples of bLIP 50.
    private const string ListProtocols = """
        {
          "method": "lsps0.list_protocols",
          "jsonrpc": "2.0",
          "id": "example#3cad6a54d302edba4c9ade2f7ffac098",
          "params": {}
        }
        """;

    private const string Protocols = """
        {
          "jsonrpc": "2.0",
          "id": "example#3cad6a54d302edba4c9ade2f7ffac098",
          "result": {
            "protocols": [1, 3],
            "example-undefined-key-that-clients-should-ignore": true
          }
        }
        """;

    private const string InvalidParams = """
        {
          "jsonrpc": "2.0",
          "error": {
            "code": -32602,
            "message": "Invalid params",
            "data": {
              "unrecognized": ["future_feature1_param"]
            }
          },
          "id": "42"
        }
        """;

    [Fact]
    public void Parse_RequestOfTheSpecification_IsRequest()
    {
        var request = Assert.IsType<Lsps0Request>(Parse(ListProtocols).Value);
        Assert.Equal(new Lsps0Request("lsps0.list_protocols", null, Id), request);
        Assert.Equal("{}", request.Params.GetRawText());
    }

    [Fact]
    public void Parse_ResponseOfTheSpecification_IsResponse()
    {
        var response = Assert.IsType<Lsps0Response>(Parse(Protocols).Value);
        Assert.Equal(Id, response.Id);
        Assert.Null(response.Error);
        Assert.Equal([1, 3], response.Result!.Value.GetProperty("protocols").EnumerateArray().Select(p => p.GetInt32()));
        Assert.Equal(
            Lsps0Response.Success(Id, Json("""{"example-undefined-key-that-clients-should-ignore":true,"protocols":[1,3]}""")), response);
    }

    [Fact]
    public void Parse_ErrorOfTheSpecification_IsFailure()
    {
        var response = Assert.IsType<Lsps0Response>(Parse(InvalidParams).Value);
        Assert.Null(response.Result);
        Assert.Equal(Lsps0Response.Failure("42", Lsps0Error.InvalidParams(["future_feature1_param"])), response);
    }

    [Fact]
    public void Parse_Notification_HasNoId() =>
        Assert.Equal(
            new Lsps0Notification("lsps9.event", Json("""{"a":1}""")),
            Parse("""{"jsonrpc":"2.0","method":"lsps9.event","params":{"a":1}}""").Value);

    [Theory]
    [InlineData(""" {"jsonrpc":"2.0","id":"1","method":"m"}""" + "\r\n\t ")]
    [InlineData("""{"jsonrpc":"2.0","id":"1","method":"m","params":{},"extra":[{"x":null}],"params2":1}""")]
    [InlineData("""{"\u006asonrpc":"2\u002e0","i\u0064":"\u0031","method":"m"}""")]
    public void Parse_OtherSpelling_IsTheSameRequest(string json) => Assert.Equal(new Lsps0Request("m", null, "1"), Parse(json).Value);

    [Theory]
    [InlineData("", WireRule.NotJson, 0)]
    [InlineData("  ", WireRule.NotJson, 2)]
    [InlineData("{", WireRule.NotJson, 1)]
    [InlineData(" [ ] ", WireRule.NotJson, 1)]
    [InlineData("\"{}\"", WireRule.NotJson, 0)]
    [InlineData(" { } { ", WireRule.NotJson, 5)]
    [InlineData(" { } { }", WireRule.NotJson, 5)]
    [InlineData("{},", WireRule.NotJson, 2)]
    [InlineData("{/**/}", WireRule.NotJson, 1)]
    [InlineData("""{"a":1,}""", WireRule.NotJson, 7)]
    [InlineData("{}\0", WireRule.NotJson, 2)]
    [InlineData("{\"a\":\"\0\"}", WireRule.NotJson, 5)]
    [InlineData("\ufeff{}", WireRule.NotJson, 0)]
    [InlineData("{}", WireRule.MissingField, 2)]
    [InlineData("""{"jsonrpc":2.0,"method":"m","id":"1"}""", WireRule.NotJson, 11)]
    [InlineData("""{"jsonrpc":"1.0","method":"m","id":"1"}""", WireRule.UnknownVersion, 11)]
    [InlineData("""{"jsonrpc":"2.0"}""", WireRule.MissingField, 17)]
    [InlineData("""{"jsonrpc":"2.0","method":1,"id":"1"}""", WireRule.NotJson, 26)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":1}""", WireRule.NotJson, 35)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":null}""", WireRule.NotJson, 35)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","params":[],"id":"1"}""", WireRule.NotJson, 39)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","params":null,"id":"1"}""", WireRule.NotJson, 39)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","result":{}}""", WireRule.ForbiddenField, 48)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","error":{}}""", WireRule.ForbiddenField, 47)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":{},"error":{"code":1,"message":""}}""", WireRule.ForbiddenField, 35)]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""", WireRule.MissingField, 29)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":{}}""", WireRule.NotJson, 22)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":[]}""", WireRule.NotJson, 35)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":null}""", WireRule.NotJson, 35)]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":1,"message":""}}""", WireRule.MissingField, 49)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":7}""", WireRule.NotJson, 34)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"message":""}}""", WireRule.MissingField, 49)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":"1","message":""}}""", WireRule.NotJson, 42)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":1.5,"message":""}}""", WireRule.ValueOutOfRange, 42)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":2147483648,"message":""}}""", WireRule.ValueOutOfRange, 42)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":1}}""", WireRule.MissingField, 45)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":1,"message":null}}""", WireRule.NotJson, 54)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","id":"2"}""", WireRule.NotJson, 39)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","params":{"a":1,"\u0061":2}}""", WireRule.NotJson, 48)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","params":{"b":{"a":1,"a":2}}}""", WireRule.NotJson, 48)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"\ud800"}""", WireRule.NotJson, 35)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","params":{"a":"\udc00"}}""", WireRule.NotJson, 53)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","params":{"\ud800x":1}}""", WireRule.NotJson, 49)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","params":{"a":01}}""", WireRule.NotJson, 53)]
    [InlineData("""{"jsonrpc":"2.0","method":"m","id":"1","params":{"a":NaN}}""", WireRule.NotJson, 53)]
    public void Parse_BadMessage_GivesRuleAndOffset(string json, WireRule rule, int offset) => AssertRefused(Parse(json), rule, offset);

    [Fact]
    public void Parse_NotUtf8_GivesTheByte()
    {
        byte[] json = [.. "{\"a\":\"\u00e9"u8, 0xff, .. "\"}"u8];
        AssertRefused(Lsps0Message.Parse(json), WireRule.NotUtf8, 8);
        AssertRefused(Lsps0Message.Parse("{\"a\":\"é"u8[..^1]), WireRule.NotUtf8, 6); // cut in the middle of a character
    }

    [Fact]
    public void Parse_Depth_IsBounded()
    {
        Assert.True(Parse(Nested(Lsps0Message.MaxDepth)).IsOk);
        AssertRefused(Parse(Nested(Lsps0Message.MaxDepth + 1)), WireRule.TooLarge, 48 + (6 * (Lsps0Message.MaxDepth - 1)));
        AssertRefused(Parse(new string('[', Lsps0Frame.MaxJsonLength)), WireRule.TooLarge, Lsps0Message.MaxDepth);

        // params is at depth 2; each further object takes 6 characters: {"a":
        static string Nested(int depth) =>
            """{"jsonrpc":"2.0","method":"m","id":"1","params":""" + string.Concat(Enumerable.Repeat("{\"aa\":", depth - 2)) + "{}"
            + new string('}', depth - 2) + "}";
    }

    [Fact]
    public void Parse_Sizes_AreBounded()
    {
        var name = new string('n', Lsps0Message.MaxNameLength);
        Assert.Equal(new Lsps0Request(name, null, name), Parse($$"""{"jsonrpc":"2.0","method":"{{name}}","id":"{{name}}"}""").Value);
        AssertRefused(Parse($$"""{"jsonrpc":"2.0","method":"{{name}}n","id":"1"}"""), WireRule.TooLarge, 26);
        AssertRefused(Parse($$"""{"jsonrpc":"2.0","method":"m","id":"{{name}}n"}"""), WireRule.TooLarge, 35);

        const string start = """{"jsonrpc":"2.0","method":"m","id":"1"}""";
        Assert.True(Parse(start + new string(' ', Lsps0Frame.MaxJsonLength - start.Length)).IsOk);
        AssertRefused(Parse(start + new string(' ', Lsps0Frame.MaxJsonLength - start.Length + 1)), WireRule.TooLarge, Lsps0Frame.MaxJsonLength);
    }

    [Fact]
    public void Parse_WorstInputs_AllocateLessThanStated()
    {
        const string start = """{"jsonrpc":"2.0","method":"m","id":"1","params":{"a":""";
        string[] worst =
        [
            start + "[" + string.Concat(Enumerable.Repeat("1,", 32_700)) + "1]}}",
            start + "[" + string.Concat(Enumerable.Repeat("{},", 21_700)) + "1]}}",
            start + "1" + string.Concat(Enumerable.Range(0, 6_500).Select(i => $",\"{i:x4}\":1")) + "}}",
            start + "[" + string.Concat(Enumerable.Repeat("\"\\u0061\",", 7_000)) + "1]}}",
            start + "\"" + string.Concat(Enumerable.Repeat("\\n", 32_000)) + "\"}}",
        ];
        foreach (var json in worst)
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            Assert.InRange(bytes.Length, 55_000, Lsps0Frame.MaxJsonLength);
            Assert.True(Lsps0Message.Parse(bytes).IsOk);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = Lsps0Message.Parse(bytes);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }
    }

    [Fact]
    public void ToFrame_Messages_AreWrittenPlainlyAndComeBack()
    {
        (Lsps0Message Message, string Json)[] rows =
        [
            (new Lsps0Request("lsps0.list_protocols", null, "1"), """{"jsonrpc":"2.0","method":"lsps0.list_protocols","params":{},"id":"1"}"""),
            (new Lsps0Request("rod.x", Json("""{ "a" : "<é&'>" }"""), "ü"),
                """{"jsonrpc":"2.0","method":"rod.x","params":{"a":"<é&'>"},"id":"ü"}"""),
            (new Lsps0Notification("rod.y"), """{"jsonrpc":"2.0","method":"rod.y","params":{}}"""),
            (Lsps0Response.Success("1", Json("{\"n\":1}")), """{"jsonrpc":"2.0","id":"1","result":{"n":1}}"""),
            (Lsps0Response.Failure("1", new Lsps0Error(Lsps0ErrorCode.ClientRejected, "no\n", Json("[2]"))),
                """{"jsonrpc":"2.0","id":"1","error":{"code":1,"message":"no\n","data":[2]}}"""),
            (Lsps0Response.Failure("1", Lsps0Error.InvalidParams(["a\"b", "c"])),
                """{"jsonrpc":"2.0","id":"1","error":{"code":-32602,"message":"Invalid params","data":{"unrecognized":["a\"b","c"]}}}"""),
            (Lsps0Response.BadMessage, """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}"""),
        ];
        foreach (var (message, json) in rows)
        {
            var frame = message.ToFrame();
            Assert.Equal(json, Encoding.UTF8.GetString(frame.Json));
            var read = Assert.IsType<Lsps0Frame>(PeerMessage.Parse(frame.ToArray()).Value).Read().Value;
            Assert.Equal(message, read);
            Assert.Equal(message.GetHashCode(), read.GetHashCode());
            Assert.Single(rows, row => row.Message.Equals(read));
        }
    }

    [Fact]
    public void ToFrame_TooLong_Throws()
    {
        var text = new string('x', Lsps0Frame.MaxJsonLength);
        Assert.Throws<InvalidOperationException>(() => Lsps0Response.Failure("1", new Lsps0Error(1, text)).ToFrame());
    }

    [Fact]
    public void Messages_WrongKinds_Throw()
    {
        var name = new string('n', Lsps0Message.MaxNameLength + 1);
        Assert.Throws<ArgumentException>(() => new Lsps0Request("m", Json("[]"), "1"));
        Assert.Throws<ArgumentException>(() => new Lsps0Notification("m", Json("1")));
        Assert.Throws<ArgumentException>(() => Lsps0Response.Success("1", Json("null")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lsps0Request(name, null, "1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lsps0Request("m", null, name));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lsps0Response.Failure(name, new Lsps0Error(1, "")));
    }

    [Fact]
    public void Request_ParamsOfADisposedDocument_Live()
    {
        Lsps0Request request;
        using (var document = JsonDocument.Parse("{\"a\":1}")) request = new("m", document.RootElement, "1");
        Assert.Equal("{\"a\":1}", request.Params.GetRawText());
    }

    [Fact]
    public void Error_Text_IsHarmless() => Assert.Equal("no\\x0a\\xc3\\xa9", new Lsps0Error(1, "no\né").Text);

    [Fact]
    public void Parse_ChangedMessages_NeverThrowAndComeBack()
    {
        var random = new Random(50);
        byte[][] seeds = [.. new[] { ListProtocols, Protocols, InvalidParams }.Select(Encoding.UTF8.GetBytes)];
        var alphabet = "{}[]\",:\\u0aed8 \n\0"u8.ToArray().Append((byte)0xff).ToArray();
        var (taken, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = seeds[random.Next(seeds.Length)].ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = alphabet[random.Next(alphabet.Length)];
            if (!Lsps0Message.Parse(bytes).TryGet(out var message, out var error))
            {
                Assert.InRange(error.Offset, 0, bytes.Length);
                refused++;
                continue;
            }

            taken++;
            Assert.Equal(message, Lsps0Message.Parse(message.ToFrame().Json).Value);
        }

        Assert.True(taken > 500 && refused > 500, $"{taken} taken, {refused} refused");
    }

    private static Result<Lsps0Message> Parse(string json) => Lsps0Message.Parse(Encoding.UTF8.GetBytes(json));

    private static JsonElement Json(string json) => JsonElement.Parse(json);

    private static void AssertRefused(Result<Lsps0Message> result, WireRule rule, int offset) =>
        Assert.Equal((false, rule, offset), (result.IsOk, result.Error.Rule, result.Error.Offset));
}
