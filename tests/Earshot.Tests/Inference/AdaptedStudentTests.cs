using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Inference;
using Earshot.Inference.Students;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;
using Earshot.Tests.Numerics;

namespace Earshot.Tests.Inference;

public sealed partial class AdaptedStudentTests
{
    // int8 rows and 12 iterations against doubles and an exact solution: 0.99995 was seen
    private const double TwinCosine = 0.9998;

    private static readonly string[] Texts = [.. Enumerable.Range(0, 300).Select(MadeUpText)];
    private static readonly Lazy<AdaptedStudent> Fitted = new(() => Fit(Texts));

    [Fact]
    public void The_rows_are_those_of_the_recipe_solved_exactly()
    {
        string[] sample = Texts[..60];
        FloatMatrix vectors = Vectors(sample);
        StudentEncoder encoder = AdaptedStudent.Fit(Student.General, Goldens.Column(sample), vectors, new AdaptedStudentOptions()).Student.CreateEncoder();
        ReferenceAdaptedStudent reference = new(sample, vectors);
        string[] others = ["my", "refund card order", "not working phone", sample[3] + " " + sample[8]];
        foreach (string text in sample.Concat(others))
        {
            float[] z = new float[384];
            float length = encoder.EncodeFloat(Encoding.UTF8.GetBytes(text), z);
            double[] x = reference.Pool(text);
            double expected = ReferenceStudent.Length(x);
            Assert.True(x.Zip(z, (a, b) => a * b).Sum() / expected > TwinCosine, text);
            Assert.Equal(expected, length, 0.01 * expected);
        }
    }

    [Fact]
    public void On_real_texts_the_vectors_come_nearer_to_the_teachers_and_the_report_says_how_near_honestly()
    {
        string csv = File.ReadAllText(Shared.Path("data/banking77/test.csv"));
        string[] rows = [.. CsvRow().Matches(csv).Skip(1).Select(match => match.Groups["text"].Value.Trim('"'))];
        string[] texts = [.. Golden.Json("inputs/banking77.json").GetProperty("test_row_of_x3000_then_heldout80").Integers().Select(row => rows[row])];
        FloatMatrix all = Golden.Embeddings, sample = all.Select([.. Enumerable.Range(0, 1_200)]);
        AdaptedStudent adapted = AdaptedStudent.Fit(Student.General, Goldens.Column(texts[..1_200]), sample, new AdaptedStudentOptions(), threads: 2);
        double general = MeanCosine(Student.General, texts[1_200..3_000], all, 1_200), fitted = MeanCosine(adapted.Student, texts[1_200..3_000], all, 1_200);
        Assert.InRange(general, 0.915, 0.925);
        Assert.InRange(fitted - general, 0.008, 0.03);
        Assert.InRange(fitted - adapted.Report.OutOfFoldCosine, 0, 0.015);
        Assert.Equal(general, adapted.Report.GeneralCosine, 0.005);
        Assert.InRange(adapted.Report.PredictionCorrelation, 0.4, 0.9);
    }

    [Fact]
    public void The_file_is_the_same_bytes_for_1_2_3_and_8_threads()
    {
        foreach (int threads in new[] { 2, 3, 8 })
        {
            AdaptedStudent other = Fit(Texts, threads);
            Assert.True(Fitted.Value.ToBytes().Span.SequenceEqual(other.ToBytes().Span));
        }
    }

    [Fact]
    public void The_report_counts_what_was_fitted()
    {
        AdaptedStudentReport report = Fitted.Value.Report;
        Assert.Equal($"student-general@{Student.General.Revision}", report.General);
        Assert.Equal((300, 42UL), (report.SampleTexts, report.Seed));
        Assert.Equal(Fitted.Value.Student.RowCount, report.TokenRows + report.BigramRows);
        Assert.True(report.OutOfFoldCosine > report.GeneralCosine + 0.2, report.ToString());
        Assert.InRange(report.OutOfFoldTenthPercentile, report.GeneralCosine, report.OutOfFoldCosine);
        Assert.Equal(6, report.PredictionCoefficients.Count);
    }

    [Fact]
    public void Another_seed_measures_with_other_halves_and_fits_the_same_rows()
    {
        AdaptedStudent other = AdaptedStudent.Fit(Student.General, Goldens.Column(Texts), Vectors(Texts), new AdaptedStudentOptions { Seed = 1 });
        Assert.NotEqual(Fitted.Value.Report.OutOfFoldCosine, other.Report.OutOfFoldCosine);
        Assert.Equal(Fitted.Value.Student.Scales, other.Student.Scales);
    }

