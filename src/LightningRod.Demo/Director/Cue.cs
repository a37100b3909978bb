namespace LightningRod.Demo.Director;

/// <summary>Something that the director reacts to; cues are taken one at a time.</summary>
internal abstract record Cue
{
    private Cue()
    {
    }

    /// <summary>A step of somebody.</summary>
    internal sealed record Happened(TimelineStep Step) : Cue;

    /// <summary>A process ended.</summary>
    /// <param name="Who">Whose.</param>
    /// <param name="Run">Which run of theirs, from 1.</param>
    /// <param name="Code">Its exit code; 137 after SIGKILL.</param>
    internal sealed record Left(string Who, int Run, int Code) : Cue;

    /// <summary>A phone got a push with a valid signature of its LSP.</summary>
    /// <param name="Phone">Whose.</param>
    /// <param name="Method">For example <c>lsps5.onion_message_incoming</c>.</param>
    internal sealed record Pushed(string Phone, string Method) : Cue;

    /// <summary>Nothing happened for a while.</summary>
    internal sealed record Silence : Cue;
}
