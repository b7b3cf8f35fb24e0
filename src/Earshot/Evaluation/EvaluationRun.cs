using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Runs;
using Earshot.Inference.Students;
using Earshot.Numerics.Evaluation;
using Earshot.Numerics.Vectors;

namespace Earshot.Evaluation;

/// <summary>
/// Embeds the same texts with each choice, one after the other, and judges the vectors. What is judged depends on texts and seed alone; only speed and
/// memory are the machine's.
/// </summary>
internal sealed class EvaluationRun(
    EvaluationTexts texts, EvaluationModels models, ulong seed, int threads, IRunObserver observer, TimeProvider clock, CancellationToken cancellation)
{
    // a quick choice embeds the texts again and again for this long
    private static readonly TimeSpan LeastMeasured = TimeSpan.FromSeconds(0.5);

    private readonly List<JudgedChoice> _judged = [];
    private readonly List<MissingChoice> _missing = [];

    /// <summary>Choices that could not run.</summary>
    public IReadOnlyList<MissingChoice> Missing => _missing;

    /// <summary>Runs <paramref name="choices"/>; those whose model is not here are told in <see cref="Missing"/>.</summary>
    /// <returns>Those that ran, in the order of the table.</returns>
    public IReadOnlyList<JudgedChoice> Run(IReadOnlyCollection<string> choices)
    {
        if (choices.Contains(EvaluationChoice.General)) Judge(EvaluationChoice.General, () => EvaluationSubject.Of(new StudentEmbedder(models.General())));
        bool adapts = choices.Contains(EvaluationChoice.Adapted);
        bool isInt8 = models.Int8.Open is not null;
        FloatMatrix? sample = RunTeacher(EvaluationChoice.Teacher, models.Int8, choices, samples: adapts && isInt8);
        FloatMatrix? exact = RunTeacher(EvaluationChoice.FullPrecision, models.FullPrecision, choices, samples: adapts && !isInt8);
        if (adapts) JudgeAdapted(sample ?? exact, isInt8 ? EvaluationChoice.Teacher : EvaluationChoice.FullPrecision);
        return [.. _judged.OrderBy(choice => EvaluationChoice.All.ToList().IndexOf(choice.Key))];
    }

    private FloatMatrix? RunTeacher(string key, TeacherSource source, IReadOnlyCollection<string> choices, bool samples)
    {
        bool isChoice = choices.Contains(key);
        if (source.Open is null)
        {
            if (isChoice) Miss(key, source);
            return null;
        }

        if (isChoice) return Judge(key, () => EvaluationSubject.Of(source.Open()), samples);
        if (!samples) return null;
        using IEmbeddingModel model = source.Open();
        using EvaluationSubject subject = EvaluationSubject.Of(model);
        return EmbedSample(subject);
    }

    private void JudgeAdapted(FloatMatrix? vectors, string teacher)
    {
        if (vectors is null)
        {
            Miss(EvaluationChoice.Adapted, models.Int8);
            return;
        }

        if (texts.Fitted.Count < 2)
        {
            Miss(
                EvaluationChoice.Adapted,
                new TeacherSource(null, "no texts are left to fit it to: all are among those measured", "give more texts, or others with --held-out FILE"));
            return;
        }

        (byte[] file, ChoiceFit fit) = FitAdapted(vectors, EvaluationChoice.NameOf(teacher));

        // read back as from a file, so that its memory is what it takes to use one
        Judge(EvaluationChoice.Adapted, () => EvaluationSubject.Of(new StudentEmbedder(AdaptedStudent.Read(file, "student-adapted").Student)));
        _judged[^1] = _judged[^1] with { Fit = fit };
    }

    private (byte[] File, ChoiceFit Fit) FitAdapted(FloatMatrix vectors, string teacher)
    {
        const string Stage = "fitting the adapted student";
        using MemoryWatch watch = new(clock);
        long started = clock.GetTimestamp();
        observer.StageStarted(Stage, 0, "");
        AdaptedStudentOptions options = new() { Seed = seed, Teacher = teacher };
        var adapted = AdaptedStudent.Fit(models.General(), texts.Fitted, vectors, options, threads, progress: null, cancellation);
        ChoiceFit fit = new(clock.GetElapsedTime(started).TotalSeconds, watch.Growth, adapted.Report.OutOfFoldCosine);
        observer.StageFinished(Stage, FormattableString.Invariant($"{texts.Fitted.Count:N0} texts, cosine {fit.OutOfFoldCosine:0.000} out of fold, {fit.Seconds:0.0} s"));
        return (adapted.ToBytes().ToArray(), fit);
    }

    private void Miss(string key, TeacherSource source) => _missing.Add(new MissingChoice(key, EvaluationChoice.NameOf(key), source.Reason, source.Hint));

    /// <summary>Loads, embeds, judges; then embeds the texts to fit to where they are wanted.</summary>
    private FloatMatrix? Judge(string key, Func<EvaluationSubject> open, bool samples = false)
    {
        string stage = "embedding with the " + EvaluationChoice.NameOf(key);
        float[] vectors;
        double perSecond;
        long memory;
        FloatMatrix? sample = null;
        string model;
        using (MemoryWatch watch = new(clock))
        {
            using EvaluationSubject subject = open();
            model = subject.Model;
            vectors = new float[checked(texts.Measured.Count * subject.Dimensions)];
            perSecond = texts.Measured.Count / Embed(subject, texts.Measured, vectors, stage);
            memory = watch.Growth;
            if (samples) sample = EmbedSample(subject);
        }

        int dimensions = vectors.Length / texts.Measured.Count;
        string judging = "judging the " + EvaluationChoice.NameOf(key);
        observer.StageStarted(judging, 0, "");
        EmbeddingEvaluation evaluation = new(new FloatMatrix(vectors, dimensions), texts.Labels, new EvaluationOptions { Seed = seed }, threads, cancellation);
        observer.StageFinished(
            judging, FormattableString.Invariant($"NMI {evaluation.Labels.NormalizedMutualInformation:0.000}, kNN {evaluation.Labels.NeighborAccuracy:0.000}"));
        _judged.Add(new JudgedChoice(key, model, evaluation, perSecond, memory));
        return sample;
    }

    private FloatMatrix EmbedSample(EvaluationSubject subject)
    {
        float[] vectors = new float[checked(texts.Fitted.Count * subject.Dimensions)];
        Embed(subject, texts.Fitted, vectors, "embedding the texts to fit to");
        return new FloatMatrix(vectors, subject.Dimensions);
    }

    /// <summary>Embeds and gives the seconds that a pass takes.</summary>
    private double Embed(EvaluationSubject subject, BytesColumn rows, float[] vectors, string stage)
    {
        observer.StageStarted(stage, rows.Count, "texts");
        EmbedOptions options = new() { Threads = threads, Completed = done => observer.Advanced(stage, done.Length), Cancellation = cancellation };
        long started = clock.GetTimestamp();
        subject.Embed(rows, vectors, options);
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        if (subject.IsQuick)
        {
            // the first pass read tables and filled caches
            int passes = 0;
            for (started = clock.GetTimestamp(); passes == 0 || clock.GetElapsedTime(started) < LeastMeasured; passes++) subject.Embed(rows, vectors, options);
            seconds = clock.GetElapsedTime(started).TotalSeconds / passes;
        }

        observer.StageFinished(stage, FormattableString.Invariant($"{rows.Count:N0} texts, {Output.Quantity.Rate(rows.Count / seconds)}"));
        return Math.Max(seconds, 1e-9);
    }
}
