using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Core.Embeddings;

/// <summary>How the vectors of a workspace come about: which model, what it reads besides the tickets, and how a block of texts is encoded.</summary>
public sealed record EmbeddingRecipe
{
    /// <summary>The model as recorded with the vectors: a change of it makes them stale.</summary>
    public required string Model { get; init; }

    /// <summary>Numbers a vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Assets that are read besides the tickets.</summary>
    public IReadOnlyList<Upstream> Upstream { get; init; } = [];

    /// <summary>Options besides the model that the vectors depend on.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>How well the student of this corpus learnt, once it is fitted; null where there is none.</summary>
    public Func<IDatasetReader, StudentFit?> Fit { get; init; } = _ => null;

    /// <summary>An encoder for one thread. The data sets are those of the run; the encoder is kept from partition to partition.</summary>
    public required Func<IDatasetReader, IBlockEncoder> CreateEncoder { get; init; }
}

/// <summary>Encodes a block of texts on the thread that builds a partition.</summary>
public interface IBlockEncoder
{
    /// <summary>
    /// Appends a row for each text: a unit vector as signed bytes with its scale, and what made it. Texts that are the same bytes get the same row;
    /// a text of no bytes gets zeros and <see cref="MadeBy.Nothing"/>. Each row is told to <paramref name="advance"/>, which may be called from any thread.
    /// </summary>
    /// <returns>The number of different texts.</returns>
    int Encode(BytesColumn texts, EncodedRows rows, Action<long> advance, CancellationToken cancellation);
}

/// <summary>Where encoded rows go: columns of <c>embeddings</c>.</summary>
/// <param name="Vectors">Numbers a vector, one signed byte each.</param>
/// <param name="Scales">number = byte × scale.</param>
/// <param name="MadeBy">One of <see cref="Embeddings.MadeBy"/>.</param>
public sealed record EncodedRows(BytesColumn Vectors, ValueColumn<float> Scales, BytesColumn MadeBy);

/// <summary>What made a vector, as the column <c>made_by</c> says it.</summary>
public static class MadeBy
{
    /// <summary>A static student.</summary>
    public static ReadOnlySpan<byte> Student => "student"u8;

    /// <summary>A transformer on this machine.</summary>
    public static ReadOnlySpan<byte> Teacher => "teacher"u8;

    /// <summary>A service.</summary>
    public static ReadOnlySpan<byte> Remote => "remote"u8;

    /// <summary>The text was empty once it was clean; the vector is zero.</summary>
    public static ReadOnlySpan<byte> Nothing => "nothing"u8;
}
