using System.Text.Json;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Messages;

/// <summary>What makes a JSON object a message of LSPS0 (bLIP 50, JSON-RPC 2.0).</summary>
internal static class Lsps0Json
{
    internal const string Version = "2.0";

    internal static JsonElement EmptyObject { get; } = JsonElement.Parse("{}"u8);

    internal static bool AreEqual(JsonElement? left, JsonElement? right) =>
        left is { } l && right is { } r ? JsonElement.DeepEquals(l, r) : left is null && right is null;

    internal static Result<Lsps0Message> Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > Lsps0Frame.MaxJsonLength)
            return new WireError(WireRule.TooLarge, Lsps0Frame.MaxJsonLength, $"a message has room for {Lsps0Frame.MaxJsonLength} bytes of JSON");
        var text = new JsonText(json);
        var members = text.Open(text.Root, "jsonrpc", "method", "params", "id", "result", "error");
        var (version, method, parameters, id, result, error) = (members[0], members[1], members[2], members[3], members[4], members[5]);
        if (text.String(version, "jsonrpc", json.Length) != Version) text.Fail(WireRule.UnknownVersion, version.Start, $"jsonrpc is not {Version}");
        Lsps0Message? message = method.IsPresent
            ? ReadCall(ref text, method, parameters, id, result, error)
            : ReadResponse(ref text, id, result, error);
        return text.Failed ? text.Error : message!;
    }

    private static Lsps0Message? ReadCall(
        ref JsonText text, JsonMember method, JsonMember parameters, JsonMember id, JsonMember result, JsonMember error)
    {
        text.Forbid(result, "result");
        text.Forbid(error, "error");
        var name = text.String(method, "method", Lsps0Message.MaxNameLength);
        var given = parameters.IsPresent ? text.Object(parameters, "params") : EmptyObject;
        if (!id.IsPresent) return text.Failed ? null : new Lsps0Notification(name, given);
        var requestId = text.String(id, "id", Lsps0Message.MaxNameLength);
        return text.Failed ? null : new Lsps0Request(name, given, requestId);
    }

    private static Lsps0Response? ReadResponse(ref JsonText text, JsonMember id, JsonMember result, JsonMember error)
    {
        if (!error.IsPresent)
        {
            text.Require(result, "method, result or error");
            var requestId = text.String(id, "id", Lsps0Message.MaxNameLength);
            var value = text.Object(result, "result");
            return text.Failed ? null : Lsps0Response.Success(requestId, value);
        }

        text.Forbid(result, "result");
        var failedId = id.Kind == JsonTokenType.Null ? null : text.String(id, "id", Lsps0Message.MaxNameLength);
        var members = text.Open(error, "code", "message", "data");
        var failure = new Lsps0Error(
            text.Int32(members[0], "code"),
            text.String(members[1], "message", Lsps0Frame.MaxJsonLength),
            members[2].IsPresent ? text.Element(members[2], "data") : null);
        return text.Failed ? null : Lsps0Response.Failure(failedId, failure);
    }
}
