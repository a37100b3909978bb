namespace LightningRod.Simulation.Protocol;

/// <summary>A request that the simulation refused: wrong name, not online, not pending. Nothing was changed.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Without a reason.</summary>
    public SimulationException()
    {
    }

    /// <summary>With a reason.</summary>
    /// <param name="message">What was wrong, and which value.</param>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    /// <param name="message">What was wrong, and which value.</param>
    /// <param name="innerException">What was thrown below.</param>
    public SimulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
