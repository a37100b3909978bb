using System.Text;
using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Fuzz;

/// <summary>A parser of bytes.</summary>
internal delegate Result<T> ParseBytes<T>(ReadOnlySpan<byte> input);

/// <summary>A parser of text.</summary>
internal delegate Result<T> ParseText<T>(ReadOnlySpan<char> text);

/// <summary>A parser of bytes that says no and nothing more.</summary>
internal delegate bool TryParseBytes<T>(ReadOnlySpan<byte> input, out T value);

/// <summary>A parser of text that says no and nothing more.</summary>
internal delegate bool TryParseText<T>(ReadOnlySpan<char> text, out T value);

/// <summary>A parser with its encoder, and what is promised about both. Corpus: <c>corpus/NAME/*.hex</c> and rows of the vectors.</summary>
/// <param name="Name">Name of the target and of its corpus folder.</param>
/// <param name="Parse">Reads an input.</param>
/// <param name="Seeds">Inputs from the vectors.</param>
internal sealed record FuzzTarget(string Name, Func<byte[], FuzzTarget.Parsed> Parse, Func<IEnumerable<byte[]>> Seeds)
{
    private static readonly Func<byte[], byte[]> AsItIs = input => input;

    /// <summary>
    /// What is parsed in place of an input. Where a valid MAC, signature or checksum guards a parser, this plays the sender who can make one:
    /// mutations would end there else.
    /// </summary>
    internal Func<byte[], byte[]> Dress { get; init; } = AsItIs;

    /// <summary>
    /// What the encoder makes of an accepted input. Unless a target says otherwise, the same bytes: a value has one encoding. Null where that
    /// cannot be told from the input; what was encoded is parsed and encoded again in any case.
    /// </summary>
    internal Func<byte[], byte[]?> Canonical { get; init; } = input => input;

    /// <summary>
    /// How much one parse may allocate whatever its input, bytes. This and <see cref="AllocationPerByte"/> are by default what many empty records
    /// cost, twice: a list of records grows by doubling, to at most 96 bytes for each of them.
    /// </summary>
    internal long AllocationBase { get; init; } = 16 * 1024;

    /// <summary>How much more for each byte or character of input, bytes.</summary>
    internal long AllocationPerByte { get; init; } = 32;

    /// <summary>The same target with other bounds of what it allocates.</summary>
    /// <param name="atMost">Bytes whatever the input.</param>
    /// <param name="perByte">Bytes more for each byte or character of input.</param>
    internal FuzzTarget Allocates(long atMost, long perByte = 0) => this with { AllocationBase = atMost, AllocationPerByte = perByte };

    /// <summary>How much a parse of an input may allocate, bytes.</summary>
    internal long AllocationBound(Parsed parsed) => AllocationBase + (AllocationPerByte * parsed.Length);

    /// <summary>
    /// How many parts of the time for all targets are its own: more where each input is signed or encrypted first, which takes long, and fewer
    /// for integers and keys, of which all is soon said.
    /// </summary>
    internal int Parts => Dress != AsItIs ? 8 : AllocationBase > 0 ? 4 : 1;

