using Earshot.Core.Reports.Pictures;

namespace Earshot.Core.Reports.Page;

/// <summary>Numbers a day as a line: small beside a topic, or as an area with the newest window set off.</summary>
internal static class TimeLine
{
    private const int MostPoints = 92;
    private const double Width = 240;
    private const double Height = 60;

    /// <summary>
    /// A mean a day for each of at most 92 stretches of equal length, the last ending on the newest day; the days before the first whole stretch are
    /// left out. <paramref name="length"/> is the days of a stretch.
    /// </summary>
    public static double[] Thin(IReadOnlyList<long> daily, out int length)
    {
        length = (daily.Count + MostPoints - 1) / MostPoints;
        if (length <= 1) return [.. daily.Select(count => (double)count)];
        double[] means = new double[daily.Count / length];
        int skipped = daily.Count - means.Length * length;
        for (int day = skipped; day < daily.Count; day++) means[(day - skipped) / length] += (double)daily[day] / length;
        return means;
    }

    /// <summary>A line without axes, as a picture with a description; <paramref name="window"/> newest days are drawn stronger.</summary>
    public static void WriteLine(MarkupWriter page, IReadOnlyList<long> daily, int window, string description)
    {
        double[] values = Thin(daily, out int length);
        page.Write($"<svg class=\"spark\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{description}\">");
        WritePaths(page, values, window / length, lowest: values.Length == 0 ? 0 : values.Min() * 0.6, area: false);
        page.Write($"</svg>");
    }

    /// <summary>An area on a line at zero.</summary>
    public static void WriteArea(MarkupWriter page, IReadOnlyList<long> daily, int window, string description)
    {
        double[] values = Thin(daily, out int length);
        page.Write($"<svg class=\"area\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{description}\">");
        page.Write($"<path class=\"base\" d=\"M0 {Height - 0.5}H{Width}\"/>");
        WritePaths(page, values, window / length, lowest: 0, area: true);
        page.Write($"</svg>");
    }

    /// <summary>The first day that the curve of <paramref name="days"/> days shows: what does not fill a stretch is left out.</summary>
    public static int FirstShown(int days)
    {
        int length = (days + MostPoints - 1) / MostPoints;
        return length <= 1 ? 0 : days % length;
    }

    /// <summary>What a line shows, in words, for who can't see it: the points of the curve, not the days behind them.</summary>
    public static string Describe(string what, IReadOnlyList<string> days, IReadOnlyList<long> daily)
    {
        if (days.Count == 0) return what;
        double[] curve = Thin(daily, out int length);
        string unit = length > 1 ? $", as means of {length} days," : string.Empty;
        return $"{what} a day{unit} from {Words.Day(days[FirstShown(days.Count)])} to {Words.Day(days[^1])}: first {Point(curve[0], length)}, "
            + $"highest {Point(curve.Max(), length)}, lowest {Point(curve.Min(), length)}, last {Point(curve[^1], length)}";
    }

    /// <summary>A point of a curve: a number of tickets, or a mean where it stands for more than a day.</summary>
    public static string Point(double value, int length) => length > 1 ? Words.Mean(value) : Words.Number((long)value);

    private static void WritePaths(MarkupWriter page, double[] values, int recent, double lowest, bool area)
    {
        if (values.Length == 0) return;
        double highest = Math.Max(values.Max(), lowest + 1);
        Dot[] dots = new Dot[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double x = values.Length == 1 ? Width / 2 : 2 + (Width - 4) * i / (values.Length - 1);
            dots[i] = new Dot(x, Height - 3 - (Height - 6) * (values[i] - lowest) / (highest - lowest));
        }

        if (area)
        {
            page.Write($"<path class=\"fill\" d=\"M{dots[0].X} {Height}");
            foreach (Dot dot in dots) page.Write($"L{dot.X} {dot.Y}");
            page.Write($"L{dots[^1].X} {Height}Z\"/>");
        }

        WriteStroke(page, dots, cssClass: "all");
        if (recent > 0 && recent < dots.Length) WriteStroke(page, dots.AsSpan(dots.Length - recent - 1), cssClass: "recent");
    }

    private static void WriteStroke(MarkupWriter page, ReadOnlySpan<Dot> dots, string cssClass)
    {
        page.Write($"<path class=\"{cssClass}\" d=\"M{dots[0].X} {dots[0].Y}");
        if (dots.Length == 1) page.Write($"h0");
        else page.Write($"L");
        for (int i = 1; i < dots.Length; i++) page.Write($"{dots[i].X} {dots[i].Y} ");
        page.Write($"\"/>");
    }
}
