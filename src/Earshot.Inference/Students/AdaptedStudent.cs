using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Students;

/// <summary>
/// A student fitted to a sample of a corpus that a teacher embedded: on texts of that corpus its vectors are much nearer to the teacher's than the
/// general student's. Encoded with like any <see cref="Students.Student"/>; its encoders also predict how near a vector is.
/// </summary>
public sealed class AdaptedStudent
{
    private readonly byte[] _file;

    private AdaptedStudent(byte[] file, Student student, AdaptedStudentReport report) => (_file, Student, Report) = (file, student, report);

    /// <summary>The student; its revision is that of <see cref="ToBytes"/>.</summary>
    public Student Student { get; }

    /// <summary>What it was fitted to, and how near it is.</summary>
    public AdaptedStudentReport Report { get; }

    /// <summary>
    /// Fits a student to a sample by sparse least squares, and again to each half of it to measure it on the other. The result is a function of
    /// the arguments up to <paramref name="options"/>, to the byte.
    /// </summary>
    /// <param name="general">The student to start from.</param>
    /// <param name="texts">The sample, UTF-8: two or more texts drawn at random from the corpus, each once (else the measured fidelity is too high).</param>
    /// <param name="vectors">Their teacher vectors, texts × 384, unit length.</param>
    /// <param name="options">See <see cref="AdaptedStudentOptions"/>.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops within a second.</param>
    /// <exception cref="ArgumentException">An option is out of range, or there is not one finite vector of 384 numbers a text, or fewer than two.</exception>
    public static AdaptedStudent Fit(
        Student general,
        BytesColumn texts,
        FloatMatrix vectors,
        AdaptedStudentOptions options,
        int threads = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ThrowIfInvalid(texts, vectors, options);
        TokenizedTexts tokenized = TokenizedTexts.Of(texts);
        progress?.Report(0.02);

        SplitMix64 random = new(options.Seed);
        int[] first = random.NextSample(texts.Count, texts.Count / 2);
        int[] second = [.. Enumerable.Range(0, texts.Count).Except(first)];
        OutOfFold outOfFold = new(texts.Count);
        MeasureHalf(first, second);
        progress?.Report(0.27);
        MeasureHalf(second, first);
        progress?.Report(0.52);

        AdaptedTable table = AdaptedTable.Fit(general, tokenized, vectors, options, threads, cancellation);
        progress?.Report(0.97);
        double[] coefficients = outOfFold.FitCoefficients();
        StudentFidelity fidelity = FidelityOf(table.Student, tokenized, coefficients);
        byte[] file = AdaptedStudentFile.Write(table.Student, fidelity, new AdaptedStudentReport
        {
            General = $"{general.Name}@{general.Revision}",
            Teacher = options.Teacher,
            SampleTexts = texts.Count,
            SampleTokens = tokenized.TokenCount,
            TokenRows = table.Student.TokenRowCount,
            BigramRows = table.Student.RowCount - table.Student.TokenRowCount,
            GeneralCosine = table.GeneralCosine,
            GeneralLength = table.GeneralLength,
            OutOfFoldCosine = outOfFold.Mean,
            OutOfFoldTenthPercentile = outOfFold.TenthPercentile,
            PredictionCoefficients = coefficients,
            PredictionCorrelation = outOfFold.Correlation(fidelity),
            Seed = options.Seed,
        });
        progress?.Report(1);
        return Read(file, options.Name);

        void MeasureHalf(int[] fitted, int[] measured)
        {
            TokenizedTexts half = tokenized.Select(fitted);
            Student student = AdaptedTable.Fit(general, half, vectors.Select(fitted), options, threads, cancellation).Student;
            StudentFidelity halfFidelity = FidelityOf(student, half, new double[FidelitySignals.FeatureCount]);
            outOfFold.Measure(student, halfFidelity, tokenized, vectors, measured, threads, cancellation);
        }

        StudentFidelity FidelityOf(Student student, TokenizedTexts sample, double[] coefficients)
        {
            int[] counts = sample.CountIds();
            uint[] tokenCounts = Array.ConvertAll(student.Tokens, id => (uint)counts[id]);
            return new StudentFidelity(student.Tokens, tokenCounts, OutOfFold.MeanVector(student, sample, threads, cancellation), coefficients);
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <param name="file">The whole file; kept.</param>
    /// <param name="name">What the student is called, also in faults.</param>
    /// <exception cref="EarshotException">The file is cut off or not an adapted student.</exception>
    public static AdaptedStudent Read(byte[] file, string name)
    {
        Student student = Student.Read(file, name);
        if (student.Fidelity is null) throw SafetensorsFile.Fault(name, "it is a general student, not one fitted to a sample");
        return new AdaptedStudent(file, student, AdaptedStudentFile.ReadReport(new SafetensorsFile(file, name), name));
    }

    /// <summary>The file: safetensors with int8 rows; the layout stands in Models/README.md. The same student gives the same bytes.</summary>
    public ReadOnlyMemory<byte> ToBytes() => _file;

    private static void ThrowIfInvalid(BytesColumn texts, FloatMatrix vectors, AdaptedStudentOptions options)
    {
        IReadOnlyList<string> faults = options.Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults), nameof(options));
        if (texts.Count < 2) throw new ArgumentException($"a sample of {texts.Count} texts; a student is fitted to two or more", nameof(texts));
        if (vectors.Count != texts.Count || vectors.Dimensions != Student.Dimensions)
            throw new ArgumentException(
                $"{vectors.Count} vectors of {vectors.Dimensions} numbers for {texts.Count} texts; each needs one of {Student.Dimensions}", nameof(vectors));
        for (int text = 0; text < vectors.Count; text++)
        {
            if (!float.IsFinite(VectorKernels.Norm(vectors[text])))
                throw new ArgumentException($"the vector of text {text} holds NaN or an infinity", nameof(vectors));
        }
    }
}
