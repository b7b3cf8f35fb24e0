using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;
using Earshot.Inference.Students;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Recipes;

/// <summary>
/// The margin below which a text goes to the teacher: a quantile over texts that the student was not fitted to, drawn from all partitions. One number
/// for all texts, so whether a text is rechecked depends on nothing but the text: not on the block, the batch or the command that it comes in.
/// </summary>
internal static class RecheckThreshold
{
    private const int Texts = 20_000;

    /// <summary>The threshold: minus infinity for no text, infinity for all.</summary>
    /// <param name="datasets">Where the tickets are read.</param>
    /// <param name="tickets">Their asset.</param>
    /// <param name="student">Makes the vectors.</param>
    /// <param name="isKnown">Whether the teacher embedded the text of a hash already.</param>
    /// <param name="margin">The margins.</param>
    /// <param name="percent">Share of texts below the threshold, 0 to 100.</param>
    public static float Of(IDatasetReader datasets, AssetDefinition tickets, Student student, Func<long, bool> isKnown, CentroidMargins margin, double percent)
    {
        if (percent <= 0) return float.NegativeInfinity;
        if (percent >= 100) return float.PositiveInfinity;
        BytesColumn texts = Draw(datasets, tickets, isKnown);
        if (texts.Count == 0) return float.NegativeInfinity;

        sbyte[] vectors = new sbyte[texts.Count * Student.Dimensions];
        float[] scales = new float[texts.Count];
        student.CreateEncoder().Encode(texts, vectors, scales);
        float[] margins = new float[texts.Count];
        margin.Of(new QuantizedMatrix(vectors, scales, Student.Dimensions), margins);
        Array.Sort(margins);
        return margins[Math.Min(margins.Length - 1, (int)Math.Round(margins.Length * percent / 100))];
    }

    // The first different texts of each partition, as many of each.
    private static BytesColumn Draw(IDatasetReader datasets, AssetDefinition tickets, Func<long, bool> isKnown)
    {
        BytesColumn drawn = new(), texts = new();
        HashSet<long> seen = [];
        ColumnBatch batch = new(TicketText.Columns);
        int left = tickets.Partitions.Count;
        foreach (string partition in tickets.Partitions)
        {
            int until = drawn.Count + ((Texts - drawn.Count) / left--);
            using IBatchReader reader = datasets.Open(tickets.Name, partition, batch.Schema);
            for (batch.Clear(); drawn.Count < until && reader.Read(batch, 4096); batch.Clear())
            {
                texts.Clear();
                TicketText.AppendClean(batch, texts);
                for (int row = 0; row < texts.Count && drawn.Count < until; row++)
                {
                    long hash = (long)StableHash.Of(texts[row]);
                    if (!texts[row].IsEmpty && !isKnown(hash) && seen.Add(hash)) drawn.Append(texts[row]);
                }
            }
        }

        return drawn;
    }
}
