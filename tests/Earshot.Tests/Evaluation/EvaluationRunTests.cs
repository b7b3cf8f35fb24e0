using Earshot.Core.Runs;
using Earshot.Inference.Evaluation;
using Earshot.Inference.Students;

namespace Earshot.Tests.Evaluation;

public sealed class EvaluationRunTests
{
    private static readonly TeacherSource Absent = new(null, "it is not here", "get it");

    private readonly List<NoisyTeacher> _opened = [];
    private readonly EvaluationTexts _texts = EvaluationTexts.Choose(LabelledTickets.Make(240), null, fits: true, limit: null, seed: 1);

    [Fact]
    public void The_choices_stand_side_by_side_and_are_compared_with_the_teacher_in_full_precision()
    {
        EvaluationResult result = Run(Present("int8", 0.012f), Present("exact", 0.01f)).Run([.. EvaluationChoice.All]);
        IReadOnlyList<EvaluatedChoice> rows = result.Choices;
        Assert.Equal(["general", "adapted", "teacher", "fp32"], rows.Select(row => row.Key));
        Assert.Equal("fp32", result.Reference);
        Assert.Empty(result.Missing);
        Assert.Equal((1, 1, 1), (rows[3].Retained!.Mean, Math.Round(rows[3].Fidelity!.Cosine, 6), rows[3].Fidelity!.OverlapAt10));
        Assert.InRange(rows[0].Fidelity!.Cosine, 0.9, 0.999);
        Assert.True(rows[2].Fidelity!.Cosine > rows[0].Fidelity!.Cosine);
        Assert.InRange(rows[0].NeighborAccuracy, 0.9, 1);
        Assert.Equal(rows[0].NeighborAccuracy / rows[3].NeighborAccuracy, rows[0].Retained!.NeighborAccuracy, 1e-12);
        Assert.All(rows, row => Assert.InRange(row.TextsPerSecond, 1, 1e9));
        Assert.NotNull(rows[1].Fit);
        Assert.All(new[] { rows[0], rows[2], rows[3] }, row => Assert.Null(row.Fit));
        Assert.NotEqual(rows[0].Model, rows[1].Model);
    }

    [Fact]
    public void The_sample_is_embedded_once_by_the_int8_teacher_and_every_teacher_is_closed()
    {
        Run(Present("int8", 0.01f), Present("exact", 0.01f)).Run([.. EvaluationChoice.All]);
        Assert.Equal([("int8", _texts.Measured.Count + _texts.Fitted.Count), ("exact", _texts.Measured.Count)], _opened.Select(teacher => (teacher.Model, teacher.TextsSeen)));
        Assert.All(_opened, teacher => Assert.True(teacher.IsDisposed));
    }

    [Fact]
    public void The_adapted_student_is_fitted_though_its_teacher_is_no_choice()
    {
        EvaluationResult result = Run(Present("int8", 0.01f), Absent).Run([EvaluationChoice.Adapted]);
        Assert.Equal((EvaluationChoice.Adapted, null), (Assert.Single(result.Choices).Key, result.Choices[0].Retained));
        Assert.Equal(_texts.Fitted.Count, Assert.Single(_opened).TextsSeen);
        Assert.Null(result.Reference);
    }

    [Fact]
    public void Where_int8_is_missing_the_exact_teacher_fits_and_where_exact_is_missing_int8_is_the_reference()
    {
        EvaluationResult exactOnly = Run(Absent, Present("exact", 0.01f)).Run([.. EvaluationChoice.All]);
        Assert.Equal(["general", "adapted", "fp32"], exactOnly.Choices.Select(choice => choice.Key));
        Assert.Equal(["teacher"], exactOnly.Missing.Select(missing => missing.Key));

        EvaluationResult int8Only = Run(Present("int8", 0.01f), Absent).Run([EvaluationChoice.Teacher, EvaluationChoice.FullPrecision]);
        Assert.Equal("teacher", int8Only.Reference);
        Assert.Equal([new MissingChoice("fp32", "teacher (fp32)", "it is not here", "get it")], int8Only.Missing);
    }

    [Fact]
    public void Without_a_teacher_the_general_student_is_still_judged_by_the_labels()
    {
        EvaluationResult result = Run(Absent, Absent).Run([.. EvaluationChoice.All]);
        Assert.Equal(("general", null), (Assert.Single(result.Choices).Key, result.Choices[0].Fidelity));
        Assert.Equal(["teacher", "fp32", "adapted"], result.Missing.Select(missing => missing.Key));
    }

    [Fact]
    public void Figures_are_the_same_for_any_number_of_threads()
    {
        string[] choices = [EvaluationChoice.General, EvaluationChoice.Adapted, EvaluationChoice.Teacher];
        Assert.Equal(Figures(threads: 1), Figures(threads: 3));

        IEnumerable<EvaluatedChoice> Figures(int threads) => Run(Present("int8", 0.01f), Absent, threads).Run(choices).Choices
            .Select(choice => choice with { TextsPerSecond = 0, MemoryBytes = 0, Fit = null });
    }

    private EvaluationRun Run(TeacherSource int8, TeacherSource exact, int threads = 1) => new(
        _texts, new EvaluationModels(() => Student.General, int8, exact), 42, threads, SilentObserver.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

    private TeacherSource Present(string model, float noise) => new(() =>
    {
        NoisyTeacher teacher = new(model, noise);
        _opened.Add(teacher);
        return teacher;
    });
}
