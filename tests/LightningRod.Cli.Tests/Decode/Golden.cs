using LightningRod.Testing;

namespace LightningRod.Cli.Tests.Decode;

/// <summary>Answers as they were looked at and found right.</summary>
/// <remarks><c>ROD_WRITE_GOLDEN=1</c> writes them anew; look at the difference before you keep it.</remarks>
internal static class Golden
{
    internal static void AssertIs(string name, string actual)
    {
        var file = Repository.Path("tests", "LightningRod.Cli.Tests", "Decode", "golden", name);
        if (Environment.GetEnvironmentVariable("ROD_WRITE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }
}
