using System.Text;
using System.Text.Json;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;

namespace LightningRod.Flows.Tests.Requests;

/// <summary>Asks over LSPS0 as a wallet does.</summary>
internal static class Asking
{
    /// <summary>A request with JSON for its parameters.</summary>
    internal static async Task<Lsps0Response> RequestAsync(this MemorySession session, string method, string parameters = "{}")
    {
        var id = Guid.NewGuid().ToString("n");
        session.Send(new Lsps0Request(method, JsonElement.Parse(parameters), id).ToFrame());
        var response = await session.ResponseAsync();
        Assert.Equal(id, response.Id);
        return response;
    }

    /// <summary>A request that must have a result.</summary>
    internal static async Task<JsonElement> ResultAsync(this MemorySession session, string method, string parameters = "{}")
    {
        var response = await session.RequestAsync(method, parameters);
        Assert.Null(response.Error);
        return response.Result!.Value;
    }

    /// <summary>A request that must have an error.</summary>
    internal static async Task<Lsps0Error> ErrorAsync(this MemorySession session, string method, string parameters = "{}")
    {
        var response = await session.RequestAsync(method, parameters);
        Assert.Null(response.Result);
        return response.Error!;
    }

    internal static void SendJson(this MemorySession session, string json) =>
        session.Send(new Lsps0Frame(ByteString.CopyOf(Encoding.UTF8.GetBytes(json))));

    internal static async Task<Lsps0Response> ResponseAsync(this MemorySession session)
    {
        var message = await session.NextAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        return Assert.IsType<Lsps0Response>(Assert.IsType<Lsps0Frame>(message).Read().Value);
    }
}
