using System.Text.Json.Serialization;
using Earshot.Core.Topics.Life;

namespace Earshot.Core.Analysis;

/// <summary>
/// Everything a report says about a corpus: the content of the <c>analysis</c> asset (<c>analysis.json</c>, snake_case names) and the only
/// input of the HTML report, the summary, the tables and the pictures. Texts in it are as stored; personal data is masked by whoever shows them.
/// Nothing in it depends on the clock, so two runs over the same tickets give the same bytes.
/// </summary>
public sealed record AnalysisDocument
{
    /// <summary>Version of this layout.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Where the tickets came from, as the user would say it: "train.csv", "200,000 synthetic tickets".</summary>
    public required string Subject { get; init; }

    /// <summary>The day the report looks back from (yyyy-MM-dd): <c>--as-of</c>, or the day of the newest ticket; null when no ticket has a date.</summary>
    public required string? AsOf { get; init; }

    public required CorpusCounts Counts { get; init; }

    /// <summary>Tickets by language, most first.</summary>
    public required IReadOnlyList<NamedCount> Languages { get; init; }

    /// <summary>Tickets by product line, most first; empty where no ticket has one.</summary>
    public required IReadOnlyList<NamedCount> Products { get; init; }

    /// <summary>Tickets by source, most first.</summary>
    public required IReadOnlyList<NamedCount> Sources { get; init; }

    /// <summary>
    /// The days of every <see cref="TopicSummary.Daily"/>, in order (yyyy-MM-dd), without gaps, at most 366 ending on the newest day; empty without
    /// dates.
    /// </summary>
    public required IReadOnlyList<string> Days { get; init; }

    /// <summary>All tickets a day, one number for each of <see cref="Days"/>.</summary>
    public required IReadOnlyList<long> Daily { get; init; }

    /// <summary>The topics, largest first.</summary>
    public required IReadOnlyList<TopicSummary> Topics { get; init; }

    /// <summary>The coarsest topics where those of <see cref="Topics"/> are too many for one screen, largest first; else empty.</summary>
    public IReadOnlyList<TopicGroup> Groups { get; init; } = [];

    /// <summary>Ids of the topics whose share grew most between the two windows, most first; empty where dates are missing or nothing grew.</summary>
    public required IReadOnlyList<int> Growing { get; init; }

    /// <summary>Ids of the topics whose share fell most, by the same rule and most first.</summary>
    public IReadOnlyList<int> Falling { get; init; } = [];

    /// <summary>Teams with the topics routed to them, most tickets first.</summary>
    public required IReadOnlyList<TeamLoad> Teams { get; init; }

    /// <summary>What to look at first, in whole sentences, most important first.</summary>
    public required IReadOnlyList<string> Recommendations { get; init; }

    /// <summary>A sample of tickets placed in two dimensions, for the scatter plot: by UMAP of their vectors, for k-means by principal components of the centroids.</summary>
    public required IReadOnlyList<MapPoint> Map { get; init; }

    public required ProcessingSummary Processing { get; init; }

    /// <summary>Topics that people hid and that are left out here; 0 in the analysis as it is built.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int HiddenTopics { get; init; }

    /// <summary>Topics that stand first because people pinned them, or one within them; 0 in the analysis as it is built.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PinnedTopics { get; init; }

    /// <summary>What changed since the analysis before; null in the analysis as it is built, and where there was none before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TopicMovement.Since? Since { get; init; }
}

/// <summary>How many there are of what.</summary>
/// <param name="Tickets">Tickets read.</param>
/// <param name="DistinctTexts">Different texts among them.</param>
/// <param name="Rejected">Rows that could not be read.</param>
/// <param name="Dated">Tickets with a date.</param>
/// <param name="FirstDay">Day of the oldest ticket, yyyy-MM-dd, strays left out, or null.</param>
/// <param name="LastDay">Day of the newest ticket, strays left out, or null.</param>
/// <param name="StrayDates">Tickets whose date lies so far from all others' that it is left out of everything told by day: see <see cref="DaySpan"/>.</param>
public sealed record CorpusCounts(
    long Tickets, long DistinctTexts, long Rejected, long Dated, string? FirstDay, string? LastDay, long StrayDates = 0)
{
    /// <summary>Tickets without a text of their own, whose title stands in.</summary>
    public long WithoutText { get; init; }

    /// <summary>Tickets that are in no topic.</summary>
    public long WithoutTopic { get; init; }

    /// <summary>Tickets that may as well belong to another topic: their membership is below <see cref="UnclearBelow"/>.</summary>
    public long Unclear { get; init; }

    /// <summary>The membership that they are told by; null where the method does not tell memberships.</summary>
    public double? UnclearBelow { get; init; }
}

