using System.Globalization;
using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>How the result was made, so that a reader can judge it and make it again.</summary>
internal static class MethodSection
{
    public static void Write(MarkupWriter page, AnalysisDocument document, bool masked)
    {
        CorpusCounts counts = document.Counts;
        ProcessingSummary made = document.Processing;
        Parts.Open(page, "made", "How this was made");
        page.Write($"""
            <p class="note">Every ticket was turned into a vector of {Words.Number(made.Dimensions)} numbers that stands for its meaning; tickets whose
            vectors lie close together make a topic. Names and keywords are the words that set a topic apart from the others. Nobody read the tickets
            one by one, so a few will be in a topic where you would not look for them.</p>
            <dl class="made">

            """);
        Write(page, "Tickets read", Words.Number(counts.Tickets));
        Write(page, "Different texts", Words.Number(counts.DistinctTexts));
        Write(page, "Rows that could not be read", Words.Number(counts.Rejected));
        if (counts.WithoutText > 0) Write(page, "Tickets without a text of their own, told by their title", Words.Number(counts.WithoutText));
        if (counts.Dated < counts.Tickets) Write(page, "Tickets without a date", Words.Number(counts.Tickets - counts.Dated));
        if (counts.StrayDates > 0) Write(page, "Dates far from all others, left out", Words.Number(counts.StrayDates));
        if (document.AsOf is { } day) Write(page, "Looks back from", Words.Day(day));
        Write(page, "Embedding model", made.EmbeddingModel);
        if (made.MadeBy.Count > 0) Write(page, "Vectors made by", MakersText.Of(made));
        if (made.Student is { } student) Write(page, "Fidelity of the student", $"{Words.Cosine(student.Fidelity)} to the transformer, fitted to {Words.Count(student.SampleTexts, "text")}");
        Write(page, "Topics found by", MethodText.Of(made.Method));
        Write(page, made.Method == "k-means" ? "Clusters" : "Topics", Words.Number(made.Clusters));
        if (counts.WithoutTopic > 0) Write(page, "Tickets in no topic", $"{Words.Number(counts.WithoutTopic)} ({Words.Share(counts.WithoutTopic, counts.Tickets)})");
        if (counts.UnclearBelow is { } below)
            Write(page, $"Tickets unclear about their topic (membership below {Words.Cosine(below)})", $"{Words.Number(counts.Unclear)} ({Words.Share(counts.Unclear, counts.Tickets)})");
        if (QualityText.Counts(document.Topics) is { } words) Write(page, "Topics by how far their tickets belong together", words);
        if (made.Silhouette is { } silhouette) Write(page, "Silhouette: how far topics stand apart, 1 at most, 0 where they touch", Words.Cosine(silhouette));
        Write(page, "Seed", made.Seed.ToString(CultureInfo.InvariantCulture));
        Write(page, "Mean squared distance", made.Inertia.ToString("0.000", CultureInfo.InvariantCulture));
        Write(page, "Texts behind the keywords", Words.Number(made.KeywordTexts));
        Write(page, "Partitions", Words.Number(made.Partitions));
        page.Write($"</dl>\n<p class=\"muted\">");
        page.Write($"{(masked
            ? "Personal data is masked in this report: e-mail addresses, phone and card numbers, account numbers, network addresses and keys."
            : "Personal data is not masked in this report. Think before passing it on.")}</p>\n");
        Parts.Close(page);
    }

    private static void Write(MarkupWriter page, string name, string value) => page.Write($"<div><dt>{name}</dt><dd>{Markup.Text(value)}</dd></div>\n");
}
