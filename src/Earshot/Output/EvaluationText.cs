using System.Globalization;
using Earshot.Core.Text;
using Earshot.Inference.Evaluation;

namespace Earshot.Output;

/// <summary>An evaluation as people read it: what was run on what, three tables, what they mean.</summary>
internal static class EvaluationText
{
    // shares of a teacher that hardly finds the labels itself are noise
    private const double HardlyFound = 0.15;

    // an adjusted Rand index between two partitions of the same texts
    private const double WellStable = 0.8;
    private const double FairlyStable = 0.6;

    /// <summary>Writes it to stdout.</summary>
    public static void Write(EvaluationDocument document, Terminal terminal)
    {
        terminal.Output.WriteLine(SafeText.ForTerminal(Subject(document)));
        terminal.Output.WriteLine();
        LabelTable(document).Write(terminal);
        terminal.Output.WriteLine();
        if (document.Choices.Any(choice => choice.Topics is not null))
        {
            TopicTable(document).Write(terminal);
            terminal.Output.WriteLine();
        }

        MachineTable(document).Write(terminal);
        terminal.Output.WriteLine();
        foreach (string line in Meaning(document)) terminal.Output.WriteLine(SafeText.ForTerminal(line));
        terminal.Output.WriteLine();
        foreach (string line in Columns(document)) terminal.Output.WriteLine(SafeText.ForTerminal(line));
        foreach (MissingChoice missing in document.Missing)
            terminal.Output.WriteLine(SafeText.ForTerminal($"not run: {missing.Name}: {missing.Reason}{(missing.Hint.Length == 0 ? "" : "; " + missing.Hint)}"));
    }

    /// <summary>What was run on what, in a line.</summary>
    internal static string Subject(EvaluationDocument document)
    {
        string place = document.HeldOut is null
            ? (document.FittedTexts > 0 ? $"of {document.File}, " : $"of {document.File}")
            : $"of {document.HeldOut}";
        string fitted = document.FittedTexts == 0 ? ""
            : document.HeldOut is null ? $"adapted to {Quantity.Count(document.FittedTexts)} others of it"
            : $", adapted to {Quantity.Count(document.FittedTexts)} of {document.File}, none of them measured";
        string without = document.RowsWithoutText + document.RowsWithoutLabel == 0 ? ""
            : $"; rows left out: {Quantity.Count(document.RowsWithoutText)} without text, {Quantity.Count(document.RowsWithoutLabel)} without label";
        return $"{Quantity.Count(document.Texts)} texts ({document.TextColumns}) with {Quantity.Count(document.Labels)} labels ({document.LabelColumn}) "
            + $"{place}{fitted}; seed {document.Seed}, {document.Threads} {(document.Threads == 1 ? "thread" : "threads")}{without}";
    }

    private static Table LabelTable(EvaluationDocument document)
    {
        bool compares = document.Reference is not null;
        TableColumn[] columns =
        [
            TableColumn.Text("embedding"), TableColumn.Number("ARI"), TableColumn.Number("NMI"), TableColumn.Number("AMI"),
            TableColumn.Number("kNN"), TableColumn.Number("linear"),
            .. compares ? [TableColumn.Number("keeps")] : Array.Empty<TableColumn>(),
        ];
        Table table = new(columns);
        foreach (EvaluatedChoice choice in document.Choices)
        {
            RetainedShares? kept = choice.Key == document.Reference ? null : choice.Retained;
            table.Add([
                choice.Name,
                Score(choice.AdjustedRandIndex, kept?.AdjustedRandIndex),
                Score(choice.NormalizedMutualInformation, kept?.NormalizedMutualInformation),
                Score(choice.AdjustedMutualInformation, kept?.AdjustedMutualInformation),
                Score(choice.NeighborAccuracy, kept?.NeighborAccuracy),
                Score(choice.LinearAccuracy, kept?.LinearAccuracy),
                .. compares ? [kept is null ? "" : Percent(kept.Mean)] : Array.Empty<string>()]);
        }

        return table;
    }

    private static Table TopicTable(EvaluationDocument document)
    {
        Table table = new(
            TableColumn.Text("topics, nothing told"), TableColumn.Number("topics"), TableColumn.Number("ARI"), TableColumn.Number("NMI"),
            TableColumn.Number("AMI"), TableColumn.Number("stable"), TableColumn.Number("refitted"), TableColumn.Number("told"), TableColumn.Number("alike"));
        foreach (EvaluatedChoice choice in document.Choices)
        {
            if (choice.Topics is not { } topics) continue;
            table.Add(
                choice.Name,
                Quantity.Count(topics.Count),
                Score(topics.AdjustedRandIndex),
                Score(topics.NormalizedMutualInformation),
                Score(topics.AdjustedMutualInformation),
                Score(topics.StabilityFromNothing),
                Score(topics.StabilityFromPrevious),
                Percent(topics.ToldByKeywords),
                Quantity.Count(topics.NamesAlike));
        }

        return table;
    }

