using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Analysis;
using Earshot.Core.Topics;
using Earshot.Output;

namespace Earshot.Sessions;

/// <summary>Says how many topics there are and why that many: chosen by the number of texts, or asked for and too many for them.</summary>
internal static class ClusterNote
{
    /// <summary>Tells it on the screen; nothing where the number was asked for and suits the texts.</summary>
    public static void Tell(Invocation invocation, AnalysisDocument analysis)
    {
        (int clusters, long texts) = (analysis.Processing.Clusters, analysis.Counts.DistinctTexts);
        string distinct = Quantity.Count(texts, "distinct text");
        if (!invocation.Settings.IsGiven(SettingTable.Clusters) || analysis.Processing.Method != "k-means")
        {
            string dial = analysis.Processing.Method == "graph" ? "more or fewer: --detail fine, --detail coarse, --topics N" : "another number: --clusters N";
            invocation.Say($"{Quantity.Count(clusters, "topic")} for {distinct}{(texts < ClusterCount.FewestTexts ? "" : "; " + dial)}");
            return;
        }

        if (clusters <= Math.Max(1, texts / ClusterCount.FewestTexts)) return;
        string few = clusters > texts
            ? $"no more than {Quantity.Count(texts, "topic")} can come of it"
            : $"fewer than {ClusterCount.FewestTexts} texts a topic say little";
        invocation.Observer.Warned(
            $"{Quantity.Count(clusters, "cluster")} for {distinct}: {few}", $"--clusters {Math.Max(2, ClusterCount.For(texts, clusters))} suits so many");
    }
}
