using Earshot.Core.Columns;

namespace Earshot.Inference.Generators;

/// <summary>What a teacher and a student have in common for a generator. One call at a time.</summary>
internal interface IVectorSource : IDisposable
{
    /// <summary>Name and revision of the model.</summary>
    string Model { get; }

    /// <summary>Numbers a vector.</summary>
    int Dimensions { get; }

    /// <summary>The model itself, for callers who ask for it by type.</summary>
    object Inner { get; }

    /// <summary>Writes the vector of each text (not empty, each once) to the row of the same number.</summary>
    void Embed(BytesColumn texts, Memory<float> vectors, CancellationToken cancellation);
}
