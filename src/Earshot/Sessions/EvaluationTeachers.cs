using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Evaluation;
using Earshot.Inference.Students;
using Earshot.Inference.Teachers;

namespace Earshot.Sessions;

/// <summary>Finds the teacher on this machine: without one, students are still judged by labels.</summary>
internal static class EvaluationTeachers
{
    private const string DefaultModel = "all-MiniLM-L6-v2";

    /// <summary>The models of an evaluation.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="named">The teacher; null for the usual one.</param>
    /// <param name="general">Opens the student to start from.</param>
    /// <exception cref="EarshotException">The teacher that was named is not here. The usual one may be missing.</exception>
    public static EvaluationModels Models(Invocation invocation, string? named, Func<Student> general)
    {
        ModelStore store = ModelPlaces.Store(invocation);
        ModelFolder? folder = named is null ? store.Find(DefaultModel) : ModelPlaces.Model(invocation, store, named);
        return new EvaluationModels(general, Source(folder, store, ModelPrecision.Int8), Source(folder, store, ModelPrecision.Fp32));
    }

    private static TeacherSource Source(ModelFolder? folder, ModelStore store, ModelPrecision precision)
    {
        bool exact = precision == ModelPrecision.Fp32;
        string name = exact ? "fp32" : "int8", pull = $"earshot models pull {DefaultModel}" + (exact ? " --precision fp32" : "");
        if (folder is null) return new TeacherSource(null, $"{DefaultModel} is not here", $"get it: {pull}");
        if (!folder.Precisions.Contains(precision))
            return new TeacherSource(null, $"{folder.Path} has no weights in {name}", store.Find(folder.Name) is null ? "" : $"get them: {pull}");
        if (store.RuntimeLibrary() is null)
            return new TeacherSource(null, "ONNX Runtime is not here", $"get it: earshot models pull {ModelStore.Runtime}");
        return new TeacherSource(() => SentenceTransformer.Open(folder, precision, store.RequireRuntimeLibrary()));
    }
}