    /// <summary>How long one parse may keep a processor busy. Far above any honest time: it tells a parser that is lost.</summary>
    internal TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A parser of bytes.</summary>
    /// <param name="name">Name of the target.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="encode">The encoder, or null when there is none; it gives null for a value that its contract refuses.</param>
    /// <param name="vectors">Files under tests/vectors whose hexadecimal strings are inputs.</param>
    internal static FuzzTarget Bytes<T>(string name, ParseBytes<T> parse, Func<T, byte[]?>? encode, params string[] vectors) => new(
        name,
        input => Parsed.Of(() => parse(input), input.Length, encode),
        () => Strings(vectors).Where(text => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)).Select(Convert.FromHexString));

    /// <inheritdoc cref="Bytes{T}(string, ParseBytes{T}, Func{T, byte[]?}?, string[])"/>
    internal static FuzzTarget Bytes<T>(string name, TryParseBytes<T> parse, Func<T, byte[]?>? encode, params string[] vectors) =>
        Bytes(name, input => parse(input, out var value) ? Ok(value) : Refused, encode, vectors);

    /// <summary>A parser of text. Inputs are its UTF-8; bytes that are none become U+FFFD.</summary>
    /// <param name="name">Name of the target.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="encode">The encoder, or null when there is none; it gives null for a value that its contract refuses.</param>
    /// <param name="vectors">Files under tests/vectors whose strings are inputs.</param>
    internal static FuzzTarget Text<T>(string name, ParseText<T> parse, Func<T, string?>? encode, params string[] vectors) => new(
        name,
        input =>
        {
            var text = Encoding.UTF8.GetString(input);
            Func<T, byte[]?> toBytes = value => encode!(value) is { } encoded ? Encoding.UTF8.GetBytes(encoded) : null;
            return Parsed.Of(() => parse(text), text.Length, encode is null ? null : toBytes);
        },
        () => Strings(vectors).Select(Encoding.UTF8.GetBytes));

    /// <inheritdoc cref="Text{T}(string, ParseText{T}, Func{T, string?}?, string[])"/>
    internal static FuzzTarget Text<T>(string name, TryParseText<T> parse, Func<T, string?>? encode, params string[] vectors) =>
        Text(name, text => parse(text, out var value) ? Ok(value) : Refused, encode, vectors);

    /// <summary>What comes of an input.</summary>
    internal Parsed Take(byte[] input) => Parse(Dress(input));

    /// <summary>Kept inputs and those from the vectors.</summary>
    internal IReadOnlyList<byte[]> Inputs() => [.. Corpus.Load(this).Select(entry => entry.Input), .. Seeds()];

    public override string ToString() => Name;

    private static WireError Refused => new(WireRule.Unrecognized, 0, "refused");

    private static Result<T> Ok<T>(T value) => value;

    private static IEnumerable<string> Strings(string[] files)
    {
        return files.SelectMany(file => Within(Vectors.Json(file))).Distinct();

        static IEnumerable<string> Within(JsonNode? node) => node switch
        {
            JsonObject row => row.SelectMany(field => Within(field.Value)),
            JsonArray rows => rows.SelectMany(Within),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };
    }

    /// <summary>What came of an input.</summary>
    /// <param name="IsOk">Whether it was accepted.</param>
    /// <param name="Error">Why not.</param>
    /// <param name="Length">Length of the input in the unit of the error's offset.</param>
    /// <param name="Kind">Which of several things the value is.</param>
    /// <param name="Allocated">What the parser allocated, bytes.</param>
    /// <param name="Took">How long it kept the processor busy.</param>
    /// <param name="Encode">Encodes the value, if there is one and an encoder.</param>
    internal readonly record struct Parsed(
        bool IsOk, WireError Error, int Length, string Kind, long Allocated, TimeSpan Took, Func<byte[]?>? Encode)
    {
        internal static Parsed Of<T>(Func<Result<T>> parse, int length, Func<T, byte[]?>? encode)
        {
            var (allocatedBefore, started) = (GC.GetAllocatedBytesForCurrentThread(), ThreadTime.Now);
            var result = parse();
            var (took, allocated) = (ThreadTime.Now - started, GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
            if (!result.TryGet(out var value, out var error)) return new(false, error, length, "", allocated, took, null);
            Func<byte[]?>? encodeIt = encode is null ? null : () => encode(value);
            return new(true, default, length, value as string ?? value!.GetType().Name, allocated, took, encodeIt);
        }

        /// <summary>The same for inputs that took the same way: a new one is worth keeping as a start for more.</summary>
        internal string Behaviour => IsOk
            ? $"{Kind}, {int.Log2(Length + 1)} bits of length"
            : $"{Error.Rule}: {string.Concat((Error.Detail ?? "").Where(c => !char.IsAsciiDigit(c)))}";
    }
}
