namespace Earshot.Numerics.Vectors;

/// <summary>Vectors of one length by number, however they are stored. Reading is safe from several threads.</summary>
public interface IRows
{
    /// <summary>Rows.</summary>
    int Count { get; }

    /// <summary>Numbers a row.</summary>
    int Dimensions { get; }

    /// <summary>Writes row <paramref name="row"/> as floats to <paramref name="destination"/>, which has <see cref="Dimensions"/> places.</summary>
    void Read(int row, Span<float> destination);
}
