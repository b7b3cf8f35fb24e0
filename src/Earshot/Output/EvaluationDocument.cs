using Earshot.Inference.Evaluation;

namespace Earshot.Output;

/// <summary>What <c>earshot evaluate --json</c> prints.</summary>
internal sealed record EvaluationDocument
{
    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the file that was measured on; null where it is a part of <see cref="File"/>.</summary>
    public required string? HeldOut { get; init; }

    /// <summary>The columns that texts came from.</summary>
    public required string TextColumns { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>Texts measured.</summary>
    public required int Texts { get; init; }

    /// <summary>Different labels of them.</summary>
    public required int Labels { get; init; }

    /// <summary>Texts that the adapted student was fitted to; 0 where none was.</summary>
    public required int FittedTexts { get; init; }

    /// <summary>Rows left out for want of a text, in all files.</summary>
    public required int RowsWithoutText { get; init; }

    /// <summary>Rows not measured for want of a label, in all files.</summary>
    public required int RowsWithoutLabel { get; init; }

    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Key of the choice that others are compared with; null where no teacher ran.</summary>
    public required string? Reference { get; init; }

    public required IReadOnlyList<EvaluatedChoice> Choices { get; init; }

    /// <summary>Choices asked for that could not run.</summary>
    public required IReadOnlyList<MissingChoice> Missing { get; init; }
}
