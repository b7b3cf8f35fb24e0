using Earshot.Configuration;
using Earshot.Core.Assets;
using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;
using Earshot.Numerics.Clustering;

namespace Earshot.Sessions;

/// <summary>The way that the settings want topics to be found in.</summary>
internal static class TopicModels
{
    private const string VectorsOption = "vectors";

    // of each option of a fit the setting that decides it
    private static readonly Dictionary<string, Setting> SettingOf = new()
    {
        ["method"] = SettingTable.TopicMethod,
        ["min_cluster_size"] = SettingTable.MinClusterSize,
        ["sample"] = SettingTable.TopicSample,
        ["seed"] = SettingTable.TopicSeed,
        ["topics"] = SettingTable.TopicCount,
        [VectorsOption] = SettingTable.EmbedWith,
    };

    /// <summary>The method that holds: the one that is given, else k-means where its number of clusters is given, else the graph.</summary>
    public static string Method(Settings settings) =>
        !settings.IsGiven(SettingTable.TopicMethod) && settings.IsGiven(SettingTable.Clusters) ? "kmeans" : settings.Get(SettingTable.TopicMethod);

    /// <summary>Everything wrong with the settings of topics; empty if nothing is.</summary>
    public static IReadOnlyList<string> Validate(Settings settings)
    {
        List<string> faults = [.. KMeans(settings).Validate()];
        string method = Method(settings);
        if (settings.Get(SettingTable.TopicCount) > 0 && method != "graph")
        {
            bool typed = settings.Values.First(value => value.Setting == SettingTable.TopicCount).IsFromCommandLine;
            string kept = typed ? "" : "; --topics 0 takes it back";
            faults.Add($"--topics is for --method graph, and the method is {method}{(method == "kmeans" ? ": use --clusters" : "")}{kept}");
        }

        return faults;
    }

    /// <summary>The asset of the topic model.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="vectors">The asset of the vectors that topics are found in.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="life">What happened to the topics so far.</param>
    public static TopicModelAsset Create(Settings settings, AssetDefinition vectors, int dimensions, TopicLife life)
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
        FittedTopicsAsset settled = new(method, vectors, dimensions, settings.Get(SettingTable.TopicSample), detail) { Events = life.Events };
        return settled.As(life.Wanted(settled, Typed(settings).Any()), isCandidate: false);
    }

    /// <summary>The settings that decide a fit and that the command line gave.</summary>
    public static IEnumerable<SettingValue> Typed(Settings settings) =>
        settings.Values.Where(value => value.IsFromCommandLine && SettingOf.ContainsValue(value.Setting));

    /// <summary>The settings that a fit was made with and that differ from those that hold, to be typed: " --set topics.count=30".</summary>
    /// <param name="settled">The asset under the settings that hold.</param>
    /// <param name="made">The manifest of the fit.</param>
    public static string AsTyped(FittedTopicsAsset settled, Manifest made) => string.Concat(
        from option in settled.OtherThan(made)
        where SettingOf.ContainsKey(option) && option != VectorsOption && made.Options.ContainsKey(option)
        let value = SettingOf[option].TryParse(made.Options[option], out _) ? made.Options[option] : "0" // what the texts decide
        select $" --set {SettingOf[option].Key}={value}");

    /// <summary>The settings, given somewhere, that a fit was not made with: "topics.count=12 (/data/w/earshot.json)"; empty where there are none.</summary>
    /// <param name="settings">The settings that hold.</param>
    /// <param name="settled">The asset under them.</param>
    /// <param name="made">The manifest of the fit.</param>
    public static string GivenSince(Settings settings, FittedTopicsAsset settled, Manifest made)
    {
        HashSet<Setting> other = [.. settled.OtherThan(made).Where(SettingOf.ContainsKey).Select(option => SettingOf[option])];
        return string.Join(", ", settings.Values.Where(value => other.Contains(value.Setting) && settings.IsGiven(value.Setting))
            .Select(value => $"{value.Setting.Key}={value.Shown} ({value.Origin})"));
    }

    /// <summary>Clusters of the teacher's sample, as many as topics are in the usual corpus: between which of them a text stands tells how much it is in doubt.</summary>
    /// <param name="sample">The asset of the sample.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="seed">Seed of the start of k-means.</param>
    public static KMeansTopicsAsset SampleClusters(AssetDefinition sample, int dimensions, ulong seed) =>
        new(new KMeansOptions { Clusters = 100, Seed = seed }, sample, dimensions, fewerForFewTexts: true, KMeansTopicsAsset.SampleClusters);

    private static KMeansOptions KMeans(Settings settings) => new()
    {
        Clusters = settings.Get(SettingTable.Clusters),
        BatchSize = settings.Get(SettingTable.BatchSize),
        Seed = (ulong)settings.Get(SettingTable.TopicSeed),
    };
}
