using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LightningRod.Wire.Messages;

/// <summary>Why a request was not fulfilled (bLIP 50, "Error Handling").</summary>
/// <param name="Code">For example <see cref="Lsps0ErrorCode.MethodNotFound"/>; each LSPS has a hundred of its own.</param>
/// <param name="Message">For developers; a stranger's text, see <see cref="Text"/>.</param>
/// <param name="Data">What the code's definition says, or null.</param>
public sealed record Lsps0Error(int Code, string Message, JsonElement? Data = null)
{
    /// <summary>The message for logs: printable ASCII, everything else as <c>\xNN</c> of its UTF-8, cut after 512 bytes.</summary>
    public string Text => PrintableText.Of(Encoding.UTF8.GetBytes(Message));

    /// <summary>Code -32602 with the list that bLIP 50 asks for.</summary>
    /// <param name="unrecognized">Names of the parameters that the method does not know; may be empty when another thing is wrong.</param>
    /// <param name="message">What is wrong.</param>
    public static Lsps0Error InvalidParams(IEnumerable<string> unrecognized, string message = "Invalid params")
    {
        var data = new JsonObject { ["unrecognized"] = new JsonArray([.. unrecognized.Select(name => JsonValue.Create(name))]) };
        return new(Lsps0ErrorCode.InvalidParams, message, JsonElement.Parse(data.ToJsonString()));
    }

    /// <inheritdoc/>
    public bool Equals(Lsps0Error? other) =>
        other is not null && Code == other.Code && Message == other.Message && Lsps0Json.AreEqual(Data, other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Message);
}
