using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Inference.Evaluation;
using Earshot.Inference.Students;
using Earshot.Output;

namespace Earshot.Sessions;

/// <summary>A comparison of embeddings on labelled texts: what <c>evaluate</c> and <c>student evaluate</c> share, with their options.</summary>
internal static class EvaluationJob
{
    public static readonly Argument<string> File = new("FILE") { Description = "texts with labels: CSV, TSV, JSON, JSON Lines, Parquet, .gz and .zst" };

    public static readonly Option<string> Text = new("--text")
    {
        Description = "column of the text, taken alone; without one, text and title are guessed as `ingest` does",
        HelpName = "COLUMN",
    };

    public static readonly Option<string> Label = new("--label") { Description = "column of the label: topic, category, queue, team", HelpName = "COLUMN" };

    public static readonly Option<string> HeldOut = new("--held-out")
    {
        Description = "file with the same columns to measure on; without one, FILE is halved: one half to adapt to, the other to measure",
        HelpName = "FILE",
    };

    public static readonly Option<string> Model = new("--model")
    {
        Description = "the teacher: a model of `earshot models list`, or a folder in the layout of Hugging Face (default all-MiniLM-L6-v2)",
        HelpName = "NAME",
    };

    public static readonly Option<int?> Limit = new("--limit")
    {
        Description = $"texts measured, and texts adapted to, at most, drawn at random (default {EvaluationTexts.MostMeasured:N0} and {EvaluationTexts.MostFitted:N0})",
        HelpName = "N",
    };

    public static readonly Option<long> Seed = new("--seed") { Description = "seed of every choice by chance (default 42)", HelpName = "N", DefaultValueFactory = _ => 42 };

    /// <summary>The models to compare: the teacher that <see cref="Model"/> names, and a student.</summary>
    /// <exception cref="EarshotException">The teacher that was named is not here.</exception>
    public static EvaluationModels Models(Invocation invocation, Func<Student> general) =>
        EvaluationTeachers.Models(invocation, invocation.Get(Model), general);

    /// <summary>Reads, runs, prints.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="choices">Of <see cref="EvaluationChoice.All"/>.</param>
    /// <param name="models">Where their models come from.</param>
    public static int Run(Invocation invocation, IReadOnlyCollection<string> choices, EvaluationModels models)
    {
        long seed = invocation.Get(Seed);
        int? limit = invocation.Get(Limit);
        if (limit < 1) throw new EarshotException($"--limit {limit} is too few", "at least 1 text; a few thousand give figures worth comparing", ExitCode.Usage);
        if (seed < 0) throw new EarshotException($"--seed {seed} is below 0", "0 or more, for example --seed 42", ExitCode.Usage);

        LabelledTextReader reader = new(
            invocation.Get(Text), invocation.Get(Label), Ingest.OriginTold(invocation), Ingest.ReadOptions(invocation), invocation.Cancellation);
        LabelledTexts file = reader.Read(invocation.FullPath(invocation.Get(File)!), invocation.Say);
        LabelledTexts? heldOut = invocation.Get(HeldOut) is { } path ? reader.Read(invocation.FullPath(path), invocation.Say) : null;
        bool adapts = choices.Contains(EvaluationChoice.Adapted);
        var texts = EvaluationTexts.Choose(file, heldOut, adapts, limit, (ulong)seed);
        EvaluationRun run = new(texts, models, (ulong)seed, invocation.Threads, invocation.Observer, invocation.Surroundings.Clock, invocation.Cancellation);
        EvaluationResult result = run.Run(choices);
        if (result.Choices.Count == 0)
        {
            MissingChoice missing = result.Missing[0];
            throw new EarshotException($"nothing could be run: {missing.Name}: {missing.Reason}", missing.Hint);
        }


        LabelledTexts[] files = heldOut is null ? [file] : [file, heldOut];
        EvaluationDocument document = new()
        {
            File = file.File,
            HeldOut = heldOut?.File,
            TextColumns = file.Columns,
            LabelColumn = invocation.Get(Label)!,
            Texts = texts.Measured.Count,
            Labels = texts.LabelNames.Count,
            FittedTexts = result.Choices.Any(choice => choice.Key == EvaluationChoice.Adapted) ? texts.Fitted.Count : 0,
            RowsWithoutText = files.Sum(read => read.WithoutText),
            RowsWithoutLabel = (heldOut ?? file).Labels.Count(label => label is null),
            Seed = (ulong)seed,
            Threads = invocation.Threads,
            Reference = result.Reference,
            Choices = result.Choices,
            Missing = result.Missing,
        };
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, document);
        else EvaluationText.Write(document, invocation.Terminal);
        return ExitCode.Success;
    }
}
