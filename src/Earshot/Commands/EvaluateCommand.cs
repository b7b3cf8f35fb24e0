using System.CommandLine;
using System.CommandLine.Completions;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Inference.Evaluation;
using Earshot.Inference.Students;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot evaluate FILE</c>: what each choice of embedding is worth on texts of the user's own.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> With = new("--with")
    {
        Description = $"what to compare: {string.Join(", ", EvaluationChoice.All)} (default all)",
        HelpName = "CHOICE,…",
        CompletionSources = { _ => EvaluationChoice.All.Select(choice => new CompletionItem(choice)) },
    };

    public static EarshotCommand Create() => new EarshotCommand("evaluate", "Compare the embeddings on labelled texts: quality, speed, memory.")
    {
        Examples =
        [
            ("earshot evaluate tickets.csv --label category", "every choice, on a half of the tickets; the student is adapted to the other"),
            ("earshot evaluate train.csv --label category --held-out test.csv", "adapted to one file, measured on another"),
            ("earshot evaluate tickets.csv --text body --label queue --with general,teacher --limit 2000 --json", "two choices, 2,000 tickets, as JSON"),
        ],
        Run = invocation => EvaluationJob.Run(invocation, Choices(invocation), EvaluationJob.Models(invocation, () => Student.General)),
    }.Reporting().With(SettingTable.Threads, SettingTable.ModelsFolder)
        .With(EvaluationJob.File, EvaluationJob.Text, EvaluationJob.Label, EvaluationJob.HeldOut, With)
        .With(EvaluationJob.Model, EvaluationJob.Limit, EvaluationJob.Seed)
        .With(Ingest.Origin, Ingest.Encoding, Ingest.Delimiter);

    private static IReadOnlyCollection<string> Choices(Invocation invocation)
    {
        if (invocation.Get(With) is not { } told) return [.. EvaluationChoice.All];
        string[] choices = told.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (choices.FirstOrDefault(choice => !EvaluationChoice.All.Contains(choice)) is { } unknown)
        {
            string meant = Suggestion.Nearest(unknown, EvaluationChoice.All) is { } near ? $"did you mean '{near}'? " : "";
            throw new EarshotException($"--with '{unknown}' is not known", $"{meant}choices are {string.Join(", ", EvaluationChoice.All)}", ExitCode.Usage);
        }

        return choices.Length > 0 ? choices : throw new EarshotException("--with names nothing", $"choices are {string.Join(", ", EvaluationChoice.All)}", ExitCode.Usage);
    }
}
