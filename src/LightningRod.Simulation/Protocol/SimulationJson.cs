using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Protocol;

/// <summary>How values are written as JSON: ids, keys and bytes as hexadecimal text, amounts and heights as numbers, unions with their case's
/// name.</summary>
public static class SimulationJson
{
    /// <summary>Options for every line of the protocol and of the journal.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Unions } },
            NumberHandling = JsonNumberHandling.Strict,
            AllowOutOfOrderMetadataProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(Text(Bytes32.FromHex));
        options.Converters.Add(Text(text => new ChannelId(Bytes32.FromHex(text))));
        options.Converters.Add(Text(text => new PaymentHash(Bytes32.FromHex(text))));
        options.Converters.Add(Text(text => new PaymentPreimage(Bytes32.FromHex(text)), preimage => preimage.Value.ToString()));
        options.Converters.Add(Text(text => new ChainHash(Bytes32.FromHex(text))));
        options.Converters.Add(Text(NodeId.FromHex));
        options.Converters.Add(Text(PublicKey.FromHex, key => new NodeId(key).ToString()));
        options.Converters.Add(Text(text => Bytes(text), bytes => bytes.ToHex()));
        options.Converters.Add(Text(text => TlvStream.Parse(Bytes(text)).Value, stream => Convert.ToHexStringLower(stream.ToArray())));
        options.Converters.Add(Text(Scid));
        options.Converters.Add(new ScalarConverter<Msat>(
            (ref reader) => new(reader.GetUInt64()), (writer, value) => writer.WriteNumberValue(value.Value)));
        options.Converters.Add(new ScalarConverter<BlockHeight>(
            (ref reader) => new(reader.GetUInt32()), (writer, value) => writer.WriteNumberValue(value.Value)));
        options.Converters.Add(Text(Hop));
        options.Converters.Add(new ListConverter<ShortChannelId>());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Unions: which cases an abstract record has. The case's name is the discriminator.</summary>
    private static void Unions(JsonTypeInfo info)
    {
        if (!info.Type.IsAbstract || !info.Type.IsClass) return;
        var cases = info.Type.Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(info.Type)).ToList();
        if (cases.Count == 0) return;
        info.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "is",
            UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization,
        };
        foreach (var type in cases) info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, type.Name));
    }

    private static ScalarConverter<T> Text<T>(Func<string, T> parse, Func<T, string>? format = null) =>
        new((ref reader) => parse(reader.GetString() ?? throw new JsonException()),
            (writer, value) => writer.WriteStringValue(format?.Invoke(value) ?? value!.ToString()));

    private static ByteString Bytes(string hex) =>
        ByteString.ParseHex(hex).TryGet(out var bytes, out var error) ? bytes : throw new JsonException(error.ToString());

    private static ShortChannelId Scid(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 3 && uint.TryParse(parts[0], out var block)
            && uint.TryParse(parts[1], out var transaction) && ushort.TryParse(parts[2], out var output)
            ? new(block, transaction, output)
            : throw new JsonException("A short_channel_id is written as 1x2x3.");
    }

    private static NextHop Hop(string text) =>
        text == "here" ? NextHop.None : text.Contains('x', StringComparison.Ordinal) ? NextHop.Of(Scid(text)) : NextHop.Of(NodeId.FromHex(text));

    private delegate T Reading<T>(ref Utf8JsonReader reader);

    private sealed class ScalarConverter<T>(Reading<T> read, Action<Utf8JsonWriter, T> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return read(ref reader);
            }
            catch (Exception refused) when (refused is FormatException or InvalidOperationException or ArgumentException)
            {
                throw new JsonException($"no {typeof(T).Name}: {refused.Message}", refused);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
    }

    private sealed class ListConverter<T> : JsonConverter<ValueList<T>>
    {
        public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            [.. JsonSerializer.Deserialize<T[]>(ref reader, options) ?? []];

        public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
