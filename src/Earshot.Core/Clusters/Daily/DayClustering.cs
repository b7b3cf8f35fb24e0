using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Density;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters.Daily;

/// <summary>
/// The tickets of one day clustered by HDBSCAN straight on their vectors, by its defaults (clusters of at least 5 texts or 1/200 of them, Euclidean, excess of
/// mass). Each text counts once; of more than 20,000 a sample is clustered and the others are placed by it.
/// </summary>
internal sealed class DayClustering
{
    private const int MostTexts = 20_000;

    private DayClustering(int rows)
    {
        Clusters = new int[rows];
        Memberships = new float[rows];
        OutlierScores = new float[rows];
        Similarities = new float[rows];
        Clusters.AsSpan().Fill(-1);
        OutlierScores.AsSpan().Fill(float.NaN);
    }

    /// <summary>Of each ticket its cluster, the largest 0, or −1.</summary>
    public int[] Clusters { get; }

    /// <summary>How firmly it belongs there, 0 to 1.</summary>
    public float[] Memberships { get; }

    /// <summary>How much it is an outlier of its day, 0 to 1; NaN for a text that was placed, not clustered, and for one without words.</summary>
    public float[] OutlierScores { get; }

    /// <summary>Its cosine to the centroid of its cluster; 0 for noise.</summary>
    public float[] Similarities { get; }

    /// <summary>How long each cluster persists for its size, 0 to 1.</summary>
    public double[] Persistence { get; private set; } = [];

    /// <summary>Different texts that clusters were looked for among.</summary>
    public int DistinctTexts { get; private set; }

    /// <summary>Clusters the tickets of a day.</summary>
    /// <param name="textHashes">Of each ticket the hash of its text.</param>
    /// <param name="vectors">Their vectors.</param>
    /// <param name="scales">The scales of those; 0 for a text without words.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="seed">Of the sample.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <param name="mostTexts">Texts that are clustered at most.</param>
    public static DayClustering Of(
        ReadOnlySpan<long> textHashes,
        BytesColumn vectors,
        ValueColumn<float> scales,
        int dimensions,
        ulong seed,
        int threads,
        CancellationToken cancellation,
        int mostTexts = MostTexts)
    {
        DayClustering day = new(textHashes.Length);
        HashSample<int> distinct = new(mostTexts, seed);
        for (int row = 0; row < textHashes.Length; row++)
        {
            if (scales[row] == 0) continue;
            if (distinct.Wants((ulong)textHashes[row])) distinct.Add((ulong)textHashes[row], row);
        }

        int[] rows = [.. distinct.Drawn().Select(text => text.Item).Order()];
        day.DistinctTexts = rows.Length;
        if (rows.Length == 0) return day;
        HdbscanModel model = Hdbscan.Fit(Select(rows, vectors, scales, dimensions), new HdbscanOptions(), threads, cancellation);
        Dictionary<long, int> rowOf = [];
        for (int text = 0; text < rows.Length; text++) rowOf[textHashes[rows[text]]] = text;
        List<int> strangers = [];
        for (int row = 0; row < textHashes.Length; row++)
        {
            if (scales[row] == 0) continue;
            if (rowOf.TryGetValue(textHashes[row], out int text)) day.Set(row, model.Labels[text], model.Probabilities[text], model.OutlierScores[text]);
            else strangers.Add(row);
        }

        if (strangers.Count > 0) day.PlaceStrangers(strangers, model, vectors, scales, dimensions, threads, cancellation);
        day.RenumberBySize(model);
        day.Compare(vectors, scales, dimensions);
        return day;
    }

    private void Set(int row, int cluster, double membership, double outlierScore) =>
        (Clusters[row], Memberships[row], OutlierScores[row]) = (cluster, (float)membership, (float)outlierScore);

    private void PlaceStrangers(
        List<int> strangers, HdbscanModel model, BytesColumn vectors, ValueColumn<float> scales, int dimensions, int threads, CancellationToken cancellation)
    {
        HdbscanPrediction placed = model.Predict(Select([.. strangers], vectors, scales, dimensions), threads, cancellation);
        for (int i = 0; i < strangers.Count; i++) Set(strangers[i], placed.Labels[i], placed.Strengths[i], double.NaN);
    }

    private static QuantizedMatrix Select(ReadOnlySpan<int> rows, BytesColumn vectors, ValueColumn<float> scales, int dimensions)
    {
        QuantizedMatrix selected = new(rows.Length, dimensions);
        for (int i = 0; i < rows.Length; i++)
        {
            MemoryMarshal.Cast<byte, sbyte>(vectors[rows[i]]).CopyTo(selected[i]);
            selected.Scales[i] = scales[rows[i]];
        }

        return selected;
    }

    private void RenumberBySize(HdbscanModel model)
    {
        int[] sizes = new int[model.Clusters], firsts = new int[model.Clusters];
        for (int row = Clusters.Length - 1; row >= 0; row--)
        {
            if (Clusters[row] < 0) continue;
            sizes[Clusters[row]]++;
            firsts[Clusters[row]] = row;
        }

        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(cluster => sizes[cluster]).ThenBy(cluster => firsts[cluster])];
        int[] numbers = new int[order.Length];
        for (int number = 0; number < order.Length; number++) numbers[order[number]] = number;
        for (int row = 0; row < Clusters.Length; row++)
            if (Clusters[row] >= 0) Clusters[row] = numbers[Clusters[row]];
        Persistence = [.. order.Select(cluster => model.Persistence[cluster])];
    }

    private void Compare(BytesColumn vectors, ValueColumn<float> scales, int dimensions)
    {
        EmbeddingRows rows = new(vectors, scales, dimensions);
        double[][] sums = [.. Persistence.Select(_ => new double[dimensions])];
        float[] values = new float[dimensions];
        for (int row = 0; row < Clusters.Length; row++)
        {
            if (Clusters[row] < 0) continue;
            rows.Read(row, values);
            for (int i = 0; i < dimensions; i++) sums[Clusters[row]][i] += values[i];
        }

        float[][] centroids = [.. sums.Select(sum => Array.ConvertAll(sum, value => (float)value))];
        for (int row = 0; row < Clusters.Length; row++)
        {
            if (Clusters[row] < 0) continue;
            rows.Read(row, values);
            Similarities[row] = VectorKernels.CosineSimilarity(values, centroids[Clusters[row]]);
        }
    }
}
