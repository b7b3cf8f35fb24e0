using Earshot.Core.Analysis;
using Earshot.Core.Reports.Page;
using Earshot.Core.Reports.Pictures;

namespace Earshot.Core.Reports;

/// <summary>The pictures as SVG documents of 1000 × 640 units on white, with nothing loaded from elsewhere.</summary>
public static class SvgPictures
{
    internal const int Width = 1000;
    internal const int Height = 640;

    /// <summary>Dots of the map at most; a larger sample is thinned evenly.</summary>
    internal const int MaximumDots = 20_000;

    /// <summary>Writes the map of topics.</summary>
    public static void Scatter(AnalysisDocument document, ReportOptions options, TextWriter writer)
    {
        AnalysisDocument shown = GroupedDocument.Of(ShownDocument.Of(document, options));
        SvgCanvas canvas = new(new MarkupWriter(writer), Width, Height, $"Map of {Words.Count(shown.Topics.Count, "topic")}", pageClass: null);
        ScatterPicture.Draw(shown, canvas, heading: true, MaximumDots);
        canvas.Close();
    }

    /// <summary>Writes the bars of topic sizes.</summary>
    public static void Sizes(AnalysisDocument document, ReportOptions options, TextWriter writer)
    {
        AnalysisDocument shown = GroupedDocument.Of(ShownDocument.Of(document, options));
        SvgCanvas canvas = new(new MarkupWriter(writer), Width, Height, $"Sizes of {Words.Count(shown.Topics.Count, "topic")}", pageClass: null);
        SizesPicture.Draw(shown, canvas, heading: true);
        canvas.Close();
    }
}
