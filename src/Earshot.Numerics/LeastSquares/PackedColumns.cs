using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>
/// Rows of a matrix cut into panels of 32 columns, each panel row by row ([panel][row][32]); places of the last one beyond the columns mean nothing.
/// </summary>
internal sealed class PackedColumns
{
    /// <summary>Columns a panel.</summary>
    public const int PanelWidth = 32;

    private float[] _values = [];

    public PackedColumns(int columns)
    {
        Columns = columns;
        Panels = (columns + PanelWidth - 1) / PanelWidth;
    }

    public PackedColumns(FloatMatrix rows)
        : this(rows.Dimensions) => Load(rows, 0, rows.Count);

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Panels.</summary>
    public int Panels { get; }

    /// <summary>Rows loaded.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows × 32 floats.</summary>
    public ReadOnlySpan<float> Panel(int panel) => _values.AsSpan(panel * Rows * PanelWidth, Rows * PanelWidth);

    /// <summary>The rows from <paramref name="first"/> to <paramref name="end"/> − 1 as columns.</summary>
    public static PackedColumns Transposed(FloatMatrix rows, int first, int end)
    {
        int width = end - first;
        float[] columns = new float[rows.Dimensions * width];
        for (int row = 0; row < width; row++)
        {
            ReadOnlySpan<float> values = rows[first + row];
            for (int i = 0; i < values.Length; i++) columns[(i * width) + row] = values[i];
        }

        return new PackedColumns(new FloatMatrix(columns, width));
    }

    /// <summary>Takes a copy of the rows from <paramref name="first"/> to <paramref name="end"/> − 1.</summary>
    public void Load(FloatMatrix rows, int first, int end)
    {
        Rows = end - first;
        if (_values.Length < Panels * Rows * PanelWidth) _values = new float[Panels * Rows * PanelWidth];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> source = rows[first + row];
            for (int panel = 0; panel < Panels; panel++)
            {
                int start = panel * PanelWidth;
                source[start..Math.Min(source.Length, start + PanelWidth)].CopyTo(_values.AsSpan(((panel * Rows) + row) * PanelWidth));
            }
        }
    }
}
