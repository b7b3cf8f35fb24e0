using Earshot.Inference.Training.Corpus;

namespace Earshot.Inference.Training;

/// <summary>A file that a student was made from.</summary>
/// <param name="Sha256">Of its bytes, lower case hexadecimal.</param>
public sealed record TrainingInput(string File, long Bytes, string Sha256);

/// <summary>How long a step took.</summary>
public sealed record TrainingStep(string Step, double Seconds);

/// <summary>Mean cosine of a student's vectors to the teacher's.</summary>
/// <param name="Fit">Of the texts that were fitted to, by the rows in floats.</param>
/// <param name="Validation">Of the texts kept back, by the rows in floats.</param>
/// <param name="Written">Of the texts kept back, by the rows as written.</param>
public sealed record TrainingCosines(double Fit, double Validation, double Written);

/// <summary>What was fitted and how well: written beside a student. But for the seconds, the same inputs, seed and version give the same report.</summary>
public sealed record TrainingReport
{
    /// <summary>Size of the student's file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Of the student's file, lower case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>The model fitted to: name, revision, precision.</summary>
    public required string Teacher { get; init; }

    /// <summary>Of the made-up tickets and of the order of the corpus.</summary>
    public required ulong Seed { get; init; }

    public required IReadOnlyList<TrainingInput> Inputs { get; init; }

    public required IReadOnlyList<CorpusPartCount> Parts { get; init; }

    /// <summary>Different texts.</summary>
    public required int Texts { get; init; }

    /// <summary>Those of them that were kept back.</summary>
    public required int ValidationTexts { get; init; }

    /// <summary>Tokens of all texts.</summary>
    public required int Tokens { get; init; }

    public required int TokenRows { get; init; }

    public required int CandidateBigrams { get; init; }

    public required int BigramRows { get; init; }

    public required TrainingCosines Cosine { get; init; }

    public required IReadOnlyList<TrainingStep> Steps { get; init; }
}
