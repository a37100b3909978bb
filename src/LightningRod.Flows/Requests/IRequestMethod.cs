using System.Text.Json;
using LightningRod.Flows.Clients;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary>A method of LSPS0 that this LSP offers.</summary>
/// <remarks>Thread-safe. What is wrong with a request is an error in the answer; nothing is thrown but for <c>cancel</c>.</remarks>
public interface IRequestMethod
{
    /// <summary>Its name, for example <c>rod.get_info</c>.</summary>
    string Name { get; }

    /// <summary>Answers a request.</summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="parameters">The parameters by name: always an object, a stranger's.</param>
    /// <param name="cancel">The member stops.</param>
    Task<RequestAnswer> AnswerAsync(Asker asker, JsonElement parameters, CancellationToken cancel);
}

/// <summary>Who asks: the peer of the session by which the request came.</summary>
/// <param name="Node">Its node id, proven by the session.</param>
/// <param name="Client">What it is here; null for no client.</param>
public sealed record Asker(NodeId Node, Client? Client);

/// <summary>What a request is answered with.</summary>
public sealed record RequestAnswer
{
    private RequestAnswer(JsonElement? result, Lsps0Error? error) => (Result, Error) = (result, error);

    /// <summary>The result, an object; null in an error.</summary>
    public JsonElement? Result { get; }

    /// <summary>The error; null when there is a result.</summary>
    public Lsps0Error? Error { get; }

    /// <summary>The answer to who is no client and asks what only clients may.</summary>
    public static RequestAnswer NoClient { get; } = Refused(Lsps0ErrorCode.ClientRejected, "this node is no client here");

    /// <summary>The answer when something here is overloaded or out of order for a while.</summary>
    public static RequestAnswer Busy { get; } = Refused(Lsps0ErrorCode.InternalError, "try again in a moment");

    /// <summary>A result.</summary>
    /// <param name="result">An object.</param>
    public static RequestAnswer Of(JsonElement result) => new(result, null);

    /// <summary>An error.</summary>
    /// <param name="error">The error.</param>
    public static RequestAnswer Refused(Lsps0Error error) => new(null, error);

    /// <summary>An error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="message">What is wrong and what to do, for developers.</param>
    public static RequestAnswer Refused(int code, string message) => new(null, new(code, message));
}
