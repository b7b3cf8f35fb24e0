namespace Earshot.Storage.DuckDb;

/// <summary>DuckDB refused a statement; the message is DuckDB's own.</summary>
public sealed class DuckDbException(string message) : Exception(message);
