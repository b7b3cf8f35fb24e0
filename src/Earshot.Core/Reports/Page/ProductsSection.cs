using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>Products against topics: what each product's customers write about, shaded by share.</summary>
internal static class ProductsSection
{
    private const int MostProducts = 8;
    private const int MostTopics = 30;

    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        if (document.Products.Count == 0 || document.Topics.Count == 0) return;
        NamedCount[] products = [.. document.Products.Take(MostProducts)];
        string left = document.Products.Count > products.Length ? $" The {products.Length} largest of {document.Products.Count} products." : string.Empty;
        string cut = document.Topics.Count > MostTopics ? $" The {MostTopics} largest of {document.Topics.Count} topics." : string.Empty;
        Parts.Open(page, "products", "Products and topics", $"How the tickets of each product divide among the topics; read down a column.{left}{cut}");
        page.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"products-heading\">");
        page.Write($"<table class=\"heat\">\n<thead><tr><th scope=\"col\">Topic</th>");
        foreach (NamedCount product in products)
            page.Write($"<th scope=\"col\">{Markup.Text(product.Name)}<br>{Words.Number(product.Count)}</th>");
        page.Write($"</tr></thead>\n<tbody>\n");
        double strongest = Math.Max(1e-9, document.Topics.Max(topic => products.Max(product => Share(topic, product))));
        for (int i = 0; i < document.Topics.Count && i < MostTopics; i++)
        {
            TopicSummary topic = document.Topics[i];
            page.Write($"<tr><th scope=\"row\">{Markup.Text(DisplayText.Shorten(topic.Name, 70))}</th>");
            foreach (NamedCount product in products)
                page.Write($"<td style=\"--v:{Share(topic, product) / strongest}\">{Words.Share(Share(topic, product))}</td>");
            page.Write($"</tr>\n");
        }

        page.Write($"</tbody>\n</table></div>\n");
        Parts.Close(page);
    }

    private static double Share(TopicSummary topic, NamedCount product)
    {
        long count = topic.Products.FirstOrDefault(candidate => candidate.Name == product.Name)?.Count ?? 0;
        return product.Count == 0 ? 0 : (double)count / product.Count;
    }
}
