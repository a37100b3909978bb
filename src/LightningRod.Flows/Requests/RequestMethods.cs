using System.Globalization;

namespace LightningRod.Flows.Requests;

/// <summary>The methods that are offered.</summary>
/// <remarks>Filled before the first request, read by many threads afterwards.</remarks>
public sealed class RequestMethods
{
    private readonly Dictionary<string, IRequestMethod> _methods = new(StringComparer.Ordinal);

    /// <summary>The numbers of the LSPS documents of which a method is offered, for example 5; LSPS0 itself is never named.</summary>
    public IReadOnlyList<int> Protocols => [.. _methods.Keys.Select(Number).OfType<int>().Where(static number => number != 0).Distinct().Order()];

    /// <summary>Adds a method.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The same methods, for the next one.</returns>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public RequestMethods Add(IRequestMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        _methods.Add(method.Name, method);
        return this;
    }

    /// <summary>A method, or null.</summary>
    /// <param name="name">Its name.</param>
    public IRequestMethod? Find(string name) => _methods.GetValueOrDefault(name);

    private static int? Number(string method)
    {
        const string prefix = "lsps";
        var dot = method.IndexOf('.', StringComparison.Ordinal);
        return dot > prefix.Length && method.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(method.AsSpan(prefix.Length, dot - prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
