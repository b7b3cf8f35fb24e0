namespace Earshot.Core.Columns;

/// <summary>What a column holds. The names are those of the Parquet file that the column becomes.</summary>
public enum ColumnType
{
    /// <summary>64-bit signed integer (Parquet INT64).</summary>
    Int64,

    /// <summary>32-bit signed integer (Parquet INT32).</summary>
    Int32,

    /// <summary>32-bit float (Parquet FLOAT).</summary>
    Float32,

    /// <summary>True or false (Parquet BOOLEAN).</summary>
    Boolean,

    /// <summary>Instant in UTC, microseconds since 1970-01-01 (Parquet TIMESTAMP).</summary>
    Timestamp,

    /// <summary>UTF-8 text (Parquet STRING).</summary>
    Text,

    /// <summary>Bytes without a meaning to readers (Parquet BYTE_ARRAY).</summary>
    Bytes,

    /// <summary>A fixed number of floats a row (DuckDB FLOAT[n], Parquet LIST of FLOAT); the width stands in the schema.</summary>
    FloatArray,
}
