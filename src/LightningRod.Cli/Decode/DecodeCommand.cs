using System.CommandLine;

namespace LightningRod.Cli.Decode;

/// <summary><c>rod decode</c>: shows what a Lightning text or message says.</summary>
internal static class DecodeCommand
{
    private const string Description =
        "Show what a Lightning text or message says: BOLT 12 offers, requests and invoices, BOLT 11 invoices, "
        + "and messages, onions, paths and TLV streams in hexadecimal.";

    private const string InputDescription =
        "A Lightning text (lightning: before it is fine), or hexadecimal digits (0x before them and white space are fine), "
        + "or - for the standard input, at most 1 MiB.";

    private const string KeyDescription =
        "Open what is encrypted for this node (onion messages, onions of update_add_htlc, blinded paths that begin here), "
        + "and check what is signed for it. The file has 64 hexadecimal digits, as rod keygen --out writes it.";

    private const string Examples = """
        What it is taken for:
          A text tells it by its beginning: lno1 offer, lnr1 invoice-request, lni1 invoice, any other ln bolt11.
          Hexadecimal digits are the first of these that fits:
            1. a TLV stream of one record with a Lightning Rod number       rod-message
            2. a TLV stream with record 168, else 160, else 88              invoice, static-invoice, invoice-request
            3. a valid offer                                                offer
            4. a message of a known type                                    message
            5. a blinded path                                               blinded-path
            6. an onion message without its type                            onion-message
            7. version 0, a point, and more than 32 bytes                   onion-packet
            8. any TLV stream                                               tlv
          If none fits, the error is told of the one that can be read furthest. --as names what the digits can not tell.

        Examples:
          rod decode lno1zcss9mk8y3wkklfvevcrszlmu23kfrxh49px20665dqwmn4p72pksese
          rod decode --json lnbc1... | jq .amount_msat
          rod decode 0010000000022200
          rod decode --key-file node.key 0201031195a8...        peels the onion message for this node
          rod decode --as encrypted-data 0421024bc2a3...
          rod decode - --json < items.txt                       one item a line, one answer a line

        In JSON, bytes are hexadecimal, times unix seconds, amounts msat; whole numbers from 2^53 on are strings. There is an "error" (kind, rule,
        offset, unit, detail) exactly when the exit code is not 0; beside "kind" when only a piece of the whole was refused.
        Exit code: 0 all could be read, 1 something was refused, 2 wrong usage.
        """;

    internal static Command Create(Func<Stream> input)
    {
        var items = new Argument<string[]>("input") { Description = InputDescription, Arity = ArgumentArity.OneOrMore };
        var names = Kinds.All.Select(known => known.Name).ToArray();
        var kind = new Option<string?>("--as") { Description = $"Take the input for this: {string.Join(", ", names)}.", HelpName = "kind" };
        kind.AcceptOnlyFromAmong(names);
        var keyFile = new Option<FileInfo?>("--key-file") { Description = KeyDescription, HelpName = "file" };
        var secrets = new Option<bool>("--show-secrets") { Description = "Show payment ids, nonces, preimages, and payment secrets of onions." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object in a line." };
        var command = new CommandWithExamples("decode", Description, Examples) { items, kind, keyFile, secrets, json };
        command.Validators.Add(result =>
        {
            var given = result.GetValue(items) ?? [];
            var isStandardInput = given.Contains(DecodeRun.StandardInput);
            if (isStandardInput && given.Length > 1) result.AddError("- stands alone: the items come from the standard input.");
            // An argument that takes several pieces takes unknown options too, and no item begins like one.
            var option = Array.Find(given, item => item.StartsWith('-') && item != DecodeRun.StandardInput);
            if (option is not null) result.AddError($"Unknown option {option}.");
        });
        command.SetAction(parsed =>
        {
            var forced = Kinds.All.FirstOrDefault(known => known.Name == parsed.GetValue(kind));
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var run = new DecodeRun(forced, parsed.GetValue(json), output, error);
            return run.Run(parsed.GetValue(items)!, input, parsed.GetValue(keyFile), parsed.GetValue(secrets));
        });
        return command;
    }
}
