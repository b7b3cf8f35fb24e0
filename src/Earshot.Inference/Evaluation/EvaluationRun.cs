using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Runs;
using Earshot.Inference.Students;
using Earshot.Numerics.Evaluation;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Evaluation;

/// <summary>
/// Embeds the same texts with each choice, one after the other, and judges the vectors. What is judged depends on texts and seed alone; only speed and
/// memory are the machine's.
/// </summary>
/// <param name="texts">What is measured, and what the adapted student is fitted to.</param>
/// <param name="models">Where the models come from.</param>
/// <param name="seed">Of k-means, of the split of the linear classifier, and of the fit.</param>
/// <param name="threads">Threads that models and figures may use.</param>
/// <param name="observer">Hears of each stage.</param>
/// <param name="clock">Measures.</param>
/// <param name="cancellation">Stops within a stage.</param>
public sealed class EvaluationRun(
    EvaluationTexts texts, EvaluationModels models, ulong seed, int threads, IRunObserver observer, TimeProvider clock, CancellationToken cancellation)
{
    // a quick choice embeds the texts again and again for this long
    private static readonly TimeSpan LeastMeasured = TimeSpan.FromSeconds(0.5);

    private readonly List<JudgedChoice> _judged = [];
    private readonly List<MissingChoice> _missing = [];

    /// <summary>Runs <paramref name="choices"/>, some of <see cref="EvaluationChoice.All"/>; call it once.</summary>
    /// <exception cref="EarshotException">A model that is here can't be opened or run.</exception>
    public EvaluationResult Run(IReadOnlyCollection<string> choices)
    {
        if (choices.Contains(EvaluationChoice.General)) Judge(EvaluationChoice.General, () => new StudentModel(models.General()));
        bool adapts = choices.Contains(EvaluationChoice.Adapted);
        bool isInt8 = models.Int8.Open is not null;
        FloatMatrix? sample = RunTeacher(EvaluationChoice.Teacher, models.Int8, choices, samples: adapts && isInt8);
        FloatMatrix? exact = RunTeacher(EvaluationChoice.FullPrecision, models.FullPrecision, choices, samples: adapts && !isInt8);
        if (adapts) JudgeAdapted(sample ?? exact, isInt8 ? EvaluationChoice.Teacher : EvaluationChoice.FullPrecision);
        JudgedChoice[] judged = [.. EvaluationChoice.All.SelectMany(key => _judged.Where(choice => choice.Key == key))];
        return new EvaluationResult(EvaluationComparison.Rows(judged), EvaluationComparison.ReferenceOf(judged), _missing);
    }

    private FloatMatrix? RunTeacher(string key, TeacherSource source, IReadOnlyCollection<string> choices, bool samples)
    {
        bool isChoice = choices.Contains(key);
        if (source.Open is null)
        {
            if (isChoice) Miss(key, source);
            return null;
        }

        if (isChoice) return Judge(key, source.Open, samples);
        if (!samples) return null;
        using IEmbeddingModel model = source.Open();
        return EmbedSample(model);
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
        Judge(EvaluationChoice.Adapted, () => new StudentModel(AdaptedStudent.Read(file, "student-adapted").Student));
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
    private FloatMatrix? Judge(string key, Func<IEmbeddingModel> open, bool samples = false)
    {
        string stage = "embedding with the " + EvaluationChoice.NameOf(key);
        float[] vectors;
        double perSecond;
        long memory;
        FloatMatrix? sample = null;
        string name;
        using (MemoryWatch watch = new(clock))
        {
            using IEmbeddingModel model = open();
            name = model.Model;
            vectors = new float[checked(texts.Measured.Count * model.Dimensions)];
            perSecond = texts.Measured.Count / Embed(model, texts.Measured, vectors, stage);
            memory = watch.Growth;
            if (samples) sample = EmbedSample(model);
        }

        int dimensions = vectors.Length / texts.Measured.Count;
        string judging = "judging the " + EvaluationChoice.NameOf(key);
        observer.StageStarted(judging, 0, "");
        FloatMatrix rows = new(vectors, dimensions);
        EmbeddingEvaluation evaluation = new(rows, texts.Labels, new EvaluationOptions { Seed = seed }, threads, cancellation);
        ChoiceTopics topics = TopicJudgement.Of(rows, texts, seed, threads, cancellation);
        observer.StageFinished(
            judging,
            FormattableString.Invariant(
                $"NMI {evaluation.Labels.NormalizedMutualInformation:0.000}, kNN {evaluation.Labels.NeighborAccuracy:0.000}, {topics.Count:N0} topics"));
        _judged.Add(new JudgedChoice(key, name, evaluation, topics, perSecond, memory));
        return sample;
    }

    private FloatMatrix EmbedSample(IEmbeddingModel model)
    {
        float[] vectors = new float[checked(texts.Fitted.Count * model.Dimensions)];
        Embed(model, texts.Fitted, vectors, "embedding the texts to fit to");
        return new FloatMatrix(vectors, model.Dimensions);
    }

    /// <summary>Embeds and gives the seconds that a pass takes.</summary>
    private double Embed(IEmbeddingModel model, BytesColumn rows, float[] vectors, string stage)
    {
        observer.StageStarted(stage, rows.Count, "texts");
        EmbedOptions options = new() { Threads = threads, Completed = done => observer.Advanced(stage, done.Length), Cancellation = cancellation };
        long started = clock.GetTimestamp();
        model.Embed(rows, vectors, options);
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        if (model is StudentModel)
        {
            // a pass takes so little that it would measure the clock, and the first one read tables and filled caches
            int passes = 0;
            options = options with { Completed = _ => { } };
            for (started = clock.GetTimestamp(); passes == 0 || clock.GetElapsedTime(started) < LeastMeasured; passes++) model.Embed(rows, vectors, options);
            seconds = clock.GetElapsedTime(started).TotalSeconds / passes;
        }

        observer.StageFinished(stage, FormattableString.Invariant($"{rows.Count:N0} texts, {rows.Count / seconds:N0}/s"));
        return Math.Max(seconds, 1e-9);
    }
}
