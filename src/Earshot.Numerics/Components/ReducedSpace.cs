using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Components;

/// <summary>
/// Directions in fewer dimensions: rows of length 1, their first principal components, of length 1 again. Neighbours are found there in a quarter of the time and,
/// on texts, no worse: docs/decisions/graph-topics.md.
/// </summary>
public sealed class ReducedSpace
{
    private readonly PrincipalComponents? _components;

    private ReducedSpace(PrincipalComponents? components) => _components = components;

    /// <summary>The space of some rows, and the rows in it.</summary>
    /// <param name="rows">Finite rows of any length.</param>
    /// <param name="components">Dimensions to keep; 0, or no fewer than the rows have, keeps them as they are.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    public static (ReducedSpace Space, FloatMatrix Rows) Fit(IRows rows, int components, int threads = 1, CancellationToken cancellation = default)
    {
        FloatMatrix unit = UnitRows.Of(rows, threads);
        bool keeps = components == 0 || components >= rows.Dimensions || rows.Count == 0;
        ReducedSpace space = new(keeps ? null : PrincipalComponents.Fit(unit, components, threads, cancellation));
        return (space, space.Reduce(unit, threads, cancellation));
    }

    /// <summary>Other rows in this space.</summary>
    /// <exception cref="ArgumentException">They have other dimensions than those that it was fitted to.</exception>
    public FloatMatrix Project(IRows rows, int threads = 1, CancellationToken cancellation = default) => Reduce(UnitRows.Of(rows, threads), threads, cancellation);

    private FloatMatrix Reduce(FloatMatrix unit, int threads, CancellationToken cancellation)
    {
        if (_components is null) return unit;
        float[] coordinates = new float[checked(unit.Count * _components.Count)];
        _components.Project(unit, coordinates, threads, cancellation);
        return UnitRows.Of(new FloatMatrix(coordinates, _components.Count), threads);
    }
}
