using Earshot.Core.Analysis;
using Earshot.Core.Reports.Pictures;

namespace Earshot.Core.Reports.Page;

/// <summary>Small pieces that several sections of the page share.</summary>
internal static class Parts
{
    /// <summary>A bar of a share from 0 to 1; the number stands beside it, so it is hidden from who listens.</summary>
    public static Markup Bar(double share)
    {
        string width = Math.Clamp(share * 100, 0, 100).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
        return new Markup($"<span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{width}%\"></i></span>");
    }

    /// <summary>The dot in the colour that a topic has on the map.</summary>
    public static Markup TopicDot(int position) =>
        new(position < Paint.Series.Count
            ? $"<span class=\"dot c{position + 1}\" aria-hidden=\"true\"></span>"
            : "<span class=\"dot\" aria-hidden=\"true\"></span>");

    /// <summary>Opens a section with its heading.</summary>
    public static void Open(MarkupWriter page, string id, string heading, string? note = null)
    {
        page.Write($"<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{heading}</h2>\n");
        if (note is not null) page.Write($"<p class=\"note\">{note}</p>\n");
    }

    /// <summary>The order of groups and topics, as a note says it.</summary>
    public static string Order(AnalysisDocument document) => document.PinnedTopics > 0 ? "Pinned first, then the largest" : "Largest first";

    public static void Close(MarkupWriter page) => page.Write($"</section>\n");
}
