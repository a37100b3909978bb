using System.CommandLine;
using LightningRod.Demo.Director;
using LightningRod.Demo.Members;
using LightningRod.Demo.Wallets;

namespace LightningRod.Demo;

/// <summary>The command line of the demo.</summary>
internal static class DemoCommand
{
    internal static RootCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line; the last is the result." };
        var kill = new Option<KillOrder[]>("--kill")
        {
            Description = "WHO:after=STEP: SIGKILL to LSP_a, LSP_b, payer or payee as soon as a step of theirs is seen. May be given more than once.",
            HelpName = "WHO:after=STEP",
            CustomParser = result =>
            {
                List<KillOrder> orders = [];
                foreach (var token in result.Tokens)
                {
                    if (KillOrder.TryParse(token.Value, out var order, out var why)) orders.Add(order);
                    else result.AddError(why);
                }

                return [.. orders];
            },
            DefaultValueFactory = _ => [],
        };
        var seed = new Option<ulong>("--seed") { Description = "Keys, channels and secrets depend on it.", DefaultValueFactory = _ => 1 };
        var payments = Number("--payments", "Payments, an invoice each, all in one go.", 1, 100);
        var hashes = Number("--hashes", "Payment hashes under one payment id, all or none.", 1, 16);
        var literal = Flag("--literal", "The wording of the sketch: the payment id travels in the message, and the payee builds the way back.");
        var oneLsp = Flag("--one-lsp", "Payer and payee have the same LSP.");
        var offer = Flag("--offer", "The payee is known by a BOLT 12 offer; the invoice_request is mail for the sleeping payee.");
        var early = Flag("--early-trigger", "The trigger comes before the HTLCs.");
        var cancel = Flag("--cancel", "The payer cancels the hold when its HTLCs are held.");
        var wrong = Flag("--wrong-pid", "A stranger shows another payment id first; nothing happens.");
        var payeeNever = Flag("--payee-never", "The payee never comes: the HTLCs are failed back.");
        var payerNever = Flag("--payer-never", "The payer never comes back: its channel is closed on chain, and what that costs is shown.");
        var timeout = Number("--timeout", "Seconds after which the play is broken off.", 180, 3600);
        var folder = new Option<string?>("--folder") { Description = "Keep journals, keys and logs here; without it they are deleted at the end." };
        var root = new RootCommand("Plays asynchronous Lightning payments with real processes over loopback: payer and payee are never online together.")
        {
            json, kill, seed, payments, hashes, literal, oneLsp, offer, early, cancel, wrong, payeeNever, payerNever, timeout, folder,
            NetworkCommand.Create(), MemberCommand.Create(), WalletCommand.Create(), StrangerCommand.Create(),
        };
        root.Validators.Add(result =>
        {
            Exclude(result, cancel, payeeNever, early);
            Exclude(result, cancel, payerNever);
            Exclude(result, early, payerNever);
            Exclude(result, literal, offer);
            Exclude(result, offer, hashes);
        });
        root.SetAction((parsed, token) => RunAsync(
            new DemoOptions
            {
                Json = parsed.GetValue(json),
                Kills = parsed.GetValue(kill) ?? [],
                Seed = parsed.GetValue(seed),
                Payments = parsed.GetValue(payments),
                Hashes = parsed.GetValue(hashes),
                Literal = parsed.GetValue(literal),
                OneLsp = parsed.GetValue(oneLsp),
                Offer = parsed.GetValue(offer),
                EarlyTrigger = parsed.GetValue(early),
                Cancel = parsed.GetValue(cancel),
                WrongPid = parsed.GetValue(wrong),
                PayeeNever = parsed.GetValue(payeeNever),
                PayerNever = parsed.GetValue(payerNever),
                Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                Folder = parsed.GetValue(folder),
            },
            parsed.InvocationConfiguration.Output,
            token));
        return root;
    }

    private static async Task<int> RunAsync(DemoOptions options, TextWriter output, CancellationToken cancel)
    {
        var folder = options.Folder is { } kept ? Directory.CreateDirectory(kept).FullName : Directory.CreateTempSubdirectory("rod-demo-").FullName;
        var right = false;
        try
        {
            await using var play = new Play(options, new Timeline(output, options.Json, options.Payments), folder);
            right = (await play.RunAsync(cancel)).Right;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopped.");
        }
        finally
        {
            // What went wrong can be looked at.
            if (options.Folder is null && right) Directory.Delete(folder, recursive: true);
            else if (!options.Json) await output.WriteLineAsync($"Journals and logs are in {folder}.");
        }

        return right ? 0 : 1;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var number && (number < 1 || number > most)) result.AddError($"{name} takes a number from 1 to {most}.");
        });
        return option;
    }

    private static void Exclude(System.CommandLine.Parsing.CommandResult result, params Option[] options)
    {
        var given = options.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (given.Count > 1) result.AddError($"{string.Join(" and ", given)} do not go together.");
    }
}
