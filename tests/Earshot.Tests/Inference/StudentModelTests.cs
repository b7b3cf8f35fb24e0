using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Students;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Inference;

public sealed class StudentModelTests
{
    [Fact]
    public void Floats_are_those_of_the_rows_that_the_pipeline_writes_and_every_row_is_told_once_on_any_number_of_threads()
    {
        const int Count = 2_500;
        BytesColumn texts = Goldens.Column([.. Enumerable.Range(0, Count).Select(row => $"order {row} did not arrive")]);
        sbyte[] values = new sbyte[Count * Student.Dimensions];
        float[] scales = new float[Count];
        Student.General.CreateEncoder().Encode(texts, values, scales);
        float[] expected = new float[values.Length];
        for (int row = 0; row < Count; row++)
        {
            Range numbers = (row * Student.Dimensions)..((row + 1) * Student.Dimensions);
            Int8Quantization.Dequantize(values.AsSpan(numbers), scales[row], expected.AsSpan(numbers));
        }


        using StudentModel model = new(Student.General);
        foreach (int threads in (int[])[1, 3])
        {
            List<int> told = [];
            float[] vectors = new float[values.Length];
            model.Embed(texts, vectors, new EmbedOptions { Threads = threads, Completed = rows => told.AddRange(rows.ToArray()) });
            Assert.Equal(expected, vectors);
            Assert.Equal(Enumerable.Range(0, Count), told.Order());
        }

        Assert.Throws<ArgumentException>(() => model.Embed(texts, new float[Student.Dimensions], new EmbedOptions()));
    }
}
