
namespace LightningRod.Fuzz;

/// <summary>Gives an input to a parser and checks what is promised for all inputs.</summary>
internal static class Judge
{
    // The first use of a type allocates and takes time, and the runtime allocates now and then on the thread for which it compiles.
    private const int TimesToProveCosts = 4;

    /// <summary>What was broken, or null. The first words tell the kind; the rest, after a colon, the case.</summary>
    internal static string? Complaint(FuzzTarget target, byte[] input) => Complaint(target, input, out _);

    /// <summary>The same; a parser that never ends is left behind in its thread and complained about.</summary>
    internal static string? ComplaintInTime(FuzzTarget target, byte[] input, TimeSpan? limit = null)
    {
        var judging = Task.Run(() => Complaint(target, input));
        var watch = new Watch(limit ?? TimeSpan.FromSeconds(20));
        while (!judging.Wait(Watch.Look))
        {
            if (watch.IsLost(judging)) return "hangs: no end in time";
        }

        return judging.Result;
    }

    /// <summary>What was broken, or null, and which way through the parser the input took.</summary>
    internal static string? Complaint(FuzzTarget target, byte[] input, out string behaviour)
    {
        behaviour = "";
        input = target.Dress(input);
        if (Parsing(target, input, out var parsed) is { } complaint) return complaint;
        behaviour = parsed.Behaviour;
        return parsed.IsOk ? Encoding(target, input, parsed) : Refusal(parsed);
    }

    private static string? Parsing(FuzzTarget target, byte[] input, out FuzzTarget.Parsed parsed)
    {
        string? costs;
        var times = 0;
        do
        {
            parsed = default;
            try
            {
                parsed = target.Parse(input);
            }
#pragma warning disable CA1031 // Any exception is a finding.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return $"threw {e.GetType().Name}: {e.Message}";
            }

            costs = Costs(target, parsed);
        }
        while (costs is not null && ++times < TimesToProveCosts);
        return costs;
    }

    private static string? Costs(FuzzTarget target, FuzzTarget.Parsed parsed)
    {
        if (parsed.Took > target.TimeLimit) return $"took too long: {parsed.Took}";
        var bound = target.AllocationBound(parsed);
        return parsed.Allocated > bound ? $"allocated too much: {parsed.Allocated} bytes, where {bound} are allowed" : null;
    }

    private static string? Refusal(FuzzTarget.Parsed parsed)
    {
        var error = parsed.Error;
        if (error.Rule == default || string.IsNullOrEmpty(error.Detail)) return $"refused without a reason: {error}";
        return error.Offset < 0 || error.Offset > parsed.Length ? $"refused at an offset outside the input: {error}, length {parsed.Length}" : null;
    }

    private static string? Encoding(FuzzTarget target, byte[] input, FuzzTarget.Parsed parsed)
    {
        if (parsed.Encode is not { } encode) return null;
        try
        {
            if (encode() is not { } encoded) return null;
            if (target.Canonical(input) is { } canonical && !encoded.AsSpan().SequenceEqual(canonical))
                return $"encoded otherwise: {Convert.ToHexStringLower(encoded)}";
            if (encoded.AsSpan().SequenceEqual(input)) return null;
            var again = target.Parse(encoded);
            if (!again.IsOk) return $"refused its own encoding: {again.Error}, {Convert.ToHexStringLower(encoded)}";
            var twice = again.Encode!();
            return twice.AsSpan().SequenceEqual(encoded) ? null : $"encoded its own encoding otherwise: {Convert.ToHexStringLower(twice ?? [])}";
        }
#pragma warning disable CA1031 // Any exception is a finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"threw while encoding {e.GetType().Name}: {e.Message}";
        }
    }
}
