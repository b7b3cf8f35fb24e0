using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Earshot.Core.Text;

namespace Earshot.Output;

/// <summary>Every shape that <c>--json</c> prints, in snake_case. A command adds its shape as one line here.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Commands.SettingLine>))]
[JsonSerializable(typeof(IReadOnlyList<Diagnostics.Check>))]
[JsonSerializable(typeof(IReadOnlyList<Core.Assets.PlanStep>))]
[JsonSerializable(typeof(IReadOnlyList<Core.Analysis.TopicSummary>))]
[JsonSerializable(typeof(Core.Analysis.TopicSummary))]
[JsonSerializable(typeof(Core.Analysis.TopicGroup))]
[JsonSerializable(typeof(Storage.Workspaces.RunResult))]
[JsonSerializable(typeof(Storage.Sources.SourceRecord))]
[JsonSerializable(typeof(Commands.WorkspaceStatus))]
[JsonSerializable(typeof(Commands.ReportWritten))]
[JsonSerializable(typeof(Commands.EmbedOutcome))]
[JsonSerializable(typeof(Commands.SimilarTickets))]
[JsonSerializable(typeof(Commands.ClustersFound))]
[JsonSerializable(typeof(Sessions.DailyClusters))]
[JsonSerializable(typeof(Sessions.MainJobResult))]
[JsonSerializable(typeof(Sessions.LabelOutcome))]
[JsonSerializable(typeof(Commands.TagsShown))]
[JsonSerializable(typeof(Commands.WorkspaceMade))]
[JsonSerializable(typeof(Commands.FileExported))]
[JsonSerializable(typeof(TopicsQuality))]
[JsonSerializable(typeof(EvaluationDocument))]
[JsonSerializable(typeof(Inference.Training.TrainingReport))]
[JsonSerializable(typeof(IReadOnlyList<Inference.Catalogue.StoredModel>))]
[JsonSerializable(typeof(IReadOnlyList<Inference.Catalogue.CheckedFile>))]
[JsonSerializable(typeof(Commands.ModelPulled))]
[JsonSerializable(typeof(Commands.ModelRemoved))]
[JsonSerializable(typeof(Commands.TopicEdited))]
[JsonSerializable(typeof(Commands.FitChanged))]
[JsonSerializable(typeof(Sessions.FitComparison))]
[JsonSerializable(typeof(IReadOnlyList<Core.Topics.Life.TopicHistory.Entry>))]
[JsonSerializable(typeof(string))]
internal sealed partial class JsonShapes : JsonSerializerContext
{
    // letters of all languages as they are; control, direction and HTML characters escaped, so that a terminal or a page takes no harm
    private static readonly Lazy<JsonShapes> Printable = new(() =>
        new JsonShapes(new JsonSerializerOptions(Default!.Options) { Encoder = SafeJson.Encoder, TypeInfoResolver = null }));

    /// <summary>Writes a value and a line break. The type must be listed on <see cref="JsonShapes"/>.</summary>
    public static void Write<T>(TextWriter output, T value) =>
        output.WriteLine(JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Printable.Value.GetTypeInfo(typeof(T))!));

    /// <summary>A text as JSON, quoted.</summary>
    public static string Text(string text) => JsonSerializer.Serialize(text, (JsonTypeInfo<string>)Printable.Value.GetTypeInfo(typeof(string))!);
}
