using System.Text;
using Earshot.Core.Clusters;
using Earshot.Core.Text;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Clusters;

/// <summary>
/// Writes what a recursive clustering found into a folder, each file whole or not at all: <c>clusters_depth1.png</c> … , <c>cluster_analysis_*.csv</c>,
/// <c>cluster_assignments_*.csv</c>, <c>summary_report.txt</c>. Personal data is masked.
/// </summary>
public static class ClusterFiles
{
    /// <summary>Writes the files, and deletes pictures of depths that are no more.</summary>
    /// <param name="folder">Made if need be.</param>
    /// <param name="tickets">The tickets that were clustered.</param>
    /// <param name="corpus">Their texts.</param>
    /// <param name="clustering">What was found.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <returns>The document, fit to be shown, and the full paths, the report first.</returns>
    public static (ClusterDocument Document, IReadOnlyList<string> Files) Write(
        string folder,
        ClusteredTickets tickets,
        ClusterCorpus corpus,
        RecursiveClustering clustering,
        RecursiveClusteringOptions options,
        int threads,
        CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        ClusterAccumulator sums = new(clustering, corpus.Tickets);
        string pending = Path.GetFullPath(Path.Combine(folder, "cluster_assignments.csv"));

        // its name says the days, which are known once all tickets have passed
        Text(pending, writer =>
        {
            ClusterAssignmentsCsv table = new(writer, clustering, PersonalData.Mask);
            tickets.ForEach(
                block =>
                {
                    sums.Add(block);
                    table.Write(block);
                },
                cancellation);
        });
        ClusterDocument shown = sums.Summarize(corpus, options, threads, cancellation).Shown(PersonalData.Mask);
        string assignments = At($"cluster_assignments_{Suffix(shown)}.csv");
        File.Move(pending, assignments, overwrite: true);
        List<string> files = [Text(At("summary_report.txt"), writer => ClusterReport.Write(shown, writer))];
        files.Add(Text(At($"cluster_analysis_{Suffix(shown)}.csv"), writer => ClusterTables.WriteAnalysis(shown, writer)));
        files.Add(assignments);
        for (int depth = 1; depth <= RecursiveClusteringOptions.MostDepth; depth++)
        {
            string picture = At($"clusters_depth{depth}.png");
            if (depth > Math.Max(1, clustering.Depth))
            {
                File.Delete(picture);
                continue;
            }

            int drawn = depth;
            AtomicFile.Write(picture, stream => ClusterPicture.Write(clustering, shown, drawn, stream));
            files.Add(picture);
        }

        return (shown, files);

        string At(string name) => Path.GetFullPath(Path.Combine(folder, name));
    }

    // The newest day, or how many there are where none has a date.
    private static string Suffix(ClusterDocument document) => document.LastDay ?? document.Tickets.ToString();

    private static string Text(string path, Action<TextWriter> write)
    {
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
            write(writer);
        });
        return path;
    }
}
