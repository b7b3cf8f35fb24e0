using Earshot.Configuration;
using Earshot.Core.Assets;
using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;
using Earshot.Numerics.Clustering;

namespace Earshot.Sessions;

/// <summary>The way that the settings want topics to be found in.</summary>
internal static class TopicModels
{
    /// <summary>The method that holds: the one that is given, else k-means where its number of clusters is given, else the graph.</summary>
    public static string Method(Settings settings) =>
        !settings.IsGiven(SettingTable.TopicMethod) && settings.IsGiven(SettingTable.Clusters) ? "kmeans" : settings.Get(SettingTable.TopicMethod);

    /// <summary>Everything wrong with the settings of topics; empty if nothing is.</summary>
    public static IReadOnlyList<string> Validate(Settings settings)
    {
        List<string> faults = [.. KMeans(settings).Validate()];
        string method = Method(settings);
        if (settings.IsGiven(SettingTable.TopicCount) && method != "graph")
            faults.Add($"--topics is for --method graph, and the method is {method}{(method == "kmeans" ? ": use --clusters" : "")}");
        return faults;
    }

    /// <summary>The asset of the topic model.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="vectors">The asset of the vectors that topics are found in.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    public static TopicModelAsset Create(Settings settings, AssetDefinition vectors, int dimensions)
    {
        ulong seed = (ulong)settings.Get(SettingTable.TopicSeed);
        ITopicMethod method;
        switch (Method(settings))
        {
            case "kmeans":
                return new KMeansTopicsAsset(KMeans(settings), vectors, dimensions, fewerForFewTexts: !settings.IsGiven(SettingTable.Clusters));
            case "graph":
                method = new GraphMethod(settings.Get(SettingTable.TopicCount), seed);
                break;
            case var density:
                method = new DensityMethod(umap: density == "umap-hdbscan", settings.Get(SettingTable.MinClusterSize), seed);
                break;
        }

        TopicDetail detail = Enum.Parse<TopicDetail>(settings.Get(SettingTable.TopicDetail), ignoreCase: true);
        return new FittedTopicsAsset(method, vectors, dimensions, settings.Get(SettingTable.TopicSample), detail);
    }

    private static KMeansOptions KMeans(Settings settings) => new()
    {
        Clusters = settings.Get(SettingTable.Clusters),
        BatchSize = settings.Get(SettingTable.BatchSize),
        Seed = (ulong)settings.Get(SettingTable.TopicSeed),
    };
}
