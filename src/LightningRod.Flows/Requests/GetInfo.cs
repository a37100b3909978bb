using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Flows.WakeUps;
using LightningRod.Wire.Numbers;

namespace LightningRod.Flows.Requests;

/// <summary><c>rod.get_info</c>: all that a wallet has to know of this LSP.</summary>
internal sealed class GetInfo(Func<LspDescription> describe, WakeUpPool pool) : IRequestMethod
{
    private const string LightningRodWay = "lightning_rod";

    public string Name => "rod.get_info";

    public Task<RequestAnswer> AnswerAsync(Asker asker, JsonElement parameters, CancellationToken cancel)
    {
        var given = new Parameters(parameters);
        return Task.FromResult(given.Error is { } error ? RequestAnswer.Refused(error) : Json.Answer(Answer(asker)));
    }

    private JsonObject Answer(Asker asker)
    {
        var (lsp, holds, mail) = (describe(), asker.Client?.Holds ?? HoldLimits.Default, asker.Client?.Mail ?? MailboxLimits.Default);
        return new()
        {
            ["relay"] = new JsonObject { ["node_id"] = lsp.Relay.ToString(), ["addresses"] = Json.Texts(lsp.Addresses) },
            ["channel_nodes"] = Json.Texts(lsp.ChannelNodes),
            ["is_client"] = asker.Client is not null,
            ["ways"] = new JsonArray(LightningRodWay),
            ["return_delta"] = holds.ReturnDelta,
            ["max_hold_window"] = holds.MaxWindow,
            ["min_blocks_left"] = holds.MinBlocksLeft,
            ["limits"] = new JsonObject
            {
                ["max_holds"] = holds.HoldsLeft,
                ["max_payment_hashes"] = holds.MaxHashes,
                ["max_parts"] = holds.MaxParts,
                ["max_amount_msat"] = Json.Msat(holds.MaxAmount.Value),
                ["max_messages"] = mail.MaxMessages,
                ["max_mail_bytes"] = mail.MaxBytes,
                ["max_message_bytes"] = mail.MaxMessageBytes,
                ["mail_life_seconds"] = (long)mail.Life.TotalSeconds,
                ["max_devices"] = mail.MaxDevices,
            },
            ["device_providers"] = Json.Texts(pool.Kinds),
            ["numbers"] = Numbers(),
        };
    }

    private static JsonObject Numbers() => new()
    {
        ["onionmsg_tlv"] = new JsonObject
        {
            ["hold_request"] = OnionMessageTlv.HoldRequest,
            ["hold_ack"] = OnionMessageTlv.HoldAck,
            ["hold_cancel"] = OnionMessageTlv.HoldCancel,
            ["payment_pending"] = OnionMessageTlv.PaymentPending,
            ["payment_ready"] = OnionMessageTlv.PaymentReady,
        },
        ["encrypted_data_tlv"] = new JsonObject
        {
            ["payment_unblock"] = EncryptedDataTlv.PaymentUnblock,
            ["next_node_addresses"] = EncryptedDataTlv.NextNodeAddresses,
        },
        ["features"] = new JsonObject { ["lightning_rod"] = FeatureBit.LightningRod },
    };
}
