using Spectre.Console;

namespace LightningRod.Cli.Decode;

/// <summary>Prints an answer as a tree, for people.</summary>
internal static class TreePrinter
{
    // One line per piece where nobody looks at columns, so that it can be searched and copied.
    private const int WidthOfLogs = 1 << 16;

    private static readonly Style NameStyle = new(Color.Blue);
    private static readonly Style NumberStyle = new(Color.Grey);
    private static readonly Style FaultStyle = new(Color.Red);

    internal static void Print(Answer answer, TextWriter output)
    {
        var root = answer.Node!;
        var console = Terminal.On(output, WidthOfLogs);
        var tree = new Tree(new Paragraph(answer.KindName, NameStyle).Append(root.Text is null ? "" : $" {root.Text}"))
        {
            Guide = console.Profile.Capabilities.Unicode ? TreeGuide.Line : TreeGuide.Ascii,
        };
        AddChildren(tree, root);
        console.Write(tree);
    }

    private static void AddChildren(IHasTreeNodes parent, DecodedNode node)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            AddChildren(parent.AddNode(Line(child, node.IsList ? FormattableString.Invariant($"[{i}]") : "")), child);
        }
    }

    private static Paragraph Line(DecodedNode node, string index)
    {
        var line = new Paragraph();
        line.Append(node.Name.Length > 0 ? node.Name : index, NameStyle);
        if (node.Number is not null) line.Append($" ({node.Number})", NumberStyle);
        if (node.Text is not null) line.Append(": ").Append(node.Text, node.IsFault ? FaultStyle : null);
        return line;
    }
}
