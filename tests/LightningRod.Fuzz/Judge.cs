
namespace LightningRod.Fuzz;

/// <summary>Gives an input to a parser and checks what is promised for all inputs.</summary>
internal static class Judge
{
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
        var complaint = Parsing(target, input, out var parsed);
        // The first use of a type allocates and takes time: once is no proof.
        if (complaint is not null) complaint = Parsing(target, input, out parsed);
        if (complaint is not null) return complaint;
        behaviour = parsed.Behaviour;
        return parsed.IsOk ? Encoding(target, input, parsed) : Refusal(parsed);
    }

    private static string? Parsing(FuzzTarget target, byte[] input, out FuzzTarget.Parsed parsed)
    {
        parsed = default;
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var started = ThreadTime.Now;
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

        var took = ThreadTime.Now - started;
        if (took > target.TimeLimit) return $"took too long: {took}";
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        var bound = target.AllocationBase + (target.AllocationPerByte * input.Length);
        return allocated > bound ? $"allocated too much: {allocated} bytes, where {bound} are allowed" : null;
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
