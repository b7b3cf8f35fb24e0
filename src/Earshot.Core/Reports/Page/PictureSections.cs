using Earshot.Core.Analysis;
using Earshot.Core.Reports.Pictures;

namespace Earshot.Core.Reports.Page;

/// <summary>Sizes and map, each drawn twice: for a screen and for a phone; the style sheet shows one.</summary>
internal static class PictureSections
{
    private const double Wide = 1000;
    private const double Slim = 312;
    private const int WideDots = 5000;
    private const int SlimDots = 1500;

    public static void Write(MarkupWriter page, AnalysisDocument whole)
    {
        AnalysisDocument document = GroupedDocument.Of(whole);
        if (document.Topics.Count > 1) WriteSizes(page, document);
        if (document.Topics.Count > 0 && document.Map.Count > 0) WriteMap(page, document);
    }

    private static void WriteSizes(MarkupWriter page, AnalysisDocument document)
    {
        Parts.Open(page, "sizes", "Sizes");
        WriteSizes(page, document, Wide, "wide");
        WriteSizes(page, document, Slim, "slim");
        Parts.Close(page);
    }

    private static void WriteMap(MarkupWriter page, AnalysisDocument document)
    {
        Parts.Open(page, "map", "Map", ScatterPicture.Caption(document.Map.Count, document.Counts.Tickets) + " The largest are in colour.");
        WriteMap(page, document, Wide, 600, "wide", WideDots);
        WriteMap(page, document, Slim, 330, "slim", SlimDots);
        page.Write($"<ul class=\"legend\" aria-label=\"Colours of the map\">\n");
        for (int i = 0; i < document.Topics.Count && i < Paint.Series.Count; i++)
            page.Write($"<li>{Parts.TopicDot(i)}{Markup.Text(document.Topics[i].Name)}</li>\n");
        if (document.Topics.Count > Paint.Series.Count)
            page.Write($"<li>{Parts.TopicDot(Paint.Series.Count)}<span class=\"muted\">the others</span></li>\n");
        page.Write($"</ul>\n");
        Parts.Close(page);
    }

    private static void WriteSizes(MarkupWriter page, AnalysisDocument document, double width, string css)
    {
        SvgCanvas canvas =
            new(page, width, SizesPicture.HeightFor(document, width), "Bars of the number of tickets of each topic; the table above has the numbers", css);
        SizesPicture.Draw(document, canvas, heading: false);
        canvas.Close();
    }

    private static void WriteMap(MarkupWriter page, AnalysisDocument document, double width, double height, string css, int dots)
    {
        SvgCanvas canvas = new(page, width, height, "Map of sampled tickets, a dot each, coloured by topic", css);
        ScatterPicture.Draw(document, canvas, heading: false, dots);
        canvas.Close();
    }
}
