namespace Earshot.Core.Embeddings;

/// <summary>What makes the vectors.</summary>
public enum EmbeddingChoice
{
    /// <summary>The best that the corpus, the time budget and what is present allow.</summary>
    Auto,

    /// <summary>The general student: no transformer.</summary>
    Student,

    /// <summary>A student fitted to a sample that the teacher embeds; texts in doubt go to the teacher.</summary>
    Adapted,

    /// <summary>The teacher, for every text.</summary>
    Teacher,

    /// <summary>A service.</summary>
    Remote,
}

/// <summary>What is asked for.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>Most texts of a sample.</summary>
    public const int LargestSample = 1_000_000;

    public EmbeddingChoice Choice { get; init; }

    /// <summary>Texts that the teacher embeds to fit the student and find the topics, 100 to 1,000,000; 0 for 20,000, and 50,000 from a million tickets on.</summary>
    public int Sample { get; init; }

    /// <summary>Share of the other texts, in percent, that the student is least sure of and the teacher embeds, 0 to 100; −1 for 10, and 1 from a million tickets on.</summary>
    public int RecheckPercent { get; init; } = -1;

    /// <summary>Minutes that the teacher may take on two cores; 0 for no limit. The sample and the share shrink to fit.</summary>
    public int Minutes { get; init; } = 10;

    /// <summary>Seed of the sample.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Everything wrong with the options; empty if nothing is.</summary>
    public IEnumerable<string> Validate()
    {
        if (Sample is not 0 and (< 100 or > LargestSample)) yield return $"the sample is {Sample:N0} texts; allowed is 100 to {LargestSample:N0}, or 0 to go by the number of tickets";
        if (RecheckPercent is < -1 or > 100) yield return $"the share that is rechecked is {RecheckPercent} %; allowed is 0 to 100, or -1 to go by the number of tickets";
    }
}

/// <summary>What is known before anything is read.</summary>
/// <param name="Tickets">Tickets of all sources.</param>
/// <param name="TokensPerText">Estimate of the tokens of a text, at least 1.</param>
/// <param name="TeacherPresent">Whether the teacher's files and its runtime are here.</param>
public sealed record EmbeddingFacts(long Tickets, double TokensPerText, bool TeacherPresent);

/// <summary>What will make the vectors: a function of options and facts alone, so that every run of a workspace decides the same.</summary>
/// <param name="Choice">Never <see cref="EmbeddingChoice.Auto"/>.</param>
/// <param name="Sample">Texts of the sample; 0 where there is none.</param>
/// <param name="RecheckPercent">Share of the other texts that goes to the teacher.</param>
/// <param name="TeacherTexts">Texts that the teacher embeds at most.</param>
/// <param name="Reason">Why, as a phrase.</param>
public sealed record EmbeddingPlan(EmbeddingChoice Choice, int Sample, double RecheckPercent, long TeacherTexts, string Reason)
{
    // int8, a text a run, one core of an AMD EPYC with AVX-512 VNNI: 15 tokens in 0.81 ms, 42 in 2.0, 100 in 5.0 (2026-11-21). Only for what is
    // planned and shown: two cores are reckoned with everywhere, so that the plan does not depend on the machine.
    private const double TokensPerSecond = 20_000;
    private const int PlannedCores = 2;
    private const int SmallestSample = 1_000;

    /// <summary>Decides.</summary>
    public static EmbeddingPlan Decide(EmbeddingOptions options, EmbeddingFacts facts) => options.Choice switch
    {
        EmbeddingChoice.Student => new(EmbeddingChoice.Student, 0, 0, 0, "as asked for"),
        EmbeddingChoice.Remote => new(EmbeddingChoice.Remote, 0, 0, 0, "as asked for"),
        EmbeddingChoice.Teacher => All(facts, "as asked for"),
        EmbeddingChoice.Adapted => Sampled(options, facts, "as asked for"),
        _ when !facts.TeacherPresent => new(EmbeddingChoice.Student, 0, 0, 0, "the transformer is not here"),
        _ => Sampled(options, facts, "the transformer is here"),
    };

    /// <summary>Seconds that the teacher takes on so many threads: an estimate.</summary>
    public double ExpectedSeconds(EmbeddingFacts facts, int threads) => TeacherTexts * facts.TokensPerText / (TokensPerSecond * threads);

    private static EmbeddingPlan All(EmbeddingFacts facts, string reason) => new(EmbeddingChoice.Teacher, 0, 0, facts.Tickets, reason);

    private static EmbeddingPlan Sampled(EmbeddingOptions options, EmbeddingFacts facts, string reason)
    {
        bool large = facts.Tickets >= 1_000_000;
        int sample = options.Sample > 0 ? options.Sample : large ? 50_000 : 20_000;
        double percent = options.RecheckPercent >= 0 ? options.RecheckPercent : large ? 1 : 10;
        long affordable = options.Minutes == 0 ? long.MaxValue : (long)(options.Minutes * 60 * PlannedCores * TokensPerSecond / facts.TokensPerText);
        if (facts.Tickets <= sample && facts.Tickets <= affordable)
            return All(facts, $"{reason}, and {(facts.Tickets == 1 ? "1 text is" : $"{facts.Tickets:N0} texts are")} few enough for it");
        if (affordable < SmallestSample)
            return new(EmbeddingChoice.Student, 0, 0, 0, $"{options.Minutes} minutes are not enough for a sample of {SmallestSample:N0} texts");

        // Two thirds of the time at most for the sample: it decides how good the rest is.
        int kept = (int)Math.Min(sample, Math.Max(SmallestSample, affordable / 3 * 2));
        long rest = Math.Max(0, facts.Tickets - kept);
        percent = Math.Min(percent, Math.Round(100.0 * Math.Max(0, affordable - kept) / Math.Max(1, rest), 2));
        string shrunk = kept < sample ? $", a sample that fits into {options.Minutes} minutes" : "";
        return new(EmbeddingChoice.Adapted, kept, percent, kept + (long)(rest * percent / 100), reason + shrunk);
    }
}
