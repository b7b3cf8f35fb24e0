using System.Globalization;
using Earshot.Core.Reports;

namespace Earshot.Core.Clusters;

/// <summary>Clusters as a table for spreadsheets: UTF-8, RFC 4180, no cell that a spreadsheet would run.</summary>
public static class ClusterTables
{
    private const int Examples = 5;

    /// <summary>Writes <c>cluster_analysis_*.csv</c>, a row for each cluster, each followed by its parts.</summary>
    /// <param name="shown">A document that is fit to be shown.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteAnalysis(ClusterDocument shown, TextWriter writer)
    {
        writer.Write("path,depth,parent,tickets,texts,share_of_parent,outlier_ratio,mean_distance,persistence,name,keywords");
        for (int i = 1; i <= Examples; i++) writer.Write($",example_{i}");
        writer.Write("\r\n");
        foreach (ClusterSummary cluster in shown.Clusters)
        {
            writer.Write(string.Join(',', Cells(cluster)));
            writer.Write("\r\n");
        }
    }

    private static IEnumerable<string> Cells(ClusterSummary cluster)
    {
        yield return cluster.Path;
        yield return Number(cluster.Depth);
        yield return cluster.Parent;
        yield return Number(cluster.Tickets);
        yield return Number(cluster.Texts);
        yield return Fraction(cluster.ShareOfParent);
        yield return Fraction(cluster.OutlierRatio);
        yield return Fraction(cluster.MeanDistance);
        yield return Fraction(cluster.Persistence);
        yield return CsvCell.Of(cluster.Name);
        yield return CsvCell.Of(string.Join("; ", cluster.Keywords.Select(keyword => keyword.Term)));
        for (int i = 0; i < Examples; i++) yield return i < cluster.Examples.Count ? CsvCell.Of(Text(cluster.Examples[i])) : "";
    }

    private static string Text(ClusterExample example) => example.Title is { Length: > 0 } title && !example.Text.StartsWith(title, StringComparison.Ordinal)
        ? $"{title} — {example.Text}".TrimEnd(' ', '—')
        : example.Text;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Fraction(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