/// <summary>A value and how many tickets have it.</summary>
public sealed record NamedCount(string Name, long Count);

/// <summary>A topic: what it is called, how large it is, where it comes from, how it moves.</summary>
public sealed record TopicSummary
{
    /// <summary>Its number, <c>topic_id</c> in <c>assignments</c>.</summary>
    public required int TopicId { get; init; }

    /// <summary>The coarsest topic that it lies within, of <see cref="AnalysisDocument.Groups"/>; null where there are none.</summary>
    public int? GroupId { get; init; }

    /// <summary>Those of its tickets that may as well belong to another topic.</summary>
    public long Unclear { get; init; }

    /// <summary>A readable name, different from every other topic's; it begins with "Mixed: " where the topic is.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Share of its tickets that say at least one term of the name that its words give now, about, 0 to 1; 1 where that is a number or a language.
    /// </summary>
    public double NameCoverage { get; init; } = 1;

    /// <summary>True where no name speaks of a quarter of the tickets, or where they are much less alike than those of the other topics.</summary>
    public bool Mixed { get; init; }

    /// <summary>Words and two-word phrases: those of the name, then the others by class-based TF-IDF, best first.</summary>
    public required IReadOnlyList<Keyword> Keywords { get; init; }

    public required long Count { get; init; }

    /// <summary>Share of all tickets, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Mean cosine of its tickets to its centroid, -1 to 1.</summary>
    public required double MeanSimilarity { get; init; }

    /// <summary>Share of its tickets that are unclear, 0 to 1; null where the method does not tell memberships.</summary>
    public double? OutlierRatio { get; init; }

    /// <summary>
    /// How well it stands apart from the other topics, −1 to 1: see <see cref="TopicSilhouettes"/>; null where too few of its tickets were looked at.
    /// </summary>
    public double? Silhouette { get; init; }

    /// <summary>The two in a word, and no mixed topic is clear; null where neither is known.</summary>
    public TopicClarity? Clarity { get; init; }

    /// <summary>Tickets a day, one number for each of <see cref="AnalysisDocument.Days"/>.</summary>
    public required IReadOnlyList<long> Daily { get; init; }

    /// <summary>The newest days against those before; null without dates, or where one of the windows holds fewer than 15 tickets of all topics.</summary>
    public required TopicChange? Change { get; init; }

    /// <summary>Its tickets by product line, most first.</summary>
    public required IReadOnlyList<NamedCount> Products { get; init; }

    /// <summary>Its tickets by source, most first.</summary>
    public required IReadOnlyList<NamedCount> Sources { get; init; }

    /// <summary>The team it is routed to.</summary>
    public required string Team { get; init; }

    /// <summary>Up to 5 tickets nearest the centroid whose texts are not near-duplicates of each other.</summary>
    public required IReadOnlyList<ExampleTicket> Examples { get; init; }

    /// <summary>
    /// The name that the words of its tickets gave, where a label's title took its place; else null and left out of JSON, as is everything below.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AutomaticName { get; init; }

    /// <summary>One or two sentences by a language model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>The category that a language model put it into.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Category { get; init; }

    /// <summary>Whether its tickets suggest, to a language model, that people would pay for a solution.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? WouldPaySignal { get; init; }

    /// <summary>low, medium or high, by a language model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ImpactLevel { get; init; }

    /// <summary>Whether a label was asked for and none came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LabelFailed { get; init; }
}

/// <summary>A topic of the coarsest level, with those that lie within it.</summary>
/// <param name="GroupId">Its number.</param>
/// <param name="Name">A readable name, different from every other group's.</param>
/// <param name="Keywords">As of a topic.</param>
/// <param name="Count">Tickets of all of its topics.</param>
/// <param name="Share">Share of all tickets, 0 to 1.</param>
/// <param name="Change">As of a topic.</param>
/// <param name="TopicIds">The topics within it, largest first.</param>
public sealed record TopicGroup(
    int GroupId, string Name, IReadOnlyList<Keyword> Keywords, long Count, double Share, TopicChange? Change, IReadOnlyList<int> TopicIds)
{
    /// <summary>Topics within it that people hid and that are left out of everything above; 0 in the analysis as it is built.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int HiddenTopics { get; init; }
}

