using LightningRod.Client.Payments;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client;

/// <summary>Times and bounds of a <see cref="RodClient"/>.</summary>
public sealed record ClientOptions
{
    /// <summary>How often a request to the relay is repeated until it is answered. 10 seconds.</summary>
    public TimeSpan RequestAgain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often <c>payment_ready</c> is repeated until the HTLCs come. 30 seconds (docs/protocol.md, 6.5).</summary>
    public TimeSpan ReadyAgain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an invoice is asked for again. 10 minutes.</summary>
    public TimeSpan InvoiceAgain { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an action that failed waits until it is tried again. 2 seconds.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>First pause between two attempts to reach the relay; it doubles up to <see cref="LongestPause"/>. 1 second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two attempts to reach the relay. 1 minute.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an LSPS0 call may take. 15 seconds.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long nothing may happen before <see cref="RodClient.WorkAsync"/> takes the mail for read. 3 seconds.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long HTLCs of an incomplete payment wait for the others. 60 seconds, the least that BOLT 4 allows.</summary>
    public TimeSpan PartsTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The hold window of an order that names none, blocks; less where the invoice or the LSP allows less. 1008.</summary>
    public uint Window { get; init; } = 1008;

    /// <summary>The shortest hold window that is worth a payment, blocks; at least 13. 18.</summary>
    public uint MinWindow { get; init; } = 18;

    /// <summary>The return delta to plan with while the relay did not tell its own, blocks. 288.</summary>
    public uint ReturnDelta { get; init; } = 288;

    /// <summary>An announced channel node of the LSP at which the way back begins, for payees at an LSP that dials nobody; null for the
    /// relay.</summary>
    public NodeId? WayBackThrough { get; init; }

    /// <summary>How long own invoices can be paid. 14 days, about 2016 blocks.</summary>
    public TimeSpan InvoiceLife { get; init; } = TimeSpan.FromDays(14);

    /// <summary><c>min_final_cltv_expiry_delta</c> of own invoices, blocks. 18.</summary>
    public uint MinFinalExpiryDelta { get; init; } = 18;

    /// <summary>How <c>payment_ready</c> gets to the payer's relay.</summary>
    public AnswerWay AnswerWay { get; init; }

    /// <summary>Whether only public addresses are dialled, and told to the own relay. True; false is for tests and demonstrations.</summary>
    public bool PublicAddressesOnly { get; init; } = true;

    /// <summary>Most payments that are not over. 64.</summary>
    public int MaxPayments { get; init; } = 64;

    /// <summary>Most answers to payers that are repeated at a time, the newest first. 16.</summary>
    public int MaxAnswers { get; init; } = 16;

    /// <summary>Most ways back that are answered for one payment hash; the oldest goes. 2.</summary>
    public int MaxAnswersPerHash { get; init; } = 2;

    /// <summary>Most unpaid invoices made for one offer that are not expired. 64.</summary>
    public int MaxInvoicesPerOffer { get; init; } = 64;

    /// <summary>Throws for the first setting that is wrong.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    internal void Check()
    {
        (string Key, TimeSpan Value)[] times =
        [
            (nameof(RequestAgain), RequestAgain), (nameof(ReadyAgain), ReadyAgain), (nameof(InvoiceAgain), InvoiceAgain),
            (nameof(RetryDelay), RetryDelay), (nameof(FirstPause), FirstPause), (nameof(LongestPause), LongestPause),
            (nameof(CallTimeout), CallTimeout), (nameof(QuietTime), QuietTime), (nameof(PartsTimeout), PartsTimeout),
        ];
        foreach (var (key, value) in times)
        {
            if (value < TimeSpan.FromMilliseconds(10) || value > TimeSpan.FromDays(1))
                throw new ArgumentException($"{key} is from 10 milliseconds to 1 day.");
        }

        (string Key, long Value, long Least, long Most)[] counts =
        [
            (nameof(Window), Window, HoldTimes.LeastWindow, HoldTimes.MostBlocks),
                (nameof(MinWindow), MinWindow, HoldTimes.LeastWindow, HoldTimes.MostBlocks),
            (nameof(ReturnDelta), ReturnDelta, 0, HoldTimes.MostBlocks), (nameof(MinFinalExpiryDelta), MinFinalExpiryDelta, 1, 500),
            (nameof(MaxPayments), MaxPayments, 1, 10_000), (nameof(MaxAnswers), MaxAnswers, 1, 1000),
            (nameof(MaxAnswersPerHash), MaxAnswersPerHash, 1, 100), (nameof(MaxInvoicesPerOffer), MaxInvoicesPerOffer, 1, 10_000),
            (nameof(InvoiceLife), (long)InvoiceLife.TotalSeconds, 60, 366 * 86_400L),
        ];
        foreach (var (key, value, least, most) in counts)
        {
            if (value < least || value > most) throw new ArgumentException($"{key} is from {least} to {most}.");
        }
    }
}

/// <summary>How an answer gets to the first node of a payer's way back.</summary>
public enum AnswerWay
{
    /// <summary>Through the own relay, which dials. Nobody sees the payee's IP address but its LSP.</summary>
    OwnRelay,

    /// <summary>The payee dials the addresses that the payer named, which shows them its IP address.</summary>
    Dial,
}
