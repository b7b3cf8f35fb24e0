using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Tags;
using Earshot.Core.Topics;
using Earshot.Inference.Recipes;
using Earshot.Inference.Students;
using Earshot.Storage.Labels;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>
/// The assets of system [A], wired together under the settings: tickets → embeddings → topic_model → assignments → analysis; with a teacher, a sample
/// and a student before them; with a list of categories, tags.
/// </summary>
internal static class Pipeline
{
    /// <summary>All assets, each after those it reads.</summary>
    /// <exception cref="EarshotException">Options are out of range; the message has all faults.</exception>
    public static IReadOnlyList<IAsset> Assets(
        Workspace workspace, IReadOnlyList<SourceRecord> sources, Settings settings, EmbeddingModels models, TopicLife life)
    {
        AnalysisOptions analysis = Analysis(settings) with { AsOf = sources.Select(s => s.Synthetic?.AsOf.AddDays(-1)).Max() }; // the last day they were written on
        TagOptions? tags = Tags(settings);
        RequireValid(settings);
        TicketsAsset tickets = new(workspace, sources, settings.Get(SettingTable.Mask));
        if (models.Plan.Choice != EmbeddingChoice.Adapted)
        {
            EmbeddingRecipe recipe = models.Recipe();
            EmbeddingsAsset embeddings = new(recipe, tickets.Definition);
            TopicModelAsset topics = TopicModels.Create(settings, embeddings.Definition, recipe.Dimensions, life);
            return [tickets, embeddings, topics, .. Readers(recipe, embeddings, topics)];
        }
        else
        {
            // The topics are found on the teacher's vectors of the sample, and the student carries all other texts to them.
            ulong seed = (ulong)settings.Get(SettingTable.EmbedSeed);
            TeacherSampleAsset sample = new(models.Teacher, models.TeacherName, Student.Dimensions, models.Plan.Sample, seed, tickets.Definition);
            AdaptedStudentAsset student = new(Student.General, sample);
            TopicModelAsset topics = TopicModels.Create(settings, sample.Definition, Student.Dimensions, life);

            // What is in doubt must not depend on what became of the topics since: every edit would embed all tickets again.
            TopicModelAsset doubt = topics as KMeansTopicsAsset ?? TopicModels.SampleClusters(sample.Definition, Student.Dimensions, seed);
            EmbeddingRecipe recipe = AdaptedRecipe.Create(
                models.Teacher, sample, student, doubt, tickets.Definition, models.Plan.RecheckPercent, models.Threads);
            EmbeddingsAsset embeddings = new(recipe, tickets.Definition);
            IAsset[] before = ReferenceEquals(doubt, topics) ? [topics] : [doubt, topics];
            return [tickets, sample, student, .. before, embeddings, .. Readers(recipe, embeddings, topics)];
        }

        IEnumerable<IAsset> Readers(EmbeddingRecipe recipe, EmbeddingsAsset embeddings, TopicModelAsset topics) =>
        [
            new AssignmentsAsset(topics, embeddings.Definition, recipe.Dimensions),
            .. tags is null ? Array.Empty<IAsset>() : [new TagsAsset(tags, TagStore.Read(workspace, tags), recipe, embeddings.Definition)],
            new AnalysisAsset(analysis, Subject(sources), sources.Sum(s => s.Rejected), recipe, tickets.Definition, topics),
        ];
    }

    /// <summary>Passes over settings that assets can be made from: to be called before anything is written.</summary>
    /// <exception cref="EarshotException">Options are out of range, or contradict each other; the message has all faults.</exception>
    internal static void RequireValid(Settings settings)
    {
        List<string> faults = [.. TopicModels.Validate(settings), .. Analysis(settings).Validate(), .. Tags(settings)?.Validate() ?? []];
        if (faults.Count > 0) throw new EarshotException(string.Join('\n', faults), "`earshot config` shows every setting", 2);
    }

    /// <summary>The tags that the settings want; null where they name no category.</summary>
    internal static TagOptions? Tags(Settings settings)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> categories = settings.Get(SettingTable.TagCategories);
        return categories.Count == 0 ? null : new TagOptions
        {
            Categories =
            [
                .. categories.OrderBy(category => category.Key, StringComparer.Ordinal).Select(category => new TagCategory(category.Key, category.Value)),
            ],
            Threshold = settings.Get(SettingTable.TagThreshold),
            Most = settings.Get(SettingTable.TagsMost),
        };
    }

    private static AnalysisOptions Analysis(Settings settings) => new()
    {
        WindowDays = settings.Get(SettingTable.WindowDays),
        Routing = Routing(settings),
        UnclearBelow = settings.Get(SettingTable.UnclearPercent) / 100.0,
    };

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
