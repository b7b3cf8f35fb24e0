using Earshot.Core.Embeddings;
using Earshot.Inference.Students;
using Earshot.Numerics.Evaluation;

namespace Earshot.Inference.Evaluation;

/// <summary>What can be compared, and the names by which it is chosen.</summary>
public static class EvaluationChoice
{
    public const string General = "general";
    public const string Adapted = "adapted";
    public const string Teacher = "teacher";
    public const string FullPrecision = "fp32";

    /// <summary>All, as they stand in the table.</summary>
    public static IReadOnlyList<string> All { get; } = [General, Adapted, Teacher, FullPrecision];

    /// <summary>The name for people.</summary>
    public static string NameOf(string key) => key switch
    {
        General => "general student",
        Adapted => "adapted student",
        Teacher => "teacher (int8)",
        _ => "teacher (fp32)",
    };
}

/// <summary>What opens a teacher, or why there is none.</summary>
/// <param name="Open">Null where it is not on this machine.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Hint">The command that gets it.</param>
public sealed record TeacherSource(Func<IEmbeddingModel>? Open, string Reason = "", string Hint = "");

/// <summary>Where the models of the choices come from.</summary>
/// <param name="General">Opens the student that is called general; the adapted one starts from it.</param>
/// <param name="Int8">The teacher that samples are embedded with.</param>
/// <param name="FullPrecision">The teacher that others are compared with.</param>
public sealed record EvaluationModels(Func<Student> General, TeacherSource Int8, TeacherSource FullPrecision);

/// <summary>A choice that ran.</summary>
/// <param name="Fit">Null where nothing was fitted.</param>
internal sealed record JudgedChoice(
    string Key, string Model, EmbeddingEvaluation Evaluation, ChoiceTopics Topics, double TextsPerSecond, long MemoryBytes, ChoiceFit? Fit = null);
