using System.Security.Cryptography;
using System.Text;
using Earshot.Core.Analysis;
using Earshot.Core.Reports.Page;

namespace Earshot.Core.Reports;

/// <summary>The report as one HTML file that can be mailed: it loads nothing, works without scripts, and follows the reader's light or dark setting.</summary>
public static class HtmlReport
{
    /// <summary>Writes the whole page. The same document gives the same text.</summary>
    public static void Write(AnalysisDocument document, ReportOptions options, TextWriter writer)
    {
        AnalysisDocument shown = ShownDocument.Of(document, options);
        MarkupWriter page = new(writer);
        string script = Resource("report.js");
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        page.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{new Markup(hash)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>{shown.Subject}: what customers write about</title>
            <style>
            {new Markup(Resource("report.css"))}</style>
            </head>
            <body>

            """);
        Headline.Write(page, shown);
        page.Write($"<main id=\"report\">\n");
        Headline.WriteAdvice(page, shown);
        GrowthSection.Write(page, shown);
        GroupsSection.Write(page, shown);
        TopicsSection.Write(page, shown);
        PictureSections.Write(page, shown);
        TimeSection.Write(page, shown);
        ProductsSection.Write(page, shown);
        OriginSections.Write(page, shown);
        MethodSection.Write(page, shown, options.Mask is not null);
        page.Write($"</main>\n<footer>Made with Earshot. This file loads nothing from the network and can be passed on as it is.</footer>\n");
        page.Write($"<script>{new Markup(script)}</script>\n</body>\n</html>\n");
    }

    private static string Resource(string name)
    {
        using StreamReader reader = new(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
