using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Wire.Messages;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>The JSON of an LSPS0 message (bLIP 50).</summary>
internal static class Lsps0Describer
{
    internal static DecodedNode Describe(Lsps0Frame frame)
    {
        if (!frame.Read().TryGet(out var message, out var error)) return Faults.Describe(Kinds.Message, error, frame.Json);
        return DecodedNode.Object(message switch
        {
            Lsps0Request request => new Fields()
                .Add("method", Values.Text(request.Method)).Add("id", Values.Text(request.Id)).Add("params", Json(request.Params)),
            Lsps0Notification notification => new Fields()
                .Add("method", Values.Text(notification.Method)).Add("params", Json(notification.Params)),
            Lsps0Response response => new Fields()
                .Add("id", Values.Text(response.Id)).Add("result", Json(response.Result)).Add("error", Error(response.Error)),
            _ => new Fields(),
        });
    }

    private static DecodedNode? Error(Lsps0Error? error) => error is null ? null : DecodedNode.Object(new Fields()
        .Add("code", DecodedNode.Value(FormattableString.Invariant($"{error.Code}"), error.Code))
        .Add("message", Values.Text(error.Message))
        .Add("data", Json(error.Data)));

    /// <summary>A stranger's JSON; written again it has no character that a terminal would obey.</summary>
    private static DecodedNode? Json(JsonElement? json) =>
        json is { } element && JsonNode.Parse(element.GetRawText()) is { } node ? DecodedNode.Value(node.ToJsonString(), node) : null;
}
