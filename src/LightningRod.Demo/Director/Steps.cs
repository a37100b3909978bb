using LightningRod.Demo.Wallets;

namespace LightningRod.Demo.Director;

/// <summary>The steps that a timeline shows, in words. Steps that are not here are told to programs only.</summary>
internal static class Steps
{
    private static readonly Dictionary<string, string> Words = new()
    {
        // The director.
        ["killed"] = "is killed (SIGKILL)",
        ["started_again"] = "is started again",
        ["phone_woken"] = "phone gets a push",
        ["phone_off"] = "phone gets a push, but stays off",
        ["comes_online"] = "comes online",
        ["goes_offline"] = "goes offline",
        ["blocks"] = "blocks are found",

        // LSPs.
        ["ready"] = "is up",
        ["device_registered"] = "registers a device of a client",
        ["hold_accepted"] = "accepts a hold",
        ["hold_refused"] = "refuses a hold",
        ["hold_cancelled"] = "cancels a hold",
        ["part_held"] = "holds an HTLC",
        ["part_refused"] = "refuses an HTLC",
        ["trigger_obeyed"] = "sees payment_unblock: opens the hold",
        ["trigger_ignored"] = "ignores a trigger",
        ["part_released"] = "lets an HTLC go",
        ["part_failed_back"] = "fails an HTLC back",
        ["part_settled"] = "has the preimage of an HTLC",
        ["part_failed"] = "learns that an HTLC failed",
        ["outgoing_resolved"] = "sees that the outgoing HTLC is gone",
        ["message_kept"] = "keeps a message",
        ["messages_delivered"] = "delivers messages",
        ["message_dropped"] = "drops a message",
        ["client_woken"] = "wakes a client",

        // The network.
        ["htlc_added"] = "HTLC",
        ["htlc_settled"] = "HTLC settled",
        ["htlc_failed"] = "HTLC failed",
        ["force_closed"] = "closes a channel on chain",
    };

    private static readonly Dictionary<string, string> WordsOfWallets = new()
    {
        ["hold_requested"] = "sends hold_request",
        ["invoice_made"] = "makes an invoice",
        ["payment_planned"] = "plans a payment",
        [WalletSteps.OfferGiven] = "shows its offer",
        ["invoice_requested"] = "asks for an invoice",
        ["invoice_received"] = "gets the invoice",
        ["part_sent"] = "sends an HTLC",
        ["payment_pending_sent"] = "sends payment_pending",
        ["payment_pending_accepted"] = "its LSP has taken payment_pending",
        ["payment_pending_received"] = "gets payment_pending",
        ["payment_ready_sent"] = "answers payment_ready",
        ["part_arrived"] = "an HTLC arrives",
        ["payment_claimed"] = "claims the payment",
        ["payment_done"] = "has paid",
        ["payment_failed"] = "has its money back",
        ["hold_cancel_requested"] = "sends hold_cancel",
        ["payment_ready_received"] = "gets payment_ready",
        ["wrong_pid_sent"] = "shows a wrong payment id",
        ["hold_accepted"] = "its hold is accepted",
        ["hold_refused"] = "its hold is refused",
        ["hold_cancelled"] = "its hold is cancelled",
        ["part_settled"] = "an HTLC is settled",
        ["part_failed"] = "an HTLC comes back",
    };

    /// <summary>All names.</summary>
    internal static IReadOnlyCollection<string> Known { get; } = [.. Words.Keys.Union(WordsOfWallets.Keys)];

    /// <summary>A step in words; null for one that people need not see.</summary>
    internal static string? WordsOf(TimelineStep step)
    {
        // What a wallet does in its channel it tells itself.
        var isWallet = step.Who is Cast.Payer or Cast.Payee or Cast.Stranger;
        if (isWallet && step.Step.StartsWith("htlc_", StringComparison.Ordinal)) return null;
        if (!(isWallet && WordsOfWallets.TryGetValue(step.Step, out var words)) && !Words.TryGetValue(step.Step, out words)) return null;
        if (step.Peer is { } peer) words += $" to {peer}";
        return step.Detail is { Length: > 0 } detail ? $"{words}: {detail}" : words;
    }
}
