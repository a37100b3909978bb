using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Fabric;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Messages;
using LightningRod.Flows.Steps;
using LightningRod.Flows.WakeUps;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary><c>rod.set_device</c>: registers a device that can be woken, or removes one.</summary>
internal sealed class SetDevice(Calls calls, DeviceVault vault, WakeUpPool pool, RequestOptions options) : IRequestMethod
{
    private const string Provider = "provider";
    private const string Token = "token";
    private const string Url = "url";
    private const string Remove = "remove";

    private readonly FirstWakeUps _first = new(options.FirstWakeUpEvery);

    public string Name => "rod.set_device";

    public async Task<RequestAnswer> AnswerAsync(Asker asker, JsonElement parameters, CancellationToken cancel)
    {
        if (asker.Client is not { } client) return RequestAnswer.NoClient;
        var given = new Parameters(parameters, Provider, Token, Url, Remove);
        var provider = given.Text(Provider, DeviceTokens.MaxProviderLength);
        var (token, url, remove) = (given.Text(Token, DeviceTokens.MaxLength), given.Text(Url, DeviceTokens.MaxLength), given.Flag(Remove));
        given.Require(provider is not null, $"{Provider} is needed");
        given.Require(token is null != url is null, $"either {Token} or {Url} is needed");
        if (given.Error is { } error) return RequestAnswer.Refused(error);

        if (!pool.Kinds.Contains(provider!))
            return RequestAnswer.Refused(RodErrorCode.UnsupportedProvider, $"offered here: {string.Join(", ", pool.Kinds)}");
        var device = new DeviceToken(provider!, token ?? url!);
        if (remove) return await RemoveAsync(client, device, cancel);
        var fault = DeviceTokens.Fault(device, isUrl: url is not null, options)
            ?? (vault.Seal(client.Id, device).Token.Length > client.Mail.MaxTokenBytes ? "it is too long for this LSP" : null);
        return fault is null ? await RegisterAsync(client, device, cancel) : RequestAnswer.Refused(RodErrorCode.BadToken, fault);
    }

    private async Task<RequestAnswer> RegisterAsync(Client client, DeviceToken token, CancellationToken cancel)
    {
        var device = vault.Seal(client.Id, token);
        var asked = await calls.AskAsync(MailboxActor.IdOf(client.Id), new RegisterDevice(device, client.Mail), cancel);
        if (asked is not AskResult.Replied { Reply: DeviceAnswered { Outcome: var outcome } }) return RequestAnswer.Busy;
        if (outcome == DeviceOutcome.TooManyDevices)
            return RequestAnswer.Refused(RodErrorCode.TooManyDevices, $"at most {client.Mail.MaxDevices} devices");
        if (outcome != DeviceOutcome.Done) return RequestAnswer.Refused(RodErrorCode.BadToken, "it can not be registered");

        // Durable by now. The first wake-up goes to this device alone, and tells the wallet whether it works.
        calls.Step(new(StepNames.DeviceRegistered) { Client = client.Id, Detail = token.Provider });
        var woken = "not_sent";
        if (_first.TryTake(client.Id, device.Key, calls.Time.GetUtcNow()))
        {
            var sent = await pool.SendAsync(new(Guid.NewGuid(), client.Id, token, Ports.WakeUps.WakeUpReason.Registered), cancel);
            woken = sent is WakeUpOutcome.Delivered ? "delivered" : "failed";
        }

        return Json.Answer(new JsonObject { ["registered"] = true, ["first_wake_up"] = woken });
    }

    private async Task<RequestAnswer> RemoveAsync(Client client, DeviceToken token, CancellationToken cancel)
    {
        var key = vault.KeyOf(token.Provider, token.Value);
        var asked = await calls.AskAsync(MailboxActor.IdOf(client.Id), new RemoveDevice(key), cancel);
        if (asked is not AskResult.Replied { Reply: DeviceAnswered { Outcome: var outcome } }) return RequestAnswer.Busy;
        if (outcome != DeviceOutcome.Done) return RequestAnswer.Refused(RodErrorCode.UnknownDevice, "this client has no such device");
        _first.Forget(key);
        return Json.Answer(new JsonObject { ["registered"] = false });
    }

    /// <summary>Which devices had their first wake-up, and when a client may cause the next one.</summary>
    private sealed class FirstWakeUps(TimeSpan every)
    {
        // What is forgotten costs a wallet one wake-up more than needed.
        private const int Most = 16_384;

        private readonly Lock _gate = new();
        private readonly HashSet<Bytes32> _devices = [];
        private readonly Dictionary<NodeId, DateTimeOffset> _last = [];

        internal bool TryTake(NodeId client, Bytes32 device, DateTimeOffset now)
        {
            lock (_gate)
            {
                if (_devices.Contains(device) || (_last.TryGetValue(client, out var last) && now - last < every)) return false;
                if (_devices.Count >= Most) _devices.Clear();
                if (_last.Count >= Most) _last.Clear();
                _devices.Add(device);
                _last[client] = now;
                return true;
            }
        }

        internal void Forget(Bytes32 device)
        {
            lock (_gate) _devices.Remove(device);
        }
    }
}
