namespace Earshot.Core.Columns;

/// <summary>Name and type of a column. <paramref name="Width"/> is the number of floats a row of a <see cref="ColumnType.FloatArray"/>.</summary>
public sealed record ColumnSchema(string Name, ColumnType Type, int Width = 0);
