using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Topics;
using Earshot.Inference.Students;
using Earshot.Numerics.Clustering;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>The assets of system [A], wired together under the settings: tickets → embeddings → topic_model → assignments → analysis.</summary>
internal static class Pipeline
{
    /// <summary>All assets, each after those it reads.</summary>
    /// <exception cref="EarshotException">Options are out of range; the message has all faults.</exception>
    public static IReadOnlyList<IAsset> Assets(Workspace workspace, IReadOnlyList<SourceRecord> sources, Settings settings)
    {
        KMeansOptions clustering = new()
        {
            Clusters = settings.Get(SettingTable.Clusters),
            BatchSize = settings.Get(SettingTable.BatchSize),
            Seed = (ulong)settings.Get(SettingTable.TopicSeed),
        };
        AnalysisOptions analysis = new()
        {
            AsOf = sources.Select(s => s.Synthetic?.AsOf.AddDays(-1)).Max(), // the last day that they were written on
            WindowDays = settings.Get(SettingTable.WindowDays),
            Routing = Routing(settings),
        };
        List<string> faults = [.. clustering.Validate(), .. analysis.Validate()];
        if (faults.Count > 0) throw new EarshotException(string.Join('\n', faults), "`earshot config` shows every setting", 2);

        ITextEmbedder embedder = new StudentEmbedder(Student.General);
        TicketsAsset tickets = new(workspace, sources, settings.Get(SettingTable.Mask));
        EmbeddingsAsset embeddings = new(embedder, tickets.Definition);
        TopicModelAsset model = new(clustering, embeddings.Definition, embedder.Dimensions, fewerForFewTexts: !settings.IsGiven(SettingTable.Clusters));
        return
        [
            tickets,
            embeddings,
            model,
            new AssignmentsAsset(model, embeddings.Definition, embedder.Dimensions),
            new AnalysisAsset(analysis, Subject(sources), sources.Sum(s => s.Rejected), embedder, tickets.Definition, model),
        ];
    }

    private static TeamRouting Routing(Settings settings)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> teams = settings.Get(SettingTable.Teams);
        return teams.Count == 0
            ? TeamRouting.Default
            : TeamRouting.Parse(string.Join("; ", teams.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} = {string.Join(", ", t.Value)}")));
    }

    private static string Subject(IReadOnlyList<SourceRecord> sources) => string.Join(", ", sources.Select(source => source.Synthetic is { } synthetic
        ? $"{synthetic.Tickets:N0} synthetic tickets"
        : string.Join(", ", source.Files.Select(f => Path.GetFileName(f.Path)))));
}
