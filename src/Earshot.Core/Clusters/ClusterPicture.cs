using Earshot.Core.Reports;
using Earshot.Core.Reports.Pictures;

namespace Earshot.Core.Clusters;

/// <summary>
/// The layouts of a depth: of depth 1 one map, of a deeper one a panel for each cluster that was divided, the largest first. Each dot is a different text;
/// noise is grey. PNG of 2000 × 1280 pixels.
/// </summary>
public static class ClusterPicture
{
    private const int Width = 1000;
    private const int Height = 640;
    private const int MostPanels = 9;
    private const int MostDots = 20_000;
    private const double Margin = 24;
    private const double Top = 76;
    private const double Gap = 18;
    private const double PanelHeading = 24;
    private const double DotRoom = 4;
    private const double LabelRoom = 22;

    /// <summary>Draws a depth that has clusters, 1 to <see cref="RecursiveClustering.Depth"/>, or depth 1 where all is noise.</summary>
    /// <param name="clustering">What was found.</param>
    /// <param name="shown">The names of its clusters, fit to be shown.</param>
    /// <param name="depth">The depth.</param>
    /// <param name="stream">Where the PNG goes.</param>
    public static void Write(RecursiveClustering clustering, ClusterDocument shown, int depth, Stream stream)
    {
        RasterCanvas canvas = new(Width, Height);
        Draw(clustering, shown.Clusters.ToDictionary(cluster => cluster.Path, cluster => cluster.Name), depth, canvas);
        PngEncoder.Write(stream, Width * GlyphAtlas.Scale, canvas.Pixels);
    }

    internal static void Draw(RecursiveClustering clustering, IReadOnlyDictionary<string, string> names, int depth, ICanvas canvas)
    {
        Cluster[] divided =
        [
            .. clustering.Clusters.Where(cluster => cluster.Depth == depth - 1 && cluster.Division is not null)
                .OrderByDescending(cluster => cluster.Rows.Length).ThenBy(cluster => cluster.Path, StringComparer.Ordinal),
        ];
        Cluster[] panels = [.. divided.Take(MostPanels)];
        canvas.Text(new Dot(Margin, 38), depth == 1 ? "Map of clusters" : $"Clusters within clusters, depth {depth}", TextStyle.Title, Paint.Ink);
        canvas.Text(new Dot(Margin, 60), Caption(clustering, divided, panels.Length), TextStyle.Label, Paint.Muted);
        Box room = new(Margin, Top, canvas.Width - (2 * Margin), canvas.Height - Top - Margin);
        int columns = (int)Math.Ceiling(Math.Sqrt(panels.Length)), rows = (panels.Length + columns - 1) / Math.Max(1, columns);
        for (int panel = 0; panel < panels.Length; panel++)
        {
            double width = (room.Width - ((columns - 1) * Gap)) / columns, height = (room.Height - ((rows - 1) * Gap)) / rows;
            Box box = new(room.X + (panel % columns * (width + Gap)), room.Y + (panel / columns * (height + Gap)), width, height);
            if (depth > 1) box = Head(canvas, box, $"{panels[panel].Path}  {names[panels[panel].Path]}");
            DrawPanel(clustering, names, panels[panel], canvas, box);
        }
    }

    private static Box Head(ICanvas canvas, Box box, string heading)
    {
        canvas.Text(new Dot(box.X, box.Y + 14), LabelPlacement.Fit(canvas, heading, box.Width), TextStyle.Label, Paint.Ink);
        canvas.Line(new Dot(box.X, box.Y + PanelHeading - 3), new Dot(box.Right, box.Y + PanelHeading - 3), 1, Paint.Rule);
        return box with { Y = box.Y + PanelHeading, Height = box.Height - PanelHeading };
    }

    private static void DrawPanel(RecursiveClustering clustering, IReadOnlyDictionary<string, string> names, Cluster divided, ICanvas canvas, Box box)
    {
        ClusterDivision division = divided.Division!;
        Box room = new(box.X + DotRoom, box.Y + LabelRoom, box.Width - (2 * DotRoom), box.Height - LabelRoom - DotRoom);
        (Dot[][] parts, Dot[] noise) = Place(clustering, divided, room);
        int shown = parts.Sum(dots => dots.Length) + noise.Length;
        double radius = shown > 8_000 ? 1.6 : shown > 2_000 ? 2.0 : 2.4;
        canvas.Dots(noise, radius, Paint.Rest, 0.35);
        for (int part = parts.Length - 1; part >= 0; part--) canvas.Dots(parts[part], radius, PaintOf(part), 0.8);
        IReadOnlyList<Cluster> all = clustering.Clusters;
        double widest = Math.Min(box.Width * 0.55, canvas.Width * 0.26);
        new DotLabels(canvas, box, widest, PaintOf, above: true).Draw([.. division.Parts.Select(part => names[all[part].Path])], parts);
    }

    // colours come again where there are many clusters: grey is for noise, and each has its name beside it
    private static Paint PaintOf(int part) => Paint.Series[part % Paint.Series.Count];

    private static (Dot[][] Parts, Dot[] Noise) Place(RecursiveClustering clustering, Cluster divided, Box room)
    {
        ClusterDivision division = divided.Division!;
        ReadOnlySpan<float> layout = division.Layout.Span;
        int count = divided.Rows.Length, step = Math.Max(1, (count + MostDots - 1) / MostDots);
        PlotScale x = PlotScale.Of(Every(division.Layout, 0)), y = PlotScale.Of(Every(division.Layout, 1));
        Dictionary<int, int> places = [];
        for (int part = 0; part < division.Parts.Count; part++) places[division.Parts[part]] = part;
        List<Dot>[] parts = [.. division.Parts.Select(_ => new List<Dot>())];
        List<Dot> noise = [];
        for (int i = 0; i < count; i += step)
        {
            Dot dot = new(room.X + (x.ShareOf(layout[2 * i]) * room.Width), room.Bottom - (y.ShareOf(layout[(2 * i) + 1]) * room.Height));
            int part = clustering.AtDepth(clustering.Finest[divided.Rows[i]], divided.Depth + 1);
            (places.TryGetValue(part, out int place) ? parts[place] : noise).Add(dot);
        }

        return ([.. parts.Select(dots => dots.ToArray())], [.. noise]);
    }

    private static IEnumerable<float> Every(ReadOnlyMemory<float> layout, int axis)
    {
        for (int i = axis; i < layout.Length; i += 2) yield return layout.Span[i];
    }

    private static string Caption(RecursiveClustering clustering, Cluster[] divided, int panels)
    {
        int clusters = divided.Sum(cluster => cluster.Division!.Parts.Count);
        long texts = divided.Sum(cluster => (long)cluster.Rows.Length), noise = divided.Sum(cluster => (long)cluster.Division!.NoiseRows);
        string of = clustering.Clusters[0] == divided.FirstOrDefault() ? "" : $" of {Words.Count(divided.Length, "cluster")}";
        string largest = panels < divided.Length ? $"; the {panels} largest are shown" : "";
        string found = Words.Count(clusters, "cluster") + (of.Length == 0 ? "" : " within");
        return $"Each dot is one of {Words.Number(texts)} different texts{of}. {found}, {Words.Share(noise, texts)} noise in grey{largest}.";
    }
}