    private static Table MachineTable(EvaluationDocument document)
    {
        bool compares = document.Reference is not null;
        TableColumn[] columns =
        [
            TableColumn.Text("embedding"),
            .. compares ? [TableColumn.Number("cosine"), TableColumn.Number("Spearman"), TableColumn.Number("overlap@10")] : Array.Empty<TableColumn>(),
            TableColumn.Number("texts/s"), TableColumn.Number("memory"), TableColumn.Number("fit"),
        ];
        Table table = new(columns);
        foreach (EvaluatedChoice choice in document.Choices)
        {
            table.Add([
                choice.Name,
                .. compares ? [Score(choice.Fidelity!.Cosine), Score(choice.Fidelity.Spearman), Score(choice.Fidelity.OverlapAt10)] : Array.Empty<string>(),
                Quantity.Rate(choice.TextsPerSecond)[..^2],
                Quantity.Bytes(choice.MemoryBytes),
                choice.Fit is { } fit ? $"{Quantity.Duration(TimeSpan.FromSeconds(fit.Seconds))}, {Quantity.Bytes(fit.MemoryBytes)}" : ""]);
        }

        return table;
    }

    /// <summary>What the figures say to somebody who has tickets to sort.</summary>
    internal static IEnumerable<string> Meaning(EvaluationDocument document)
    {
        if (document.Choices.FirstOrDefault(choice => choice.Key == document.Reference) is not { } reference)
        {
            foreach (EvaluatedChoice choice in document.Choices)
            {
                yield return $"The {choice.Name} {Worth(choice)}.";
                if (Found(choice, document) is { } found) yield return found;
            }

            yield break;
        }

        yield return $"The {reference.Name} is the yardstick: it {Worth(reference)}.";
        foreach (EvaluatedChoice choice in document.Choices.Where(choice => choice != reference && choice.Retained is not null))
        {
            yield return $"The {choice.Name} keeps {Percent(choice.Retained!.Mean)} of that (mean of the five figures): "
                + $"{Hundred(choice.NeighborAccuracy)} of 100 texts, and {TenMillion(choice)} for 10 million.";
        }

        if (Found(reference, document) is { } topics) yield return topics;
        if (reference.NormalizedMutualInformation < HardlyFound)
        {
            yield return $"Even the {reference.Name} hardly finds these labels in the texts (NMI {Score(reference.NormalizedMutualInformation)}): "
                + "the shares say little; try another column of labels.";
        }

        yield return "Differences below 0.02 in ARI mean nothing: k-means moves as much from seed to seed.";
    }

    private static IEnumerable<string> Columns(EvaluationDocument document)
    {
        yield return $"ARI, NMI, AMI: k-means with {Quantity.Count(document.Labels)} clusters against the labels, mean of 3 runs; 0 is chance (but for NMI), 1 perfect.";
        if (document.Choices.Any(choice => choice.Topics is not null))
        {
            yield return "topics, nothing told: as `analyze` finds them, not told how many; ARI, NMI, AMI of them all. "
                + "stable: ARI between the topics of two overlapping samples of 80%; refitted: the same, the second found from the first.";
            yield return "told: topics among whose first 5 keywords is a word of the label that most of their texts have. "
                + "alike: pairs of topics with nearly the same name.";
        }

        yield return "kNN: texts whose 15 nearest texts vote for their label. linear: texts that a linear classifier, fitted on the other half, gives their label.";
        if (document.Reference is { } key)
        {
            yield return $"In brackets: share of the figure of the {document.Choices.First(choice => choice.Key == key).Name}. "
                + "cosine, Spearman, overlap@10: nearness to its vectors, their order, their neighbours.";
        }

        yield return "texts/s: embedding alone, model loaded. "
            + "memory: what the process grew by at most while the model was loaded and ran; fit: time and memory of fitting it.";
    }

    private static string? Found(EvaluatedChoice choice, EvaluationDocument document) => choice.Topics is not { } topics
        ? null
        : $"Told nothing, it finds {Quantity.Count(topics.Count, "topic")} where people saw {Quantity.Count(document.Labels)}; "
            + $"{Hundred(topics.ToldByKeywords)} of 100 say in their first keywords what they are about. {Steadiness(topics.StabilityFromNothing)} (stability {Score(topics.StabilityFromNothing)}).";

    private static string Steadiness(double stability) => stability switch
    {
        >= WellStable => "On other texts of the same kind they would be largely the same",
        >= FairlyStable => "On other texts of the same kind many of them would be cut otherwise",
        _ => "On other texts of the same kind they would be quite different: more texts help",
    };

    private static string Worth(EvaluatedChoice choice) =>
        $"puts {Hundred(choice.NeighborAccuracy)} of 100 texts under the right label by their nearest neighbours, "
        + $"and takes {TenMillion(choice)} for 10 million texts";

    private static string TenMillion(EvaluatedChoice choice) => Quantity.Duration(TimeSpan.FromSeconds(1e7 / choice.TextsPerSecond));

    private static string Hundred(double share) => Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture) + "%";

    private static string Score(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Score(double value, double? share) => share is { } kept ? $"{Score(value)} ({Percent(kept)})" : Score(value);
}
