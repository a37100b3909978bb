namespace LightningRod.Engine.Tests.Support;

/// <summary>What goes wrong with one append.</summary>
internal enum AppendFault
{
    None,

    /// <summary>Nothing is written, and the writer knows.</summary>
    Refused,

    /// <summary>Nothing is written, and the writer does not know.</summary>
    Lost,

    /// <summary>Everything is written, and the writer does not know.</summary>
    WrittenButLost,

    /// <summary>The first half is written, and the writer does not know.</summary>
    HalfWrittenAndLost,

    /// <summary>It is written later, and the writer does not know.</summary>
    LandsLate,

    /// <summary>It never ends: the process is about to die.</summary>
    NeverEnds,

    /// <summary>As above, but everything is written.</summary>
    WrittenButNeverEnds,
}
