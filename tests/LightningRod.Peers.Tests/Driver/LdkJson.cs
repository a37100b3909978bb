using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>How values stand in the peer's lines: bytes as lower-case hexadecimal digits, 64-bit integers as decimal text.</summary>
internal static class LdkJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new TextConverter<ulong>(text => ulong.Parse(text, Culture), value => value.ToString(Culture)),
            new TextConverter<ByteString>(text => ByteString.ParseHex(text).Value, value => value.ToHex()),
            new TextConverter<PublicKey>(PublicKey.FromHex, value => value.ToString()),
            new TextConverter<PrivateKey>(PrivateKey.FromHex, _ => throw new NotSupportedException("The peer takes no secrets.")),
        },
    };

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private sealed class TextConverter<T>(Func<string, T> read, Func<T, string> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }
}