    [Fact]
    public void A_student_that_was_kept_gives_the_same_vectors_predictions_and_report_when_it_is_read()
    {
        AdaptedStudent adapted = Fitted.Value;
        var loaded = AdaptedStudent.Read(adapted.ToBytes().ToArray(), "mine");
        Assert.Equal(("mine", adapted.Student.Revision), (loaded.Student.Name, loaded.Student.Revision));
        Assert.Equal(
            JsonSerializer.Serialize(adapted.Report, JsonSerializerOptions.Default), JsonSerializer.Serialize(loaded.Report, JsonSerializerOptions.Default));
        Assert.Equal(Encode(adapted.Student).Values, Encode(loaded.Student).Values);
        Assert.Equal(Encode(adapted.Student).Predicted, Encode(loaded.Student).Predicted);
    }

    [Fact]
    public void Predictions_change_no_vector_and_are_the_six_coefficients_times_the_signals()
    {
        Student student = Fitted.Value.Student;
        (sbyte[] values, float[] scales, float[] predicted) = Encode(student);
        BytesColumn texts = Goldens.Column([.. Texts, Texts[5], "", "wombat zeppelin"]);
        sbyte[] plain = new sbyte[texts.Count * 384];
        float[] plainScales = new float[texts.Count];
        student.CreateEncoder().Encode(texts, plain, plainScales);
        Assert.Equal(plain, values);
        Assert.Equal(plainScales, scales);
        Assert.Equal(predicted[5], predicted[300]);
        Assert.True(predicted[302] < predicted[..300].Min(), "words that the sample never showed are not seen to be risky");

        StudentEncoder encoder = student.CreateEncoder();
        float[] z = new float[384];
        FidelitySignals signals = encoder.EncodeIds(TokenizedTexts.Of(texts)[7], z, student.Fidelity!);
        double[] features =
        [
            1, signals.Length, Math.Log(signals.Tokens + 1), signals.Rarity, signals.BigramShare, VectorKernels.Dot(z, student.Fidelity!.Mean),
        ];
        Assert.Equal(features.Zip(Fitted.Value.Report.PredictionCoefficients, (x, y) => x * y).Sum(), predicted[7], 1e-5);
        Assert.Equal(encoder.EncodeFloat(texts[7], z), signals.Length);
    }

    [Fact]
    public void A_general_student_predicts_nothing_and_says_so()
    {
        Assert.False(Student.General.PredictsFidelity);
        StudentEncoder encoder = Student.General.CreateEncoder();
        var fault = Assert.Throws<InvalidOperationException>(
            () => encoder.EncodeWithPrediction(Goldens.Column(["a"]), new sbyte[384], new float[1], new float[1]));
        Assert.Equal("student-general was not fitted to a sample and can't predict how near its vectors are", fault.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900)]
    [InlineData(200_000)]
    [InlineData(-1)]
    public void A_file_cut_off_anywhere_is_refused(int length)
    {
        ReadOnlyMemory<byte> file = Fitted.Value.ToBytes();
        byte[] cut = file[..(length < 0 ? file.Length + length : length)].ToArray();
        var fault = Assert.Throws<EarshotException>(() => AdaptedStudent.Read(cut, "mine"));
        Assert.StartsWith("mine is not a student: ", fault.Message);
        Assert.Equal("the file is cut off or of another kind; fetch or build it again", fault.Hint);
    }

