using System.Runtime.InteropServices;
using Earshot.Core.Clusters.Daily;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Clusters.Daily;

public sealed class DayClusteringTests
{
    private static readonly (FloatMatrix Rows, int[] Groups, int[] Parts) Day = NestedGroups.Of([60], [45], [30]);

    [Fact]
    public void The_clusters_of_a_day_are_numbered_by_size_and_each_ticket_says_how_near_it_is()
    {
        DayClustering day = Of(Day.Rows);
        Assert.Equal(3, day.Persistence.Length);
        Assert.All(Enumerable.Range(0, Day.Rows.Count).Where(row => day.Clusters[row] >= 0), row =>
        {
            Assert.Equal(Day.Groups[row], day.Clusters[row]);
            Assert.InRange(day.Memberships[row], 0, 1);
            Assert.InRange(day.OutlierScores[row], 0, 1);
            Assert.InRange(day.Similarities[row], 0.8f, 1);
        });
        Assert.InRange(day.Clusters.Count(cluster => cluster >= 0), 100, 135);
    }

    [Fact]
    public void A_text_that_comes_often_counts_once_and_all_its_tickets_go_together()
    {
        // 4 different texts are fewer than a cluster needs, however many tickets have them
        int[] repeated = [.. Enumerable.Range(0, 80).Select(row => row % 4)];
        Assert.All(Of(Day.Rows.Select(repeated), [.. repeated]).Clusters, cluster => Assert.Equal(-1, cluster));
        int[] twice = [.. Enumerable.Range(0, Day.Rows.Count).Concat(Enumerable.Range(0, Day.Rows.Count))];
        DayClustering once = Of(Day.Rows), both = Of(Day.Rows.Select(twice), twice);
        Assert.Equal(once.Clusters.Concat(once.Clusters), both.Clusters);
    }

    [Fact]
    public void A_ticket_without_words_is_noise_and_a_day_of_such_tickets_has_no_clusters()
    {
        float[] values = new float[Day.Rows.Count * NestedGroups.Dimensions];
        for (int row = 1; row < Day.Rows.Count; row++) Day.Rows.Read(row, values.AsSpan(row * NestedGroups.Dimensions, NestedGroups.Dimensions));
        DayClustering day = Of(new FloatMatrix(values, NestedGroups.Dimensions));
        Assert.Equal((-1, 0f, true), (day.Clusters[0], day.Memberships[0], float.IsNaN(day.OutlierScores[0])));
        Assert.Equal(3, day.Persistence.Length);
        Assert.Empty(Of(new FloatMatrix(new float[20 * NestedGroups.Dimensions], NestedGroups.Dimensions)).Persistence);
    }

    [Fact]
    public void Texts_beyond_the_sample_are_placed_by_it()
    {
        DayClustering day = Of(Day.Rows, mostTexts: 100);
        Assert.Equal(35, day.OutlierScores.Count(float.IsNaN));
        Assert.Equal(3, day.Persistence.Length);
        int[] placed = [.. Enumerable.Range(0, Day.Rows.Count).Where(row => float.IsNaN(day.OutlierScores[row]) && day.Clusters[row] >= 0)];
        Assert.InRange(placed.Length, 15, 35);
        Assert.Equal(3, placed.Select(row => (Day.Groups[row], day.Clusters[row])).Distinct().Count());
    }

    private static DayClustering Of(FloatMatrix rows, int[]? texts = null, int mostTexts = 20_000)
    {
        QuantizedMatrix quantized = new(rows.Count, rows.Dimensions);
        BytesColumn vectors = new();
        ValueColumn<float> scales = new();
        for (int row = 0; row < rows.Count; row++)
        {
            quantized.Quantize(row, rows[row]);
            vectors.Append(MemoryMarshal.AsBytes<sbyte>(quantized[row]));
            scales.Append(quantized.Scales[row]);
        }

        long[] hashes = [.. (texts ?? [.. Enumerable.Range(0, rows.Count)]).Select(text => text * 7919L)];
        return DayClustering.Of(hashes, vectors, scales, rows.Dimensions, seed: 1, threads: 2, TestContext.Current.CancellationToken, mostTexts);
    }
}
