using System.Text.Json;

namespace LightningRod.Wire.Messages;

/// <summary>Where the value of an object's member stands in the JSON text; <c>default</c> for a member that is not there.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Kind">Its first token.</param>
internal readonly record struct JsonMember(int Start, int Length, JsonTokenType Kind)
{
    internal bool IsPresent => Kind != JsonTokenType.None;
}
