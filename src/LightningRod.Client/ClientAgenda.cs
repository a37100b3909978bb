namespace LightningRod.Client;

/// <summary>What is left when <see cref="RodClient.WorkAsync"/> returns.</summary>
/// <param name="RelayReached">Whether the session to the relay is open: without it, mail may wait there.</param>
/// <param name="PaymentsToCarryOn">Payments that are not over and need this client to go on.</param>
/// <param name="PaymentsWaiting">Payments that wait for others; the LSP wakes the wallet.</param>
/// <param name="AnswersToRepeat">Whether payers are being answered, or HTLCs wait for their others: stay as long as possible.</param>
public sealed record ClientAgenda(bool RelayReached, int PaymentsToCarryOn, int PaymentsWaiting, bool AnswersToRepeat)
{
    /// <summary>Whether the wallet may go offline without loss.</summary>
    public bool MayGoOffline => RelayReached && PaymentsToCarryOn == 0 && !AnswersToRepeat;
}
