using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Mailbox;

/// <summary>Messages are kept, within bounds and for a time.</summary>
internal static class Storing
{
    internal static MailAnswered Store(MailTurn turn, StoreMessage command)
    {
        var (state, limits) = (turn.State, command.Limits);
        var hash = StoredMail.HashOf(command.Message);
        if (state.Find(hash) is not null) return Answer(MailOutcome.Duplicate);
        var body = command.Message.ToArray();
        if (body.Length > limits.MaxMessageBytes) return Answer(MailOutcome.TooLarge);
        if (state.Mail.Count >= limits.MaxMessages) return Answer(MailOutcome.TooManyMessages);
        if (state.Bytes + body.Length > limits.MaxBytes) return Answer(MailOutcome.TooManyBytes);
        var mail = new StoredMail(state.LastMailId + 1, hash, body.Length, command.OnlyAt, turn.After(limits.Life));
        turn.Happen(new MailStored(mail, turn.Now));
        turn.Put(mail, body);
        return Answer(MailOutcome.Stored);

        MailAnswered Answer(MailOutcome outcome) => new(outcome, !state.Presence.IsKnown);
    }

    internal static void Expire(MailTurn turn)
    {
        var old = turn.State.Mail.Where(mail => mail.ExpiresAt <= turn.Now).ToList();
        if (old.Count == 0) return;
        turn.Happen(new MailExpired(Ids(old)));
        old.ForEach(turn.Delete);
    }

    internal static ValueList<long> Ids(IEnumerable<StoredMail> mail) => [.. mail.Select(static message => message.Id)];
}
