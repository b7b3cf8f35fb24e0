namespace Earshot.Numerics.LeastSquares;

/// <summary>What all outputs of a ridge regression share: A over the columns that have an entry, its transpose, penalties and preconditioner.</summary>
internal sealed class RidgeProblem
{
    public RidgeProblem(SparseRows a, ReadOnlySpan<float> penalties)
    {
        int[] place = new int[a.ColumnCount];
        foreach (int column in a.Columns) place[column] = 1;
        Used = new int[place.Sum()];
        for (int column = 0, used = 0; column < place.Length; column++)
        {
            if (place[column] == 0) continue;
            Used[used] = column;
            place[column] = used++;
        }

        int[] columns = new int[a.EntryCount];
        for (int entry = 0; entry < columns.Length; entry++) columns[entry] = place[a.Columns[entry]];
        Rows = new SparseRows(a.RowStarts.ToArray(), columns, a.Values.ToArray(), Used.Length);
        Columns = Rows.Transpose();
        Penalties = new float[Used.Length];
        Preconditioner = new float[Used.Length];
        for (int used = 0; used < Used.Length; used++)
        {
            double diagonal = Penalties[used] = penalties[Used[used]];
            foreach (float value in Columns.Values[Columns.RowStarts[used]..Columns.RowStarts[used + 1]]) diagonal += (double)value * value;
            Preconditioner[used] = diagonal > 0 ? (float)(1 / diagonal) : 0;
        }
    }

    /// <summary>Number in A of each column kept here, ascending.</summary>
    public int[] Used { get; }

    /// <summary>A, rows × used columns.</summary>
    public SparseRows Rows { get; }

    /// <summary>Aᵀ, used columns × rows.</summary>
    public SparseRows Columns { get; }

    /// <summary>λ of each used column.</summary>
    public float[] Penalties { get; }

    /// <summary>1/(Σᵢ Aᵢⱼ² + λⱼ) of each used column; 0 where that is 0.</summary>
    public float[] Preconditioner { get; }
}
