using Earshot.Core.Analysis;
using Earshot.Core.Reports.Pictures;

namespace Earshot.Core.Reports;

/// <summary>
/// The pictures as PNG of 2000 × 1280 pixels (two to a unit of <see cref="SvgPictures"/>), drawn without any graphics library. Letters other
/// than Latin, Greek and Cyrillic are boxes; the SVG has them.
/// </summary>
public static class PngPictures
{
    /// <summary>Writes the map of topics.</summary>
    public static void Scatter(AnalysisDocument document, ReportOptions options, Stream stream) =>
        Write(stream, canvas => ScatterPicture.Draw(GroupedDocument.Of(ShownDocument.Of(document, options)), canvas, heading: true, SvgPictures.MaximumDots));

    /// <summary>Writes the bars of topic sizes.</summary>
    public static void Sizes(AnalysisDocument document, ReportOptions options, Stream stream) =>
        Write(stream, canvas => SizesPicture.Draw(GroupedDocument.Of(ShownDocument.Of(document, options)), canvas, heading: true));

    private static void Write(Stream stream, Action<ICanvas> draw)
    {
        RasterCanvas canvas = new(SvgPictures.Width, SvgPictures.Height);
        draw(canvas);
        PngEncoder.Write(stream, SvgPictures.Width * GlyphAtlas.Scale, canvas.Pixels);
    }
}
