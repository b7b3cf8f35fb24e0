using System.Text.Json.Serialization;
using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>What a refit made of a topic.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TopicTransitionKind>))]
public enum TopicTransitionKind
{
    /// <summary>The same topic, its share of all texts within a tenth of what it was.</summary>
    [JsonStringEnumMemberName("continued")] Continued,

    /// <summary>The same topic with a larger share.</summary>
    [JsonStringEnumMemberName("grown")] Grown,

    /// <summary>The same topic with a smaller share.</summary>
    [JsonStringEnumMemberName("shrunk")] Shrunk,

    /// <summary>One topic whose texts are in several now; the part that is most like it has its number, where one is like it.</summary>
    [JsonStringEnumMemberName("split")] Split,

    /// <summary>Several topics whose texts are in one now, which has the number of the one it is most like.</summary>
    [JsonStringEnumMemberName("merged")] Merged,

    /// <summary>A topic that goes on from none.</summary>
    [JsonStringEnumMemberName("born")] Born,

    /// <summary>A topic that none goes on from.</summary>
    [JsonStringEnumMemberName("died")] Died,
}

/// <summary>How much a topic of the fit before and one of the next have in common.</summary>
/// <param name="Before">The topic of the fit before.</param>
/// <param name="After">The topic of the next fit.</param>
/// <param name="Shared">Texts that are in both topics.</param>
/// <param name="OfBefore">Texts of the earlier topic that the next fit looked at too.</param>
/// <param name="OfAfter">Texts of the later topic that the fit before looked at too.</param>
/// <param name="Cosine">Of the two centroids, −1 to 1, rounded to four digits; null where vectors of the two fits can't be compared.</param>
public sealed record TopicOverlap(int Before, int After, int Shared, int OfBefore, int OfAfter, double? Cosine)
{
    /// <summary>Jaccard's index of the texts that both fits looked at, 0 to 1; 0 where there are none.</summary>
    [JsonIgnore]
    public double Jaccard => Shared == 0 ? 0 : (double)Shared / (OfBefore + OfAfter - Shared);
}

/// <summary>What became of topics from one fit to the next, with the evidence.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Level">Level of the topics in the next fit; of those that died, in the fit before.</param>
/// <param name="Before">Numbers of the topics of the fit before: one, several that merged, none for a birth.</param>
/// <param name="After">Numbers of the topics of the next fit: one, several parts of a split, none for a death.</param>
/// <param name="ShareBefore">Share of all texts of the fit before that the topics of <paramref name="Before"/> have, 0 to 1.</param>
/// <param name="ShareAfter">Share of all texts of the next fit that the topics of <paramref name="After"/> have, 0 to 1.</param>
/// <param name="Evidence">A pair of topics each, most in common first; of births and deaths the nearest topic on the other side, or none.</param>
public sealed record TopicTransition(
    TopicTransitionKind Kind, int Level, IReadOnlyList<int> Before, IReadOnlyList<int> After, double ShareBefore, double ShareAfter,
    IReadOnlyList<TopicOverlap> Evidence)
{
    /// <summary>Whether a topic is among those before or after.</summary>
    public bool Touches(int topic) => Before.Contains(topic) || After.Contains(topic);
}

/// <summary>The next fit with the numbers that its topics go by, and what became of the topics before.</summary>
/// <param name="Fit">The next fit, renumbered.</param>
/// <param name="NextNumber">The first number that no topic ever had.</param>
/// <param name="Transitions">Every topic of both fits is in at least one; by level, kind and number.</param>
internal sealed record TopicMatch(TopicFit Fit, int NextNumber, IReadOnlyList<TopicTransition> Transitions);
