using System.Globalization;
using Earshot.Core.Reports.Page;

namespace Earshot.Core.Reports.Pictures;

/// <summary>Writes SVG: a document of its own on white, or a part of the report that takes its colours and font from the page.</summary>
internal sealed class SvgCanvas : ICanvas
{
    private readonly MarkupWriter _markup;
    private readonly bool _inPage;

    public SvgCanvas(MarkupWriter markup, double width, double height, string description, string? pageClass)
    {
        (_markup, Width, Height) = (markup, width, height);
        _inPage = pageClass is not null;
        if (_inPage)
        {
            markup.Write($"<svg class=\"{pageClass}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{description}\">\n");
            return;
        }

        markup.Write($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"
                 role="img" font-family="DejaVu Sans, Verdana, sans-serif">
            <title>{description}</title>

            """);
        Rectangle(new Box(0, 0, width, height), 0, Paint.Background);
    }

    public double Width { get; }

    public double Height { get; }

    public void Dots(IReadOnlyList<Dot> centres, double radius, Paint paint, double opacity)
    {
        if (centres.Count == 0) return;
        // one path of points with round ends is a tenth of the bytes of as many circles
        _markup.Write($"<path fill=\"none\" stroke=\"{Colour(paint)}\" stroke-width=\"{radius * 2}\" stroke-linecap=\"round\"");
        _markup.Write($" stroke-opacity=\"{opacity}\" d=\"");
        foreach (Dot centre in centres) _markup.Write($"M{Math.Round(centre.X, 1)} {Math.Round(centre.Y, 1)}h0");
        _markup.Write($"\"/>\n");
    }

    public void Rectangle(Box box, double radius, Paint paint, double opacity = 1)
    {
        _markup.Write($"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"{radius}\" fill=\"{Colour(paint)}\"");
        if (opacity < 1) _markup.Write($" fill-opacity=\"{opacity}\"");
        _markup.Write($"/>\n");
    }

    public void Line(Dot from, Dot to, double width, Paint paint)
    {
        _markup.Write($"<path fill=\"none\" stroke=\"{Colour(paint)}\" stroke-width=\"{width}\" stroke-linecap=\"round\"");
        _markup.Write($" d=\"M{from.X} {from.Y}L{to.X} {to.Y}\"/>\n");
    }

    public void Text(Dot at, string text, TextStyle style, Paint paint, bool toTheLeft = false)
    {
        _markup.Write($"<text x=\"{at.X}\" y=\"{at.Y}\" font-size=\"{(style == TextStyle.Title ? 20 : 13)}\" fill=\"{Colour(paint)}\"");
        if (style == TextStyle.Title) _markup.Write($" font-weight=\"bold\"");
        if (toTheLeft) _markup.Write($" text-anchor=\"end\"");
        _markup.Write($">{text}</text>\n");
    }

    /// <summary>By the atlas, whose font is wider than most of those that screens have: a little air at worst.</summary>
    public double Measure(string text, TextStyle style) => GlyphAtlas.Of(style).Measure(text) / GlyphAtlas.Scale;

    /// <summary>Ends the picture.</summary>
    public void Close() => _markup.Write($"</svg>\n");

    private string Colour(Paint paint) => _inPage ? $"var(--{paint.Name})" : "#" + paint.Rgb.ToString("x6", CultureInfo.InvariantCulture);
}