/// <summary>A term and its class-based TF-IDF weight (above 0).</summary>
public sealed record Keyword(string Term, double Weight);

/// <summary>Tickets in the newest window and in the window of the same length before it, and the same as shares of all tickets of that window.</summary>
/// <param name="WindowDays">Length of each window in days.</param>
/// <param name="Recent">Tickets in the newest window.</param>
/// <param name="Previous">Tickets in the window before.</param>
/// <param name="RecentShare">Share of all tickets of the newest window, 0 to 1.</param>
/// <param name="PreviousShare">Share of all tickets of the window before, 0 to 1.</param>
/// <param name="Score">How surprising the growth of the share is: the z-score of a two-proportion test; positive when it grew.</param>
public sealed record TopicChange(int WindowDays, long Recent, long Previous, double RecentShare, double PreviousShare, double Score)
{
    // Two standard errors; and with fewer tickets, under five expected in a window, the normal approximation behind the score says nothing.
    private const double BeyondChance = 2;
    private const long FewestTickets = 10;

    /// <summary>
    /// By how much the share changed, in percentage points; null where chance may have done it: the score is within 2 of 0, or the two windows hold
    /// fewer than 10 tickets of the topic.
    /// </summary>
    public double? Points => Recent + Previous >= FewestTickets && Math.Abs(Score) >= BeyondChance ? 100 * (RecentShare - PreviousShare) : null;
}

/// <summary>A ticket shown as an example.</summary>
/// <param name="TicketId">Our id.</param>
/// <param name="SourceId">The source's id, where it has one.</param>
/// <param name="Title">Its title, where it has one.</param>
/// <param name="Text">The first 200 characters of its clean text.</param>
/// <param name="Similarity">Cosine to the centroid.</param>
/// <param name="Day">yyyy-MM-dd, or null.</param>
/// <param name="Product">Its product line, or null.</param>
public sealed record ExampleTicket(long TicketId, string? SourceId, string? Title, string Text, double Similarity, string? Day, string? Product);

/// <summary>A team and what is routed to it.</summary>
public sealed record TeamLoad(string Team, long Tickets, double Share, IReadOnlyList<int> TopicIds);

/// <summary>A ticket on the map. X and Y are in units of the largest absolute coordinate, -1 to 1.</summary>
public sealed record MapPoint(float X, float Y, int TopicId);

/// <summary>How the result was made, without timings (those are in the run's log).</summary>
/// <param name="Partitions">Partitions of tickets.</param>
/// <param name="EmbeddingModel">Name of what made the vectors.</param>
/// <param name="Dimensions">Numbers a vector.</param>
/// <param name="Clusters">Topics that the model has: those asked for, or what the texts suggested.</param>
/// <param name="Seed">Seed of the clustering.</param>
/// <param name="Inertia">Mean squared Euclidean distance of a ticket to its centroid.</param>
/// <param name="KeywordTexts">Texts the keywords were counted on.</param>
public sealed record ProcessingSummary(int Partitions, string EmbeddingModel, int Dimensions, int Clusters, ulong Seed, double Inertia, long KeywordTexts)
{
    /// <summary>How the topics were found: graph, k-means, hdbscan, umap-hdbscan.</summary>
    public string Method { get; init; } = "k-means";

    /// <summary>How well the topics stand apart, −1 to 1: see <see cref="TopicSilhouettes"/>; null with fewer than two topics.</summary>
    public double? Silhouette { get; init; }

    /// <summary>Tickets by what made their vector: student, teacher, remote, nothing (no text).</summary>
    public IReadOnlyDictionary<string, long> MadeBy { get; init; } = new SortedDictionary<string, long>();

    /// <summary>The student that was fitted to these tickets; null where none was.</summary>
    public StudentFit? Student { get; init; }
}

/// <summary>How well a student learnt from the teacher.</summary>
/// <param name="SampleTexts">Texts it was fitted to.</param>
/// <param name="Fidelity">Mean cosine to the teacher on texts it was not fitted to, by halves of the sample: about 0.01 too low.</param>
public sealed record StudentFit(long SampleTexts, double Fidelity)
{
    /// <summary>A lower fidelity is told and a larger sample proposed.</summary>
    public const double LowFidelity = 0.80;
}
