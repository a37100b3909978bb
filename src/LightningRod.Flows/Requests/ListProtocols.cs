using System.Text.Json;
using System.Text.Json.Nodes;

namespace LightningRod.Flows.Requests;

/// <summary><c>lsps0.list_protocols</c> (bLIP 50).</summary>
internal sealed class ListProtocols(RequestMethods methods) : IRequestMethod
{
    public string Name => "lsps0.list_protocols";

    public Task<RequestAnswer> AnswerAsync(Asker asker, JsonElement parameters, CancellationToken cancel)
    {
        var given = new Parameters(parameters);
        return Task.FromResult(given.Error is { } error
            ? RequestAnswer.Refused(error)
            : Json.Answer(new() { ["protocols"] = new JsonArray([.. methods.Protocols.Select(static number => JsonValue.Create(number))]) }));
    }
}
