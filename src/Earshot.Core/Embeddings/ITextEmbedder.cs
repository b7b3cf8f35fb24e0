using Earshot.Core.Columns;

namespace Earshot.Core.Embeddings;

/// <summary>A model that turns texts into vectors. Safe to use from several threads; each works with an encoder of its own.</summary>
public interface ITextEmbedder
{
    /// <summary>Name and revision, as recorded with the vectors: a change of it makes them stale.</summary>
    string Model { get; }

    /// <summary>Numbers a vector.</summary>
    int Dimensions { get; }

    /// <summary>An encoder for one thread.</summary>
    ITextEncoder CreateEncoder();
}

/// <summary>Encodes texts on one thread.</summary>
public interface ITextEncoder
{
    /// <summary>
    /// Appends a row for each text: the unit vector as signed bytes and the scale that gives the numbers back (number = byte × scale). Texts
    /// that are the same bytes are encoded once and get the same row.
    /// </summary>
    /// <returns>The number of different texts.</returns>
    int Encode(BytesColumn texts, BytesColumn vectors, ValueColumn<float> scales);
}
