using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Pictures;

/// <summary>The map: a dot for each sampled ticket, the largest topics in colour, names beside them.</summary>
internal static class ScatterPicture
{
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
        if (canvas.Width < NarrowWidth) return;
        new DotLabels(canvas, plot, canvas.Width * 0.26, Paint.OfTopic).Draw([.. document.Topics.Select(topic => topic.Name)], topics);
    }

    /// <summary>What the map shows, in one sentence.</summary>
    public static string Caption(long shown, long tickets) => shown >= tickets
        ? "Each dot is a ticket. Tickets that say similar things lie near each other."
        : $"Each dot is one of {Words.Number(shown)} sampled tickets. Tickets that say similar things lie near each other.";

    /// <summary>The dots of each topic of the document; evenly thinned where there are more than asked for.</summary>
    private static Dot[][] Place(AnalysisDocument document, Box plot, int maximumDots)
    {
        Dictionary<int, int> position = [];
        for (int i = 0; i < document.Topics.Count; i++) position[document.Topics[i].TopicId] = i;
        List<Dot>[] dots = [.. document.Topics.Select(_ => new List<Dot>())];
        int step = Math.Max(1, (document.Map.Count + maximumDots - 1) / maximumDots);
        PlotScale x = PlotScale.Of(document.Map.Select(point => point.X)), y = PlotScale.Of(document.Map.Select(point => point.Y));
        for (int i = 0; i < document.Map.Count; i += step)
        {
            MapPoint point = document.Map[i];
            if (!float.IsFinite(point.X) || !float.IsFinite(point.Y) || !position.TryGetValue(point.TopicId, out int topic)) continue;
            dots[topic].Add(new Dot(plot.X + 4 + (x.ShareOf(point.X) * (plot.Width - 8)), plot.Bottom - 4 - (y.ShareOf(point.Y) * (plot.Height - 8))));
        }

        return [.. dots.Select(list => list.ToArray())];
    }
}
