using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>Says how many tickets had their vector from what.</summary>
internal static class MakersText
{
    /// <summary>"student 180,000, transformer 20,000"; by number, the largest first.</summary>
    internal static string Of(ProcessingSummary made) =>
        string.Join(", ", made.MadeBy.OrderByDescending(maker => maker.Value).ThenBy(maker => maker.Key, StringComparer.Ordinal).Select(maker => $"{Name(maker.Key)} {Words.Number(maker.Value)}"));

    private static string Name(string maker) => maker switch
    {
        "teacher" => "transformer",
        "remote" => "service",
        "nothing" => "no text",
        _ => maker,
    };
}
