using LightningRod.Flows.Messages;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;

namespace LightningRod.Flows.Requests;

/// <summary>An LSPS0 request comes in (bLIP 50): it is read, answered by its method, and the answer goes back to the peer that asked.</summary>
internal sealed class RequestIn(Calls calls, RequestMethods methods, RequestOptions options, Instruments instruments)
{
    private const string Other = "other";

    internal async Task TakeAsync(CustomMessageReceived received, IMessageCarrier carrier, CancellationToken cancel)
    {
        // Messages of other types are for those who know them.
        if (received.Message is not Lsps0Frame frame) return;
        if (await AnswerAsync(frame, received, cancel) is { } answer) await carrier.SendAsync(received.From, answer, cancel);
    }

    /// <summary>Counts a request that was dropped unread, since its peer has too many in work.</summary>
    internal void CountFlood() => instruments.Requested(Other, "flood");

    private async Task<Lsps0Frame?> AnswerAsync(Lsps0Frame frame, CustomMessageReceived received, CancellationToken cancel)
    {
        if (frame.Json.Length > options.MaxRequestBytes) return Refuse("too_large", $"a request has at most {options.MaxRequestBytes} bytes");
        if (!frame.Read().TryGet(out var message, out _)) return Refuse("bad_message", Lsps0Response.BadMessage.Error!.Message);
        if (message is not Lsps0Request request)
        {
            // A client sends requests alone; to answer anything else could go on without end.
            instruments.Requested(Other, "no_request");
            return null;
        }

        if (methods.Find(request.Method) is not { } method)
        {
            instruments.Requested(Other, "unknown_method");
            return Lsps0Response.Failure(request.Id, new(Lsps0ErrorCode.MethodNotFound, "Method not found")).ToFrame();
        }

        var answer = await method.AnswerAsync(new(received.From, calls.FindClient(received.From)), request.Params, cancel);
        instruments.Requested(method.Name, answer.Error is null ? "result" : "error");
        return (answer.Result is { } result ? Lsps0Response.Success(request.Id, result) : Lsps0Response.Failure(request.Id, answer.Error!)).ToFrame();
    }

    private Lsps0Frame Refuse(string outcome, string text)
    {
        instruments.Requested(Other, outcome);
        return Lsps0Response.Failure(null, new(Lsps0ErrorCode.ParseError, text)).ToFrame();
    }
}
