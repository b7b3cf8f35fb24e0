using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Pictures;

/// <summary>The map: a dot for each sampled ticket, the largest topics in colour, names beside them.</summary>
internal static class ScatterPicture
{
    private const double LabelHeight = 22;

    /// <summary>Below this names would hide what they name; the page's legend has to do.</summary>
    private const double NarrowWidth = 500;

    /// <summary>Draws on the whole canvas, with a heading on pictures that stand alone.</summary>
    public static void Draw(AnalysisDocument document, ICanvas canvas, bool heading, int maximumDots)
    {
        Box plot = heading ? new Box(24, 76, canvas.Width - 48, canvas.Height - 100) : new Box(8, 8, canvas.Width - 16, canvas.Height - 16);
        Dot[][] topics = Place(document, plot, maximumDots);
        int shown = topics.Sum(dots => dots.Length);
        if (heading)
        {
            canvas.Text(new Dot(24, 38), "Map of topics", TextStyle.Title, Paint.Ink);
            canvas.Text(new Dot(24, 60), shown == 0 ? "There is nothing to place." : Caption(shown, document.Counts.Tickets), TextStyle.Label, Paint.Muted);
        }

        double radius = shown > 8000 ? 1.6 : canvas.Width < NarrowWidth ? 1.8 : 2.4;
        for (int topic = topics.Length - 1; topic >= 0; topic--)
            canvas.Dots(topics[topic], radius, Paint.OfTopic(topic), topic < Paint.Series.Count ? 0.8 : 0.55);
        if (canvas.Width >= NarrowWidth) LabelTopics(document, canvas, plot, topics);
    }

    /// <summary>What the map shows, in one sentence.</summary>
    public static string Caption(long shown, long tickets) => shown >= tickets
        ? "Each dot is a ticket. Tickets that say similar things lie near each other."
        : $"Each dot is one of {Words.Number(shown)} sampled tickets. Tickets that say similar things lie near each other.";

    private static void LabelTopics(AnalysisDocument document, ICanvas canvas, Box plot, Dot[][] topics)
    {
        LabelPlacement placement = new(plot);
        double widest = canvas.Width * 0.26;
        List<Label> labels = [];
        for (int topic = 0; topic < topics.Length; topic++)
        {
            if (topics[topic].Length == 0) continue;
            bool coloured = topic < Paint.Series.Count;
            Dot middle = Middle(topics[topic]);
            string name = LabelPlacement.Fit(canvas, document.Topics[topic].Name, widest);
            double start = coloured ? 21 : 7;
            double width = canvas.Measure(name, TextStyle.Label) + start + 7;

            // a grey name that finds no room at its place is left out: in a crowd it would hide more than it tells
            if (placement.Place(middle, width, LabelHeight, coloured ? double.MaxValue : LabelHeight) is { } box)
                labels.Add(new Label(topic, name, middle, box, start));
        }

        // all lines before all boxes, so that no line crosses a name
        foreach (Label label in labels)
        {
            Dot nearest = new(Math.Clamp(label.Middle.X, label.Box.X, label.Box.Right), Math.Clamp(label.Middle.Y, label.Box.Y, label.Box.Bottom));
            if (Math.Abs(nearest.X - label.Middle.X) + Math.Abs(nearest.Y - label.Middle.Y) > LabelHeight / 2)
                canvas.Line(nearest, label.Middle, 1, Paint.Muted);
        }

        foreach (Label label in labels)
        {
            bool coloured = label.Topic < Paint.Series.Count;
            canvas.Rectangle(label.Box, 6, Paint.Background, 0.88);
            if (coloured) canvas.Dots([new Dot(label.Box.X + 11, label.Box.Y + LabelHeight / 2)], 4, Paint.OfTopic(label.Topic), 1);
            canvas.Text(new Dot(label.Box.X + label.Start, label.Box.Y + 15.5), label.Name, TextStyle.Label, coloured ? Paint.Ink : Paint.Muted);
        }
    }

    /// <summary>The dots of each topic of the document; evenly thinned where there are more than asked for.</summary>
    private static Dot[][] Place(AnalysisDocument document, Box plot, int maximumDots)
    {
        Dictionary<int, int> position = [];
        for (int i = 0; i < document.Topics.Count; i++) position[document.Topics[i].TopicId] = i;
        List<Dot>[] dots = [.. document.Topics.Select(_ => new List<Dot>())];
        int step = Math.Max(1, (document.Map.Count + maximumDots - 1) / maximumDots);
        (double left, double right) = Range(document.Map.Select(point => point.X));
        (double bottom, double top) = Range(document.Map.Select(point => point.Y));
        for (int i = 0; i < document.Map.Count; i += step)
        {
            MapPoint point = document.Map[i];
            if (!float.IsFinite(point.X) || !float.IsFinite(point.Y) || !position.TryGetValue(point.TopicId, out int topic)) continue;
            double x = plot.X + 4 + (point.X - left) / (right - left) * (plot.Width - 8);
            double y = plot.Y + 4 + (top - point.Y) / (top - bottom) * (plot.Height - 8);
            dots[topic].Add(new Dot(x, y));
        }

        return [.. dots.Select(list => list.ToArray())];
    }

    private static (double Low, double High) Range(IEnumerable<float> values)
    {
        (double low, double high) = (double.MaxValue, double.MinValue);
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return high > low ? (low, high) : high < low ? (-1, 1) : (low - 1, high + 1);
    }

    private static Dot Middle(Dot[] dots)
    {
        double[] x = [.. dots.Select(dot => dot.X).Order()];
        double[] y = [.. dots.Select(dot => dot.Y).Order()];
        return new Dot(x[x.Length / 2], y[y.Length / 2]);
    }

    /// <summary>A name with the middle of its topic, the box it was given and where the text starts in it.</summary>
    private sealed record Label(int Topic, string Name, Dot Middle, Box Box, double Start);
}
