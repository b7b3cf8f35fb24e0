using System.Globalization;
using Earshot.Core.Analysis;
using Earshot.Core.Reports.Page;
using static Earshot.Core.Reports.TextPage;

namespace Earshot.Core.Reports;

/// <summary>The report on one page of plain text (<c>summary.txt</c>): at most 80 columns, no control characters but line feeds.</summary>
public static class TextSummary
{
    private const int NameColumns = 42;
    private const int MostTopics = 10;
    private const int MostGrowing = 5;

    /// <summary>Writes the summary.</summary>
    public static void Write(AnalysisDocument document, ReportOptions options, TextWriter writer)
    {
        AnalysisDocument shown = ShownDocument.Of(document, options);
        CorpusCounts counts = shown.Counts;
        string title = $"What {Words.Count(counts.Tickets, "ticket")} {(counts.Tickets == 1 ? "is" : "are")} about";
        writer.Write(title + "\n" + new string('=', title.Length) + "\n\n");
        string period = Words.Period(counts.FirstDay, counts.LastDay) is { } days ? days : "no dates";
        Wrap(writer, $"{shown.Subject}; {period}; {Words.Topics(shown)}.", string.Empty);
        WriteAdvice(writer, shown);
        WriteGroups(writer, shown);
        WriteTopics(writer, shown);
        WriteGrowth(writer, shown);
        WriteTeams(writer, shown);
        WriteMethod(writer, shown, options.Mask is not null);
    }

    private static void WriteAdvice(TextWriter writer, AnalysisDocument document)
    {
        if (document.Recommendations.Count == 0) return;
        Heading(writer, "What to know first");
        for (int i = 0; i < document.Recommendations.Count && i < 5; i++) Wrap(writer, document.Recommendations[i], $"{i + 1}. ");
    }

    private static void WriteGroups(TextWriter writer, AnalysisDocument document)
    {
        if (document.Groups.Count == 0) return;
        Heading(writer, Words.Topics(document));
        writer.Write($"{"Tickets",10}  {"Share",6}  {"Topics",6}  Group\n");
        foreach (TopicGroup group in document.Groups)
            Line(writer, $"{Words.Number(group.Count),10}  {Words.Share(group.Share),6}  {group.TopicIds.Count,6}  {DisplayText.Shorten(group.Name, Width - 28)}");
    }

    private static void WriteTopics(TextWriter writer, AnalysisDocument document)
    {
        string some = document.PinnedTopics > 0 ? $"{MostTopics} of {document.Topics.Count} topics, pinned ones first"
            : $"The {MostTopics} largest of {document.Topics.Count} topics";
        Heading(writer, document.Topics.Count > MostTopics ? some : "Topics");
        if (document.Topics.Count == 0)
        {
            writer.Write($"None: {Words.WhyNoTopics(document.Counts)}.\n");
            return;
        }

        writer.Write($"{"Tickets",10}  {"Share",6}  {Pad("Topic", NameColumns)}  Team\n");
        foreach (TopicSummary topic in document.Topics.Take(MostTopics))
        {
            string team = DisplayText.Shorten(topic.Team, Width - NameColumns - 22);
            Line(writer, $"{Words.Number(topic.Count),10}  {Words.Share(topic.Share),6}  {Pad(topic.Name, NameColumns)}  {team}");
        }
    }

    private static void WriteGrowth(TextWriter writer, AnalysisDocument document)
    {
        TopicSummary[] growing = [.. GrowthSection.Growing(document).Take(MostGrowing)], falling = [.. GrowthSection.Falling(document).Take(MostGrowing)];
        if (document.Days.Count == 0) return;
        Heading(writer, "Growing most");
        if (growing.Length == 0) Wrap(writer, GrowthSection.None(document), string.Empty);
        else WriteShares(writer, growing);
        if (falling.Length == 0) return;
        Heading(writer, "Falling most");
        WriteShares(writer, falling);
    }

    private static void WriteShares(TextWriter writer, TopicSummary[] topics)
    {
        string window = Words.Window(topics[0].Change!.WindowDays);
        writer.Write($"Share of all tickets in the newest {window} and in the {window} before.\n\n{"Before",10}  {"Now",6}  Topic\n");
        foreach (TopicSummary topic in topics)
            Line(
                writer,
                $"{Words.Share(topic.Change!.PreviousShare),10}  {Words.Share(topic.Change.RecentShare),6}  {DisplayText.Shorten(topic.Name, Width - 20)}");
    }

    private static void WriteTeams(TextWriter writer, AnalysisDocument document)
    {
        if (document.Teams.Count == 0) return;
        Heading(writer, "Teams");
        foreach (TeamLoad team in document.Teams)
        {
            string name = DisplayText.Shorten(team.Team, NameColumns);
            Line(writer, $"{Words.Number(team.Tickets),10}  {Words.Share(team.Share),6}  {name}, {Words.Count(team.TopicIds.Count, "topic")}");
        }
    }

    private static void WriteMethod(TextWriter writer, AnalysisDocument document, bool masked)
    {
        CorpusCounts counts = document.Counts;
        ProcessingSummary made = document.Processing;
        Heading(writer, "How this was made");
        string undated = counts.Dated < counts.Tickets ? $", {Words.Number(counts.Tickets - counts.Dated)} without a date" : string.Empty;
        string stray = counts.StrayDates > 0 ? $", {Words.Number(counts.StrayDates)} with a date far from all others" : string.Empty;
        string untold = counts.WithoutText > 0 ? $", {Words.Number(counts.WithoutText)} without a text of their own" : string.Empty;
        string texts = Words.Count(counts.DistinctTexts, "different text");
        string seed = made.Seed.ToString(CultureInfo.InvariantCulture);
        Wrap(
            writer,
            $"{Words.Count(counts.Tickets, "ticket")} read{untold}{undated}{stray}, {texts}, {Words.Count(counts.Rejected, "row")} that could not be read. "
            + $"Vectors by {made.EmbeddingModel} ({Words.Number(made.Dimensions)} dimensions), {(made.MadeBy.Count == 0 ? "" : MakersText.Of(made) + ", ")}{Words.Count(made.Clusters, made.Method == "k-means" ? "cluster" : "topic")} by {MethodText.Of(made.Method)}, seed {seed}."
            + (counts.WithoutTopic > 0 ? $" {Words.Count(counts.WithoutTopic, "ticket")} in no topic." : "")
            + (counts.UnclearBelow is { } below ? $" {Words.Count(counts.Unclear, "ticket")} unclear about their topic (membership below {Words.Cosine(below)})." : "")
            + (QualityText.Counts(document.Topics) is { } words ? $" Topics by how far their tickets belong together: {words}." : "")
            + (made.Student is { } student ? $" The student's fidelity is {Words.Cosine(student.Fidelity)}, fitted to {Words.Count(student.SampleTexts, "text")}." : ""),
            string.Empty);
        writer.Write(masked ? "Personal data is masked.\n" : "Personal data is not masked.\n");
    }

    /// <summary>Cuts or fills a text to a number of text elements.</summary>
    private static string Pad(string text, int columns)
    {
        string cut = DisplayText.Shorten(text, columns);
        return cut + new string(' ', Math.Max(0, columns - new StringInfo(cut).LengthInTextElements));
    }
}
