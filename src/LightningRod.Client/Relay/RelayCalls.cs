using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Peering;
using LightningRod.Wire.Messages;

namespace LightningRod.Client.Relay;

/// <summary>LSPS0 calls that wait for their answers.</summary>
internal sealed class RelayCalls(ClientOptions options, TimeProvider time)
{
    private const int MostCalls = 16;
    private const int IdSize = 16;

    private readonly ConcurrentDictionary<string, (PeerSession Session, TaskCompletionSource<Lsps0Response?> Answer)> _waiting = new();

    internal async Task<RelayAnswer<object>> CallAsync(PeerSession? session, string method, JsonObject parameters,
        CancellationToken cancellationToken)
    {
        if (session is null) return Failed(RelayFailureCode.NotConnected, "there is no session with the relay");
        if (_waiting.Count >= MostCalls) return Failed(RelayFailureCode.Busy, $"{MostCalls} calls are in progress");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdSize));
        var answer = new TaskCompletionSource<Lsps0Response?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = (session, answer);
        try
        {
            var request = new Lsps0Request(method, JsonElement.Parse(parameters.ToJsonString()), id);
            if (session.TrySend(request.ToFrame()) != SendOutcome.Queued)
                return Failed(RelayFailureCode.NotConnected, "the session takes no more messages");
            if (session.IsClosing) answer.TrySetResult(null);
            var response = await answer.Task.WaitAsync(options.CallTimeout, time, cancellationToken).ConfigureAwait(false);
            if (response is null) return Failed(RelayFailureCode.NoAnswer, "the session ended before the answer");
            if (response.Error is { } error) return new(new RelayFailure(RelayFailureCode.Refused, $"{error.Code}: {error.Text}", error));
            return new(response.Result!.Value);
        }
        catch (TimeoutException)
        {
            return Failed(RelayFailureCode.NoAnswer, $"no answer within {options.CallTimeout}");
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Takes an answer; what answers nothing is ignored.</summary>
    internal void OnFrame(PeerSession session, Lsps0Frame frame)
    {
        if (frame.Read().TryGet(out var message, out _) && message is Lsps0Response { Id: { } id } response
            && _waiting.TryGetValue(id, out var waiting) && waiting.Session == session)
            waiting.Answer.TrySetResult(response);
    }

    internal void OnClosed(PeerSession session)
    {
        foreach (var (waitsOn, answer) in _waiting.Values)
        {
            if (waitsOn == session) answer.TrySetResult(null);
        }
    }

    private static RelayAnswer<object> Failed(RelayFailureCode code, string detail) => new(new RelayFailure(code, detail));
}
