using System.Globalization;
using System.Reflection;

namespace LightningRod.Engine.Sqlite.Schema;

/// <summary>One step forward of the schema.</summary>
/// <param name="Number">The version that it leads to, from 1 on without a gap.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>All of them, in order.</summary>
    internal static IReadOnlyList<Migration> All { get; } =
    [
        .. from name in typeof(Migration).Assembly.GetManifestResourceNames()
           where name.EndsWith(".sql", StringComparison.Ordinal)
           orderby name
           select Read(name),
    ];

    private static Migration Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
