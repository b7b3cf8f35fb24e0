namespace Earshot.Core.Reports.Pictures;

/// <summary>Names beside groups of dots: each as near to its group as is free, with a line to it where that is far.</summary>
/// <param name="canvas">Where to.</param>
/// <param name="plot">The part of it that the dots are on.</param>
/// <param name="widest">Longer names are cut.</param>
/// <param name="paintOf">The colour of the group at a position.</param>
/// <param name="above">Whether names stand above their groups rather than in the middle of them.</param>
internal sealed class DotLabels(ICanvas canvas, Box plot, double widest, Func<int, Paint> paintOf, bool above = false)
{
    private const double Height = 22;
    private const double Upper = 0.05;

    /// <summary>Draws the names; of groups beyond the first few, one that finds no room at its place is left out.</summary>
    /// <param name="names">A name a group, the most important first.</param>
    /// <param name="groups">The dots of each; a group without any has no name.</param>
    public void Draw(IReadOnlyList<string> names, IReadOnlyList<Dot[]> groups)
    {
        LabelPlacement placement = new(plot);
        List<Label> labels = [];
        for (int group = 0; group < groups.Count; group++)
        {
            if (groups[group].Length == 0) continue;
            bool coloured = paintOf(group) != Paint.Rest;
            (Dot anchor, Dot middle) = Places(groups[group]);
            string name = LabelPlacement.Fit(canvas, names[group], widest);
            double start = coloured ? 21 : 7;
            double width = canvas.Measure(name, TextStyle.Label) + start + 7;

            // in a crowd a name far from its place would hide more than it tells
            if (placement.Place(anchor, width, Height, group < Paint.Series.Count ? double.MaxValue : Height) is { } box)
                labels.Add(new Label(group, name, anchor, middle, box, start));
        }

        // all lines before all boxes, so that no line crosses a name
        foreach (Label label in labels)
        {
            if (Away(label.Box, label.Anchor) > Height / 2) canvas.Line(Nearest(label.Box, label.Middle), label.Middle, 1, Paint.Muted);
        }

        foreach (Label label in labels)
        {
            bool coloured = paintOf(label.Group) != Paint.Rest;
            canvas.Rectangle(label.Box, 6, Paint.Background, 0.88);
            if (coloured) canvas.Dots([new Dot(label.Box.X + 11, label.Box.Y + Height / 2)], 4, paintOf(label.Group), 1);
            canvas.Text(new Dot(label.Box.X + label.Start, label.Box.Y + 15.5), label.Name, TextStyle.Label, coloured ? Paint.Ink : Paint.Muted);
        }
    }

    // where the name should stand, and where a line to the group should end
    private (Dot Anchor, Dot Middle) Places(Dot[] dots)
    {
        double[] x = [.. dots.Select(dot => dot.X).Order()];
        double[] y = [.. dots.Select(dot => dot.Y).Order()];
        Dot middle = new(x[x.Length / 2], y[y.Length / 2]);
        return (above ? middle with { Y = Math.Max(plot.Y + (Height / 2), y[(int)(y.Length * Upper)] - (Height * 0.7)) } : middle, middle);
    }

    private static double Away(Box box, Dot dot)
    {
        Dot nearest = Nearest(box, dot);
        return Math.Abs(nearest.X - dot.X) + Math.Abs(nearest.Y - dot.Y);
    }

    private static Dot Nearest(Box box, Dot dot) => new(Math.Clamp(dot.X, box.X, box.Right), Math.Clamp(dot.Y, box.Y, box.Bottom));

    /// <summary>A name with its place at its group, the middle of that, the box it was given and where the text starts in it.</summary>
    private sealed record Label(int Group, string Name, Dot Anchor, Dot Middle, Box Box, double Start);
}
