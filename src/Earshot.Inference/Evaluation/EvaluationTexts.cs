using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Numerics;

namespace Earshot.Inference.Evaluation;

/// <summary>Which texts are measured, and which the adapted student may be fitted to: never the same.</summary>
public sealed record EvaluationTexts
{
    /// <summary>Texts measured where no limit is given: what is compared grows with their square, and fp32 takes its time.</summary>
    public const int MostMeasured = 10_000;

    /// <summary>Texts that the student is fitted to, as in the pipeline.</summary>
    public const int MostFitted = 20_000;

    private const int FewestMeasured = 20;

    /// <summary>The texts measured, all with a label. Repeated ones are kept: they are part of what customers write.</summary>
    public required BytesColumn Measured { get; init; }

    /// <summary>The label of each, numbered in the order of their names.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Names of the labels.</summary>
    public required IReadOnlyList<string> LabelNames { get; init; }

    /// <summary>The texts to fit to, each once and none of the measured; with or without a label.</summary>
    public required BytesColumn Fitted { get; init; }

    /// <summary>
    /// Chooses: measured are the labelled texts of <paramref name="heldOut"/>; without one, half of those of <paramref name="file"/>, or all when
    /// nothing is fitted.
    /// </summary>
    /// <param name="fits">Whether something is fitted.</param>
    /// <param name="limit">Texts measured, and texts fitted to, at most; null for <see cref="MostMeasured"/> and <see cref="MostFitted"/>.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="EarshotException">There are too few texts or labels to say anything (exit 3).</exception>
    public static EvaluationTexts Choose(LabelledTexts file, LabelledTexts? heldOut, bool fits, int? limit, ulong seed)
    {
        LabelledTexts from = heldOut ?? file;
        int[] measured = from.Labelled;
        SplitMix64 random = new(SplitMix64.Derive(seed, 1));
        if (heldOut is null && fits) measured = Sample(measured, measured.Length / 2, ref random);
        int there = measured.Length;
        measured = Sample(measured, Math.Min(there, limit ?? MostMeasured), ref random);
        string[] names = [.. measured.Select(row => from.Labels[row]!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string? limited = limit < there ? $"--limit {limit} takes so few of {there:N0}: raise it, or leave it out" : null;
        ThrowIfMeaningless(from.File, measured.Length, names.Length, limited);

        BytesColumn texts = Gather(from.Texts, measured);
        return new EvaluationTexts
        {
            Measured = texts,
            Labels = [.. measured.Select(row => Array.BinarySearch(names, from.Labels[row], StringComparer.Ordinal))],
            LabelNames = names,
            Fitted = fits ? ChooseFitted(file.Texts, texts, limit ?? MostFitted, ref random) : new BytesColumn(),
        };
    }

    private static BytesColumn ChooseFitted(BytesColumn all, BytesColumn measured, int most, ref SplitMix64 random)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int row = 0; row < measured.Count; row++) taken.Add(measured.GetString(row));
        List<int> free = [];
        for (int row = 0; row < all.Count; row++)
            if (taken.Add(all.GetString(row))) free.Add(row);
        return Gather(all, Sample([.. free], Math.Min(free.Count, most), ref random));
    }

    private static int[] Sample(int[] rows, int count, ref SplitMix64 random) => Array.ConvertAll(random.NextSample(rows.Length, count), index => rows[index]);

    private static BytesColumn Gather(BytesColumn texts, int[] rows)
    {
        BytesColumn chosen = new();
        foreach (int row in rows) chosen.Append(texts[row]);
        return chosen;
    }

    private static void ThrowIfMeaningless(string file, int texts, int labels, string? limited)
    {
        string? fault = texts < FewestMeasured ? $"{file} leaves {texts} texts with a label to measure; at least {FewestMeasured} are needed"
            : labels < 2 ? $"all {texts:N0} measured texts of {file} have the same label; at least two labels are needed"
            : labels > texts / 2
                ? $"the {texts:N0} measured texts of {file} have {labels:N0} different labels: "
                    + (limited is null ? "that is no label, or too few texts" : "too few texts to tell them apart")
            : null;
        if (fault is not null)
            throw new EarshotException(fault, limited ?? "name a column of categories with --label, such as topic, category, queue or team", 3);
    }
}
