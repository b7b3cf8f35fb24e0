using System.Runtime.InteropServices;

namespace Earshot.Storage.DuckDb;

/// <summary>The part of DuckDB's C interface (1.5) that Earshot uses. Names and signatures are DuckDB's own.</summary>
internal static unsafe partial class DuckDbNative
{
    private const string Library = "duckdb";

    static DuckDbNative() => NativeLibraryLocator.Register();

    /// <summary>Rows of a data chunk at most.</summary>
    internal const int VectorSize = 2048;

    [LibraryImport(Library)]
    internal static partial byte* duckdb_library_version();

    [LibraryImport(Library)]
    internal static partial int duckdb_create_config(out ConfigHandle config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_set_config(ConfigHandle config, string name, string value);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_open_ext(string? path, out DatabaseHandle database, ConfigHandle config, out byte* error);

    [LibraryImport(Library)]
    internal static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    internal static partial int duckdb_connect(DatabaseHandle database, out ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_free(void* pointer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_prepare(ConnectionHandle connection, string query, out StatementHandle statement);

    [LibraryImport(Library)]
    internal static partial byte* duckdb_prepare_error(StatementHandle statement);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_query(ConnectionHandle connection, string query, NativeResult* result);

    [LibraryImport(Library)]
    internal static partial int duckdb_pending_prepared_streaming(StatementHandle statement, out PendingHandle pending);

    [LibraryImport(Library)]
    internal static partial byte* duckdb_pending_error(PendingHandle pending);

    [LibraryImport(Library)]
    internal static partial int duckdb_execute_pending(PendingHandle pending, NativeResult* result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_pending(ref nint pending);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_result(NativeResult* result);

    [LibraryImport(Library)]
    internal static partial byte* duckdb_result_error(NativeResult* result);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_column_count(NativeResult* result);

    [LibraryImport(Library)]
    internal static partial byte* duckdb_column_name(NativeResult* result, ulong column);

    [LibraryImport(Library)]
    internal static partial DataChunkHandle duckdb_fetch_chunk(NativeResult result);

    [LibraryImport(Library)]
    internal static partial DataChunkHandle duckdb_create_data_chunk(nint* types, ulong count);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_data_chunk_get_size(DataChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_set_size(DataChunkHandle chunk, ulong size);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_reset(DataChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial nint duckdb_data_chunk_get_vector(DataChunkHandle chunk, ulong column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    internal static partial nint duckdb_array_vector_get_child(nint vector);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void duckdb_unsafe_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_logical_type(DuckDbType type);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_array_type(LogicalTypeHandle type, ulong size);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_logical_type(ref nint type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_appender_create(ConnectionHandle connection, string? schema, string table, out AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial byte* duckdb_appender_error(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_append_data_chunk(AppenderHandle appender, DataChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_close(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_destroy(ref nint appender);
}

/// <summary>duckdb_result: 48 bytes, passed by value to duckdb_fetch_chunk.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeResult
{
    public ulong DeprecatedColumnCount;
    public ulong DeprecatedRowCount;
    public ulong DeprecatedRowsChanged;
    public void* DeprecatedColumns;
    public void* DeprecatedErrorMessage;
    public void* Internal;
}

/// <summary>duckdb_string_t: 16 bytes; up to 12 bytes of text are inlined after the length.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeString
{
    public uint Length;
    public uint Prefix;
    public byte* Pointer;

    public static ReadOnlySpan<byte> Bytes(NativeString* text) =>
        text->Length <= 12 ? new ReadOnlySpan<byte>((byte*)text + 4, (int)text->Length) : new ReadOnlySpan<byte>(text->Pointer, (int)text->Length);
}

/// <summary>duckdb_type: the values of DuckDB's enumeration.</summary>
internal enum DuckDbType
{
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    Timestamp = 12,
    Date = 13,
    HugeInt = 16,
    Varchar = 17,
    Blob = 18,
    Array = 33,
}
