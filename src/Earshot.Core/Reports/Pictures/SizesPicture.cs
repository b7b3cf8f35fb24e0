using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Pictures;

/// <summary>Sizes of the topics as bars; past 24 the rest is one bar.</summary>
internal static class SizesPicture
{
    private const int MostRows = 24;
    private const double NarrowRow = 46;
    private const double WideRow = 26;

    private sealed record Row(string Name, long Count, double Share, Paint Paint);

    /// <summary>The height a picture in the page needs.</summary>
    public static double HeightFor(AnalysisDocument document, double width) =>
        Math.Max(1, Math.Min(document.Topics.Count, MostRows + 1)) * (width < 500 ? NarrowRow : WideRow) + 8;

    /// <summary>Draws on the whole canvas, with a heading on pictures that stand alone.</summary>
    public static void Draw(AnalysisDocument document, ICanvas canvas, bool heading)
    {
        double margin = heading ? 24 : 0;
        double top = heading ? 80 : 4;
        if (heading)
        {
            canvas.Text(new Dot(margin, 38), "Sizes of topics", TextStyle.Title, Paint.Ink);
            string caption = $"{Words.Count(document.Counts.Tickets, "ticket")} in {Words.Count(document.Topics.Count, "topic")}";
            canvas.Text(new Dot(margin, 60), caption, TextStyle.Label, Paint.Muted);
        }

        List<Row> rows = Rows(document);
        if (rows.Count == 0) return;
        double height = Math.Min(heading ? 34 : double.MaxValue, (canvas.Height - top - (heading ? 20 : 4)) / rows.Count);
        double largest = Math.Max(1, rows.Max(row => row.Count));
        if (canvas.Width < 500) DrawNarrow(canvas, rows, top, height, largest);
        else DrawWide(canvas, rows, new Box(margin, top, canvas.Width - 2 * margin, height), largest);
    }

    private static void DrawWide(ICanvas canvas, List<Row> rows, Box first, double largest)
    {
        double names = Math.Min(first.Width * 0.34, rows.Max(row => canvas.Measure(row.Name, TextStyle.Label)) + 24);
        double values = rows.Max(row => canvas.Measure(Value(row), TextStyle.Label)) + 10;
        double room = first.Width - names - values - 14;
        for (int i = 0; i < rows.Count; i++)
        {
            Row row = rows[i];
            double middle = first.Y + (i + 0.5) * first.Height;
            double thick = Math.Min(16, first.Height * 0.6);
            canvas.Dots([new Dot(first.X + 5, middle)], 4, row.Paint, 1);
            canvas.Text(new Dot(first.X + 16, middle + 4.5), LabelPlacement.Fit(canvas, row.Name, names - 22), TextStyle.Label, Paint.Ink);
            Box bar = new(first.X + names + 10, middle - thick / 2, Math.Max(2, room * row.Count / largest), thick);
            canvas.Rectangle(bar, 3, Paint.Accent);
            canvas.Text(new Dot(bar.Right + 9, middle + 4.5), Value(row), TextStyle.Label, Paint.Muted);
        }
    }

    private static void DrawNarrow(ICanvas canvas, List<Row> rows, double top, double height, double largest)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            Row row = rows[i];
            double y = top + i * height;
            double value = canvas.Measure(Value(row), TextStyle.Label);
            canvas.Dots([new Dot(5, y + 12)], 4, row.Paint, 1);
            canvas.Text(new Dot(16, y + 16.5), LabelPlacement.Fit(canvas, row.Name, canvas.Width - value - 28), TextStyle.Label, Paint.Ink);
            canvas.Text(new Dot(canvas.Width, y + 16.5), Value(row), TextStyle.Label, Paint.Muted, toTheLeft: true);
            canvas.Rectangle(new Box(0, y + 25, canvas.Width, 7), 3.5, Paint.Rule);
            canvas.Rectangle(new Box(0, y + 25, Math.Max(2, canvas.Width * row.Count / largest), 7), 3.5, Paint.Accent);
        }
    }

    private static List<Row> Rows(AnalysisDocument document)
    {
        List<Row> rows = [.. document.Topics.Take(MostRows).Select((topic, i) => new Row(topic.Name, topic.Count, topic.Share, Paint.OfTopic(i)))];
        List<TopicSummary> rest = [.. document.Topics.Skip(MostRows)];
        if (rest.Count > 0)
            rows.Add(new Row($"{Words.Count(rest.Count, "smaller topic")}", rest.Sum(topic => topic.Count), rest.Sum(topic => topic.Share), Paint.Rest));
        return rows;
    }

    private static string Value(Row row) => $"{Words.Number(row.Count)} · {Words.Share(row.Share)}";
}
