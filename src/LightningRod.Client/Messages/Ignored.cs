namespace LightningRod.Client.Messages;

/// <summary>Why a message changed nothing: values of a tag.</summary>
internal static class Ignored
{
    internal const string Unreadable = "unreadable";
    internal const string Unknown = "unknown";
    internal const string NoSuchPayment = "no_such_payment";
    internal const string NotOurs = "not_ours";
    internal const string NoWayBack = "no_way_back";
    internal const string Full = "full";
    internal const string Repeated = "repeated";
}
