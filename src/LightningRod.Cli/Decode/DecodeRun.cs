using System.Globalization;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>One run of <c>rod decode</c>: its items one after the other.</summary>
/// <param name="kind">What to take all of them for; null to find out.</param>
/// <param name="json">Whether the answers are for programs.</param>
/// <param name="output">Where answers go.</param>
/// <param name="error">Where refusals are told to people.</param>
internal sealed class DecodeRun(Kind? kind, bool json, TextWriter output, TextWriter error)
{
    internal const string StandardInput = "-";

    /// <summary>Runs.</summary>
    /// <param name="arguments">The item, in pieces where the shell saw white space; or <c>-</c>.</param>
    /// <param name="input">Opens the standard input.</param>
    /// <param name="keyFile">The node's key; null for none.</param>
    /// <param name="showSecrets">Whether secrets are shown.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal int Run(string[] arguments, Func<Stream> input, FileInfo? keyFile, bool showSecrets)
    {
        PrivateKey? key = null;
        if (keyFile is not null && !KeyFile.TryRead(keyFile, out key, out var why))
        {
            error.WriteLine($"rod decode: {keyFile.FullName}: {why}");
            return ExitCode.Failed;
        }

        using (key)
        {
            var context = new DecodeContext(key, showSecrets);
            return arguments is [StandardInput] ? FromStandardInput(input, context) : One("", string.Join(' ', arguments), context);
        }
    }

    private int FromStandardInput(Func<Stream> input, DecodeContext context)
    {
        using var stream = input();
        if (!InputLines.Read(stream).TryGet(out var items, out var broken))
            return Tell(new Answer(kind, null, new Refusal(broken, "byte", null)), "", "");
        if (items.Count == 0) return One("", "", context);
        var code = ExitCode.Fine;
        foreach (var (line, text) in items) code = Math.Max(code, One(string.Create(CultureInfo.InvariantCulture, $"line {line}"), text, context));
        return code;
    }

    private int One(string where, string item, DecodeContext context) => Tell(Decoder.Decode(item, kind, context), where, item);

    private int Tell(Answer answer, string where, string item)
    {
        if (json) JsonPrinter.Print(answer, output);
        else if (answer.Node is not null) TreePrinter.Print(answer, output);
        if (answer.IsFine) return ExitCode.Fine;
        RefusalPrinter.Print(answer, where, item, error);
        return ExitCode.Failed;
    }
}
