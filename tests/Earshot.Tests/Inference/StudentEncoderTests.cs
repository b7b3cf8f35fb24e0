using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Earshot.Core.Columns;
using Earshot.Inference;
using Earshot.Inference.Students;

namespace Earshot.Tests.Inference;

public sealed class StudentEncoderTests
{
    /// <summary>Floats against doubles: rounding is 6·10⁻⁸ of a component an addition, and most texts add a few dozen rows.</summary>
    private const double FloatTolerance = 2e-6;

    /// <summary>Half a step of the int8 grid, and a little for the floats in between.</summary>
    private const double HalfStep = 0.5001;

    private readonly StudentEncoder _encoder = Student.General.CreateEncoder();

    /// <summary>The values are those that an independent reader in another language prints, for the student that was there to start from.</summary>
    [Theory]
    [InlineData("My card has not arrived yet", "0.83315", "-0.02333 -0.00979 -0.01075 0.02974 -0.00464 -0.04273 0.00601 -0.02657")]
    [InlineData("Cannot log in to the VPN", "0.70104", "-0.01971 -0.00028 -0.01966 -0.03590 0.00163 0.08235 0.05910 -0.00856")]
    public void The_worked_examples_come_out_to_five_digits(string text, string length, string first)
    {
        float[] vector = new float[Student.Dimensions];
        StudentEncoder encoder = Student.Read(File.ReadAllBytes(Shared.Path("models/student-general/student-general.safetensors")), "first").CreateEncoder();
        float x = encoder.EncodeFloat(System.Text.Encoding.UTF8.GetBytes(text), vector);
        Assert.Equal(length, x.ToString("F5", CultureInfo.InvariantCulture));
        Assert.Equal(first, string.Join(' ', vector.Take(8).Select(value => value.ToString("F5", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Every_vector_equals_the_formula_in_doubles()
    {
        ReferenceStudent reference = new(EmbeddedFile.Bytes(Student.GeneralFile).ToArray());
        BytesColumn texts = Goldens.CaseTexts();
        QuantizedRows rows = new();
        _encoder.Encode(texts, rows);
        float[] vector = new float[Student.Dimensions];
        for (int row = 0; row < texts.Count; row++)
        {
            double[] x = reference.Pool(texts[row]);
            double length = ReferenceStudent.Length(x);
            Assert.Equal(length, _encoder.EncodeFloat(texts[row], vector), FloatTolerance);
            Assert.Equal(length, rows.Lengths[row], FloatTolerance);
            double scale = x.Max(Math.Abs) / length / 127;
            Assert.Equal(scale, rows.Scales[row], FloatTolerance / 127);
            for (int d = 0; d < x.Length; d++)
            {
                Assert.Equal(x[d] / length, vector[d], FloatTolerance);
                Assert.Equal(x[d] / length / scale, rows.Values[(row * Student.Dimensions) + d], HalfStep);
            }
        }
    }

    [Fact]
    public void Quantised_vectors_keep_their_direction_to_four_nines()
    {
        BytesColumn texts = Goldens.Banking77();
        QuantizedRows rows = new();
        _encoder.Encode(texts, rows);
        float[] vector = new float[Student.Dimensions];
        double worst = 1;
        for (int row = 0; row < texts.Count; row++)
        {
            _encoder.EncodeFloat(texts[row], vector);
            worst = Math.Min(worst, Cosine(vector, rows.Values.Slice(row * Student.Dimensions, Student.Dimensions)));
        }

        Assert.True(worst > 0.9999, $"worst cosine {worst}");
    }

    /// <summary>A third of the reference texts are oddities (scripts, emoji, control characters) that no student of English knows: 0.73 over all.</summary>
    [Fact]
    public void The_student_points_where_its_teacher_points()
    {
        float[] teacher = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Shared.Path("goldens/minilm/embeddings.f32"))).ToArray();
        string[] cases = [.. Goldens.Cases().Select(row => row.GetProperty("text").GetString()!)];
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/minilm/texts.json")));
        JsonElement[] entries = [.. document.RootElement.EnumerateArray()];
        QuantizedRows rows = new();
        _encoder.Encode(Goldens.Column(entries.Select(row => row.GetProperty("text").GetString() ?? cases[row.GetProperty("wordpiece_case").GetInt32()])), rows);
        double[] cosines = [.. Enumerable.Range(0, entries.Length).Select(row => Cosine(
            teacher.AsSpan(row * Student.Dimensions, Student.Dimensions), rows.Values.Slice(row * Student.Dimensions, Student.Dimensions)))];
        string[] tickets = ["banking77", "helpdesk", "ticket"];
        double english = cosines.Where((_, row) => tickets.Contains(entries[row].GetProperty("group").GetString())).Average();
        Assert.True(english > 0.85 && cosines.Average() > 0.72, $"mean cosine {english} on tickets, {cosines.Average()} on all");
    }

    [Fact]
    public void Equal_texts_are_embedded_once_and_get_the_same_row()
    {
        BytesColumn texts = Goldens.Column(["reset my password", "", "reset my password", "Reset my password!", "", "reset my password"]);
        texts.AppendNull();
        QuantizedRows rows = new();
        Assert.Equal(3, _encoder.Encode(texts, rows));
        int[] firsts = [0, 1, 0, 3, 1, 0, 1];
        for (int row = 0; row < firsts.Length; row++)
        {
            BytesColumn alone = new();
            alone.Append(texts[row]);
            QuantizedRows expected = new();
            Student.General.CreateEncoder().Encode(alone, expected);
            Assert.Equal(expected.Values, rows.Values.Slice(row * Student.Dimensions, Student.Dimensions));
            Assert.Equal((expected.Scales[0], expected.Lengths[0]), (rows.Scales[row], rows.Lengths[row]));
            Assert.Equal(rows.Scales[firsts[row]], rows.Scales[row]);
        }
    }

    [Fact]
    public void An_empty_text_is_the_bias_alone()
    {
        float[] vector = new float[Student.Dimensions];
        float length = _encoder.EncodeFloat(ReadOnlySpan<byte>.Empty, vector);
        ReferenceStudent reference = new(EmbeddedFile.Bytes(Student.GeneralFile).ToArray());
        Assert.Equal(ReferenceStudent.Length(reference.Pool([])), length, FloatTolerance);
        Assert.Equal(1, Math.Sqrt(vector.Sum(value => (double)value * value)), FloatTolerance);
    }

    /// <summary>Run also with DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0; the constant was made with AVX-512.</summary>
    [Fact]
    public void Every_instruction_set_gives_the_same_bytes()
    {
        QuantizedRows rows = new();
        _encoder.Encode(Goldens.CaseTexts(), rows);
        byte[] bytes = [.. MemoryMarshal.AsBytes(rows.Values), .. MemoryMarshal.AsBytes(rows.Scales), .. MemoryMarshal.AsBytes(rows.Lengths)];
        Assert.Equal("e0eb17cbbc05e94a", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }

    [Fact]
    public void Blocks_are_appended_and_a_block_of_none_adds_none()
    {
        QuantizedRows rows = new();
        Assert.Equal(0, _encoder.Encode(new BytesColumn(), rows));
        Assert.Equal(1, _encoder.Encode(Goldens.Column(["first"]), rows));
        sbyte[] first = rows.Values.ToArray();
        _encoder.Encode(Goldens.Column(Enumerable.Range(0, 3000).Select(i => $"ticket {i}")), rows);
        Assert.Equal(3001, rows.Count);
        Assert.Equal(first, rows.Values[..Student.Dimensions].ToArray());
        rows.Clear();
        Assert.Equal(0, rows.Count);
    }

    [Fact]
    public void Room_of_the_wrong_size_is_refused_before_anything_is_written()
    {
        BytesColumn texts = Goldens.Column(["a", "b"]);
        Assert.Throws<ArgumentException>(() => _encoder.Encode(texts, new sbyte[384], new float[2]));
        Assert.Throws<ArgumentException>(() => _encoder.Encode(texts, new sbyte[768], new float[3]));
        Assert.Throws<ArgumentException>(() => _encoder.Encode(texts, new sbyte[768], new float[2], new float[1]));
    }

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<sbyte> q)
    {
        double dot = 0, xx = 0, qq = 0;
        for (int d = 0; d < x.Length; d++)
        {
            dot += (double)x[d] * q[d];
            xx += (double)x[d] * x[d];
            qq += (double)q[d] * q[d];
        }

        return dot / Math.Sqrt(xx * qq);
    }
}
