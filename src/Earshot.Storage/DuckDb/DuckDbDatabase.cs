using System.Runtime.InteropServices;

namespace Earshot.Storage.DuckDb;

/// <summary>
/// An in-memory DuckDB instance. Opened with one thread, each connection does its work on the thread that calls it, so the results do not
/// depend on the machine and several connections run side by side.
/// </summary>
internal sealed unsafe class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;

    /// <summary>Opens an instance of its own.</summary>
    /// <param name="threads">Threads a query may use.</param>
    /// <param name="memoryMegabytes">Memory after which DuckDB spills to <paramref name="temporaryFolder"/>.</param>
    /// <param name="temporaryFolder">Where it spills; null for nowhere.</param>
    /// <exception cref="DuckDbException">A setting was refused.</exception>
    public DuckDbDatabase(int threads = 1, int memoryMegabytes = 1024, string? temporaryFolder = null)
    {
        Check(DuckDbNative.duckdb_create_config(out ConfigHandle config), "configuration could not be made");
        using (config)
        {
            Set("threads", threads.ToString());
            Set("memory_limit", memoryMegabytes + "MB");
            Set("temp_directory", temporaryFolder ?? "");
            Set("autoinstall_known_extensions", "false");
            Set("autoload_known_extensions", "false");
            Set("preserve_insertion_order", "true");
            if (DuckDbNative.duckdb_open_ext(null, out _handle, config, out byte* error) == 0) return;
            string message = Text(error) ?? "DuckDB did not open";
            DuckDbNative.duckdb_free(error);
            throw new DuckDbException(message);
        }

        void Set(string name, string value) => Check(DuckDbNative.duckdb_set_config(config, name, value), $"setting {name}={value} was refused");
    }

    /// <summary>A new connection; use each from one thread at a time.</summary>
    public DuckDbConnection Connect()
    {
        Check(DuckDbNative.duckdb_connect(_handle, out ConnectionHandle connection), "could not connect");
        return new DuckDbConnection(connection);
    }

    public void Dispose() => _handle.Dispose();

    internal static string? Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8);

    private static void Check(int state, string message)
    {
        if (state != 0) throw new DuckDbException(message);
    }
}
