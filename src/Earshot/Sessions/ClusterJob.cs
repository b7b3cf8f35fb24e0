using Earshot.CommandLine;
using Earshot.Commands;
using Earshot.Core.Assets;
using Earshot.Core.Clusters;
using Earshot.Core.Embeddings;
using Earshot.Core.Text;
using Earshot.Core.Tickets;
using Earshot.Output;
using Earshot.Storage.Clusters;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>A recursive clustering of a workspace's tickets: builds tickets and vectors where they are missing, clusters, adds up, writes.</summary>
internal static class ClusterJob
{
    private const string Stage = "cluster";

    /// <summary>Different texts that are clustered at most; UMAP's time and memory are those of so many, and more would show nothing new.</summary>
    private const int MostTexts = 100_000;

    /// <summary>Does it.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="range">Which tickets.</param>
    /// <param name="folder">Where files go; null for none.</param>
    public static ClustersFound Run(Invocation invocation, RecursiveClusteringOptions options, TicketRange range, string? folder)
    {
        using Session session = Session.Open(invocation, builds: true);
        session.KeepSettings();
        session.Run(EmbeddingsAsset.Name);
        AssetDefinition assetOfTickets = session.Definitions.First(definition => definition.Name == TicketsAsset.Name);
        using DatasetSession datasets = new(session.Workspace, session.Definitions, session.Limits);
        CancellationToken cancellation = invocation.Cancellation;
        var corpus = ClusterCorpus.Read(
            datasets.Datasets, assetOfTickets, range, session.Embeddings.Recipe.Dimensions, MostTexts, options.Seed, cancellation);
        Tell(invocation, corpus);

        invocation.Observer.StageStarted(Stage, corpus.Vectors.Count, "texts");
        RecursiveClustering clustering = RecursiveClustering.Fit(
            corpus.ToFloats(), options, invocation.Threads, pictures: folder is not null, rows => invocation.Observer.Advanced(Stage, rows), cancellation);
        invocation.Observer.StageFinished(Stage, Quantity.Count(clustering.Clusters.Count - 1, "cluster"));

        ClusteredTickets tickets = new(datasets.Datasets, assetOfTickets, range, corpus, clustering, invocation.Threads);
        if (folder is not null) return Written(invocation, session, folder, tickets, corpus, clustering, options);
        ClusterAccumulator sums = new(clustering, corpus.Tickets);
        tickets.ForEach(sums.Add, cancellation);
        ClusterDocument document = sums.Summarize(corpus, options, invocation.Threads, cancellation).Shown(PersonalData.Mask);
        return new ClustersFound(session.Workspace.Folder, document, []);
    }

    private static ClustersFound Written(
        Invocation invocation,
        Session session,
        string folder,
        ClusteredTickets tickets,
        ClusterCorpus corpus,
        RecursiveClustering clustering,
        RecursiveClusteringOptions options)
    {
        try
        {
            (ClusterDocument document, IReadOnlyList<string> files) =
                ClusterFiles.Write(folder, tickets, corpus, clustering, options, invocation.Threads, invocation.Cancellation);
            return new ClustersFound(session.Workspace.Folder, document, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputPlace.Fault("the clusters", "--output-dir", e);
        }
    }

    private static void Tell(Invocation invocation, ClusterCorpus corpus)
    {
        invocation.Say($"{Quantity.Count(corpus.Tickets, "ticket")}, {Quantity.Count(corpus.DistinctTexts, "different text")}");
        if (corpus.IsSample)
            invocation.Say($"{Quantity.Count(corpus.Vectors.Count)} texts drawn at random are clustered; the others go where their nearest neighbours are");
        if (corpus.WithoutText > 0) invocation.Say($"{Quantity.Count(corpus.WithoutText, "ticket")} without a text of words, in no cluster");
        if (corpus.Undated > 0) invocation.Say($"{Quantity.Count(corpus.Undated, "ticket")} left out, for want of a date");
    }
}
