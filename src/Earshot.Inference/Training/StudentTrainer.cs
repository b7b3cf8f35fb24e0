using System.Diagnostics;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Runs;
using Earshot.Inference.Students;
using Earshot.Inference.Tokenizing;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Training;

/// <summary>A student as a file, and how well it does.</summary>
internal sealed record TrainedStudent(
    byte[] File, int Tokens, int TokenRows, int CandidateBigrams, int BigramRows, TrainingCosines Cosine, IReadOnlyList<TrainingStep> Steps);

/// <summary>
/// Fits a general student to what a teacher says of a corpus: least squares on the sums of token and bigram rows, in closed form. No learning rate, and
/// no randomness but the order of the corpus. The same bytes for any number of threads.
/// </summary>
internal sealed class StudentTrainer(StudentTrainingOptions options, IRunObserver observer, CancellationToken cancellation)
{
    private readonly List<TrainingStep> _steps = [];

    /// <summary>Embeds the texts by the teacher and fits a student to all but the last of them.</summary>
    /// <param name="texts">Different texts in random order.</param>
    /// <param name="teacher">Of 384 dimensions, with the vocabulary of the program.</param>
    public TrainedStudent Train(BytesColumn texts, IStudentTeacher teacher)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(teacher.Dimensions, Student.Dimensions, nameof(teacher));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(texts.Count, options.Validation, nameof(texts));
        float[] vectors = new float[checked(texts.Count * Student.Dimensions)];
        float[] means = new float[WordPieceTokenizer.VocabularySize * Student.Dimensions];
        Step("teacher: texts", texts.Count, "texts", done => teacher.Embed(texts, vectors, Options(done)));
        Step("teacher: vocabulary", WordPieceTokenizer.VocabularySize, "tokens", done => teacher.EmbedVocabulary(means, Options(done)));

        int fitted = texts.Count - options.Validation;
        FloatMatrix all = new(vectors, Student.Dimensions);
        FloatMatrix targets = new(vectors.AsMemory(0, fitted * Student.Dimensions), Student.Dimensions);
        TokenizedTexts tokens = TokenizedTexts.Of(texts);
        TokenizedTexts fit = tokens.Select([.. Enumerable.Range(0, fitted)]);
        ushort[] ids = IdsWithRows(fit);
        FloatMatrix vocabulary = new(means, Student.Dimensions);
        float[] start = Step("start", 0, "", _ => IsolatedTokenStart.Rows(new StudentFeatures(ids, []), fit, targets, vocabulary, options, cancellation));

        uint[] candidates = AdjacentPairs.MostFrequent(fit, options.Candidates, options.LeastOccurrences);
        uint[] chosen = Step("bigrams", 0, "", _ => Choose(fit, targets, ids, candidates, start));
        StudentFeatures features = new(ids, chosen);
        float[] rows = Step("rows", 0, "", _ => FitTwice(features.Assemble(fit), targets, start, ids.Length));
        return Step("file", 0, "", _ => Finish(texts, tokens, all, features, rows, candidates.Length)) with { Steps = _steps };

        EmbedOptions Options(Action<long> done) =>
            new() { Threads = options.Threads, Completed = completed => done(completed.Length), Cancellation = cancellation };
    }

    private static ushort[] IdsWithRows(TokenizedTexts texts)
    {
        int[] counts = texts.CountIds();
        counts[WordPieceTokenizer.ClassifyId]++; // the bias stands in every text
        return [.. Enumerable.Range(0, counts.Length).Where(id => counts[id] > 0).Select(id => (ushort)id)];
    }

    /// <summary>The bigrams whose rows B change vectors most: by (Σᵢ A_ib²) · ‖B_b‖² in a fit of all candidates; of equal ones lower keys first.</summary>
    private uint[] Choose(TokenizedTexts texts, FloatMatrix targets, ushort[] ids, uint[] candidates, float[] start)
    {
        if (candidates.Length <= options.Bigrams) return candidates;
        SparseRows a = new StudentFeatures(ids, candidates).Assemble(texts);
        FloatMatrix rows = new(FitTwice(a, targets, start, ids.Length), Student.Dimensions);
        double[] scores = new double[candidates.Length];
        for (int entry = 0; entry < a.EntryCount; entry++)
            if (a.Columns[entry] - ids.Length is >= 0 and var bigram) scores[bigram] += (double)a.Values[entry] * a.Values[entry];
        for (int bigram = 0; bigram < scores.Length; bigram++) scores[bigram] *= StudentQuality.SquaredLength(rows[ids.Length + bigram]);
        int[] best = [.. Enumerable.Range(0, candidates.Length).OrderByDescending(bigram => scores[bigram]).ThenBy(bigram => bigram).Take(options.Bigrams)];
        return [.. best.Order().Select(bigram => candidates[bigram])];
    }

    /// <summary>The fit: once as it is, and once with every text divided by the length that its vector then has, from the same start.</summary>
    private float[] FitTwice(SparseRows a, FloatMatrix targets, float[] tokenStart, int tokens)
    {
        float[] start = new float[checked(a.ColumnCount * Student.Dimensions)];
        tokenStart.CopyTo(start, 0);
        float[] penalties = new float[a.ColumnCount];
        penalties.AsSpan(0, tokens).Fill(options.TokenPenalty);
        penalties.AsSpan(tokens).Fill(options.BigramPenalty);
        FloatMatrix from = new(start, Student.Dimensions);
        float[] first = RidgeRegression.Solve(a, targets, from, penalties, options.Iterations, options.Threads, cancellation);
        float[] lengths = StudentQuality.Lengths(a, new FloatMatrix(first, Student.Dimensions), options.Threads, cancellation);
        SparseRows scaled = a.ScaleRows(StudentFeatures.RowWeights(lengths));
        return RidgeRegression.Solve(scaled, targets, from, penalties, options.Iterations, options.Threads, cancellation);
    }

    private TrainedStudent Finish(BytesColumn texts, TokenizedTexts tokens, FloatMatrix vectors, StudentFeatures features, float[] rows, int candidates)
    {
        int boundary = features.Tokens.Length * Student.Dimensions;
        byte[] file = StudentFileWriter.Write(
            features.Tokens,
            FourBitRows.Quantize(rows.AsMemory(0, boundary), Student.Dimensions, options.Threads),
            features.Bigrams,
            FourBitRows.Quantize(rows.AsMemory(boundary), Student.Dimensions, options.Threads));
        int fitted = texts.Count - options.Validation;
        SparseRows a = features.Assemble(tokens);
        double[] cosines = StudentQuality.Cosines(a, new FloatMatrix(rows, Student.Dimensions), vectors, options.Threads, cancellation);
        double written = StudentQuality.MeanCosine(Student.Read(file, "the student just fitted"), texts, vectors, fitted);
        TrainingCosines cosine = new(cosines.Take(fitted).Average(), cosines.Skip(fitted).Average(), written);
        return new TrainedStudent(file, tokens.TokenCount, features.Tokens.Length, candidates, features.Bigrams.Length, cosine, _steps);
    }

    private void Step(string name, long total, string unit, Action<Action<long>> work) => Step(name, total, unit, done =>
    {
        work(done);
        return 0;
    });

    private T Step<T>(string name, long total, string unit, Func<Action<long>, T> work)
    {
        cancellation.ThrowIfCancellationRequested();
        long begun = Stopwatch.GetTimestamp();
        observer.StageStarted(name, total, unit);
        T result = work(amount => observer.Advanced(name, amount));
        double seconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1);
        _steps.Add(new TrainingStep(name, seconds));
        observer.StageFinished(name, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds:0.0} s"));
        return result;
    }
}
