using System.Text.Json.Serialization;

namespace Earshot.Inference.Students;

/// <summary>What a student was fitted to, and how near its vectors are to the teacher's.</summary>
public sealed record AdaptedStudentReport
{
    /// <summary>The student it started from, name@revision.</summary>
    public required string General { get; init; }

    /// <summary>The teacher of the sample's vectors, as the caller named it.</summary>
    public required string Teacher { get; init; }

    /// <summary>Texts of the sample.</summary>
    public required int SampleTexts { get; init; }

    /// <summary>Tokens of the sample.</summary>
    public required int SampleTokens { get; init; }

    /// <summary>Rows of tokens.</summary>
    public required int TokenRows { get; init; }

    /// <summary>Rows of bigrams.</summary>
    public required int BigramRows { get; init; }

    /// <summary>Mean cosine of the general student to the teacher on the sample.</summary>
    public required double GeneralCosine { get; init; }

    /// <summary>
    /// Mean cosine to the teacher on texts that the student was not fitted to: the sample is split in halves, a student fitted to each and measured on
    /// the other. About 0.01 below that of the student fitted to all.
    /// </summary>
    public required double OutOfFoldCosine { get; init; }

    /// <summary>The tenth percentile of those cosines.</summary>
    public required double OutOfFoldTenthPercentile { get; init; }

    /// <summary>Correlation of predicted and measured cosine on those texts, 0 where either does not vary.</summary>
    public required double PredictionCorrelation { get; init; }

    /// <summary>Predicted cosine = these times (1, ‖x‖, ln(n + 1), mean of 1/(1 + count), bigrams per token, z · mean z).</summary>
    public required IReadOnlyList<double> PredictionCoefficients { get; init; }

    /// <summary>Mean ‖x‖ of the sample under the general student: its rows were divided by it before the fit.</summary>
    public required double GeneralLength { get; init; }

    /// <summary>Seed of the split in halves.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>The report as it stands in the file of a student: one line, snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AdaptedStudentReport))]
internal sealed partial class AdaptedStudentJson : JsonSerializerContext;
