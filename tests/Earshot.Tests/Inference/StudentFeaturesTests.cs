using Earshot.Inference.Students;
using Earshot.Numerics.LeastSquares;
using Earshot.Tests.Numerics;

namespace Earshot.Tests.Inference;

public sealed class StudentFeaturesTests
{
    [Fact]
    public void A_row_has_the_bias_its_tokens_and_its_listed_pairs_counted_and_divided_by_the_root_of_the_length()
    {
        TokenizedTexts texts = TokenizedTexts.Of(Goldens.Column(["my card my card", "", "zzz card"]));
        ushort my = texts[0][0], card = texts[0][1];
        StudentFeatures features = new([101, my, card], [AdjacentPairs.Key(my, card)]);
        double[][] rows = SparseRowsTests.Dense(features.Assemble(texts));
        double half = 1 / Math.Sqrt(5), rare = 1 / Math.Sqrt(texts[2].Length + 1);
        Assert.Equal([half, 2 * half, 2 * half, 2 * half], rows[0].Select(value => value), (x, y) => Math.Abs(x - y) < 1e-7);
        Assert.Equal([1d, 0, 0, 0], rows[1]);
        Assert.Equal([rare, 0, rare, 0], rows[2], (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Fact]
    public void The_rows_times_the_general_table_are_the_pooled_vectors_of_the_encoder()
    {
        TokenizedTexts texts = TokenizedTexts.Of(Goldens.Column(["How do I locate my card?", "Cannot log in to the VPN", "log in log in log in"]));
        StudentFeatures features = new(Student.General.Tokens, Student.General.BigramKeys);
        SparseRows a = features.Assemble(texts);
        float[] ones = new float[features.Count];
        Array.Fill(ones, 1f);
        float[] counts = a.Multiply(new Earshot.Numerics.Vectors.FloatMatrix(ones, 1));
        StudentEncoder encoder = Student.General.CreateEncoder();
        StudentFidelity none = new([], [], new float[384], new double[6]);
        for (int text = 0; text < texts.Count; text++)
        {
            FidelitySignals signals = encoder.EncodeIds(texts[text], new float[384], none);
            double rows = 1 + texts[text].Length + (signals.BigramShare * texts[text].Length);
            Assert.Equal(rows / Math.Sqrt(texts[text].Length + 1), counts[text], 1e-5);
        }
    }

    [Fact]
    public void Pairs_are_taken_by_frequency_and_among_equals_by_key()
    {
        TokenizedTexts texts = TokenizedTexts.Of(Goldens.Column(["a b c", "a b d", "c d", "c d", "x"]));
        int a = texts[0][0], b = texts[0][1], c = texts[0][2], d = texts[1][2];
        uint[] twice = [AdjacentPairs.Key(a, b), AdjacentPairs.Key(c, d)];
        uint[] all = [.. twice, AdjacentPairs.Key(b, c), AdjacentPairs.Key(b, d)];
        Assert.Equal(twice.Order(), AdjacentPairs.MostFrequent(texts, most: 10, leastCount: 2));
        Assert.Equal(all.Order(), AdjacentPairs.MostFrequent(texts, most: 10, leastCount: 1));
        Assert.Equal([.. twice.Append(AdjacentPairs.Key(b, c)).Order()], AdjacentPairs.MostFrequent(texts, most: 3, leastCount: 1));
        Assert.Equal([twice.Min()], AdjacentPairs.MostFrequent(texts, most: 1, leastCount: 1));
        Assert.Empty(AdjacentPairs.MostFrequent(texts, most: 0, leastCount: 1));
    }

    [Fact]
    public void Row_weights_undo_the_length_but_not_below_three_tenths_of_the_mean()
    {
        float[] weights = StudentFeatures.RowWeights([2, 1, 0, 1]);
        Assert.Equal([1 / 2f, 1, 1 / 0.3f, 1], weights, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal([1f, 1f], StudentFeatures.RowWeights([0, 0]));
        Assert.Empty(StudentFeatures.RowWeights([]));
    }

    [Fact]
    public void Chosen_texts_keep_their_tokens()
    {
        TokenizedTexts texts = TokenizedTexts.Of(Goldens.Column(["one two", "", string.Join(' ', Enumerable.Repeat("word", 500)), "three"]));
        TokenizedTexts chosen = texts.Select([3, 2, 0]);
        Assert.Equal(254, chosen[1].Length);
        Assert.Equal(texts[3].ToArray(), chosen[0].ToArray());
        Assert.Equal(texts[0].ToArray(), chosen[2].ToArray());
        Assert.Equal(1 + 254 + 2, chosen.TokenCount);
        Assert.Equal(254, chosen.CountIds()[texts[2][0]]);
    }
}
