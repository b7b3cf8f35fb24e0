using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Analysis;
using Earshot.Core.Topics;
using Earshot.Output;

namespace Earshot.Sessions;

/// <summary>
/// Says how many topics there are and why that many: chosen by the number of texts, or asked for and too many for them; and where a method by density found one
/// topic and little else.
/// </summary>
internal static class ClusterNote
{
    private const double Half = 0.5;

    /// <summary>Tells it on the screen; nothing where the number was asked for and suits the texts.</summary>
    public static void Tell(Invocation invocation, AnalysisDocument analysis)
    {
        (int clusters, long texts) = (analysis.Processing.Clusters, analysis.Counts.DistinctTexts);
        string distinct = Quantity.Count(texts, "distinct text"), method = analysis.Processing.Method;
        if (!invocation.Settings.IsGiven(SettingTable.Clusters) || method != "k-means")
        {
            string dial = method switch
            {
                "graph" => "more or fewer: --detail fine, --detail coarse, --topics N",
                "k-means" => "another number: --clusters N",
                _ => "more or fewer: --set topics.min_cluster_size=N",
            };
            invocation.Say($"{Quantity.Count(clusters, "topic")} for {distinct}{(texts < ClusterCount.FewestTexts ? "" : "; " + dial)}");
            if (method == "graph") WarnOfFewer(invocation, clusters, distinct);
            else if (method != "k-means") WarnOfOneAndNoise(invocation, analysis);
            return;
        }

        if (clusters <= Math.Max(1, texts / ClusterCount.FewestTexts)) return;
        string few = clusters > texts
            ? $"no more than {Quantity.Count(texts, "topic")} can come of it"
            : $"fewer than {ClusterCount.FewestTexts} texts a topic say little";
        invocation.Observer.Warned(
            $"{Quantity.Count(clusters, "cluster")} for {distinct}: {few}", $"--clusters {Math.Max(2, ClusterCount.For(texts, clusters))} suits so many");
    }

    // "about N" may well be off by some; a half is no longer about
    private static void WarnOfFewer(Invocation invocation, int topics, string distinct)
    {
        int wanted = invocation.Settings.Get(SettingTable.TopicCount);
        if (2 * topics >= wanted || invocation.Settings.Get(SettingTable.TopicDetail) == "coarse") return;
        invocation.Observer.Warned(
            $"{Quantity.Count(topics, "topic")}, and about {Quantity.Count(wanted)} were asked for: {distinct} fall apart into no more",
            "--clusters N cuts them into as many as you say");
    }

    private static void WarnOfOneAndNoise(Invocation invocation, AnalysisDocument analysis)
    {
        string hint = analysis.Processing.Method == "hdbscan"
            ? "--method umap-hdbscan lays texts out before it looks for dense spots, --method graph leaves no ticket out"
            : "--method graph leaves no ticket out";
        double without = analysis.Counts.Tickets == 0 ? 0 : (double)analysis.Counts.WithoutTopic / analysis.Counts.Tickets;
        if (without > Half) invocation.Observer.Warned($"{Quantity.Share(without)} of the tickets are in no topic", hint);
        else if (analysis.Topics.FirstOrDefault() is { Share: > Half } giant)
            invocation.Observer.Warned($"topic {giant.TopicId} alone holds {Quantity.Share(giant.Share)} of the tickets", hint);
    }
}