    [Theory]
    [InlineData("\"report\"", "\"_eport\"", "mine is not a student: its header has no report")]
    [InlineData("sample_texts", "simple_texts", "mine is not a student: the report in its header is malformed")]
    [InlineData("\"I8\"", "\"U8\"", "mine is not a student: tensor tokens.q is U8, not I8")]
    [InlineData("\"shape\":[384]", "\"shape\":[ 38]", "mine is not a student: tensor mean of 152 bytes stands at ")]
    public void A_header_that_does_not_fit_is_refused_by_name(string from, string to, string message)
    {
        byte[] file = Fitted.Value.ToBytes().ToArray();
        int header = 8 + BitConverter.ToInt32(file, 0);
        byte[] changed = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file, 8, header - 8).Replace(from, to, StringComparison.Ordinal));
        changed.CopyTo(file, 8);
        Assert.StartsWith(message, Assert.Throws<EarshotException>(() => AdaptedStudent.Read(file, "mine")).Message);
    }

    [Fact]
    public void A_general_student_is_no_adapted_one()
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => AdaptedStudent.Read(EmbeddedFile.Bytes(Student.GeneralFile).ToArray(), "general"));
        Assert.Equal("general is not a student: it is a general student, not one fitted to a sample", fault.Message);
    }

    [Fact]
    public void A_sample_or_options_that_make_no_sense_are_refused()
    {
        AdaptedStudentOptions options = new();
        BytesColumn two = Goldens.Column(["one", "two"]);
        Assert.Throws<ArgumentException>(() => AdaptedStudent.Fit(Student.General, Goldens.Column(["one"]), Vectors(["one"]), options));
        Assert.Throws<ArgumentException>(() => AdaptedStudent.Fit(Student.General, two, Vectors(["one"]), options));
        Assert.Throws<ArgumentException>(() => AdaptedStudent.Fit(Student.General, two, new FloatMatrix(new float[512], 256), options));
        float[] bad = new float[768];
        bad[500] = float.NaN;
        var fault = Assert.Throws<ArgumentException>(() => AdaptedStudent.Fit(Student.General, two, new FloatMatrix(bad, 384), options));
        Assert.StartsWith("the vector of text 1 holds NaN or an infinity", fault.Message);
        Assert.Equal(
            ["Bigrams is -1; allowed are 0 to 1000000", "Iterations is 0; allowed are 1 to 1000", "Penalty is 0; allowed is above 0 up to 1000"],
            new AdaptedStudentOptions { Bigrams = -1, Iterations = 0, Penalty = 0 }.Validate());
    }

    [Fact]
    public void Two_texts_without_a_token_and_without_a_vector_can_be_fitted()
    {
        AdaptedStudent adapted = AdaptedStudent.Fit(Student.General, Goldens.Column(["", ""]), new FloatMatrix(new float[768], 384), new());
        Assert.Equal(0, adapted.Report.OutOfFoldCosine);
        Assert.All(adapted.Report.PredictionCoefficients, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void A_cancelled_fit_ends_and_progress_grows_to_1()
    {
        CancellationToken cancelled = new(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(
            () => AdaptedStudent.Fit(Student.General, Goldens.Column(Texts), Vectors(Texts), new(), cancellation: cancelled));
        Heard heard = new();
        AdaptedStudent.Fit(Student.General, Goldens.Column(Texts[..20]), Vectors(Texts[..20]), new AdaptedStudentOptions(), progress: heard);
        Assert.Equal(heard.Shares.Order(), heard.Shares);
        Assert.Equal(1, heard.Shares[^1]);
    }

    [GeneratedRegex("^(?<text>\"([^\"]|\"\")*\"|[^,\r\n]*),[A-Za-z_?]+\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CsvRow();

    private static AdaptedStudent Fit(string[] texts, int threads = 1) =>
        AdaptedStudent.Fit(Student.General, Goldens.Column(texts), Vectors(texts), new AdaptedStudentOptions(), threads);

    private static string MadeUpText(int number)
    {
        string[] words = "my card order refund not working phone please help late the password reset app charge twice".Split(' ');
        SplitMix64 random = new(SplitMix64.Derive(8, (ulong)number));
        string text = string.Join(' ', Enumerable.Range(0, 3 + random.NextInt32(7)).Select(_ => words[random.NextInt32(words.Length)]));
        return string.Create(CultureInfo.InvariantCulture, $"{text} {number % 23}");
    }

    /// <summary>A teacher that adds a random vector for each token, and takes away a little of the token before it.</summary>
    private static FloatMatrix Vectors(string[] texts)
    {
        TokenizedTexts tokenized = TokenizedTexts.Of(Goldens.Column(texts));
        float[] vectors = new float[texts.Length * 384];
        for (int text = 0; text < texts.Length; text++)
        {
            Span<float> vector = vectors.AsSpan(text * 384, 384);
            ushort[] ids = [101, .. tokenized[text]];
            for (int i = 0; i < ids.Length; i++)
            {
                float[] token = VectorKernelsTests.Numbers(384, 1_000UL + ids[i]), before = VectorKernelsTests.Numbers(384, 1_000UL + ids[Math.Max(0, i - 1)]);
                for (int d = 0; d < 384; d++) vector[d] += token[d] - (0.3f * before[383 - d]);
            }

            float length = VectorKernels.Norm(vector);
            foreach (ref float value in vector) value /= length;
        }

        return new FloatMatrix(vectors, 384);
    }

    private static (sbyte[] Values, float[] Scales, float[] Predicted) Encode(Student student)
    {
        BytesColumn texts = Goldens.Column([.. Texts, Texts[5], "", "wombat zeppelin"]);
        sbyte[] values = new sbyte[texts.Count * 384];
        float[] scales = new float[texts.Count], predicted = new float[texts.Count];
        Assert.Equal(302, student.CreateEncoder().EncodeWithPrediction(texts, values, scales, predicted));
        return (values, scales, predicted);
    }

    private static double MeanCosine(Student student, string[] texts, FloatMatrix vectors, int first)
    {
        StudentEncoder encoder = student.CreateEncoder();
        float[] z = new float[384];
        double sum = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            encoder.EncodeFloat(Encoding.UTF8.GetBytes(texts[i]), z);
            sum += VectorKernels.CosineSimilarity(z, vectors[first + i]);
        }

        return sum / texts.Length;
    }

    private sealed class Heard : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }
}
