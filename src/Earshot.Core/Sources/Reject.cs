namespace Earshot.Core.Sources;

/// <summary>A row that could not be read.</summary>
/// <param name="Source">The file as the user named it.</param>
/// <param name="Line">Where the row starts: a line, from 1; in a JSON array the element's number.</param>
/// <param name="Reason">Why, as a phrase without a full stop.</param>
/// <param name="Excerpt">The first <see cref="ExcerptLength"/> characters of the row as they stand in the file; not made safe for display.</param>
public sealed record Reject(string Source, long Line, string Reason, string Excerpt)
{
    /// <summary>The longest excerpt, in UTF-16 characters.</summary>
    public const int ExcerptLength = 500;
}

/// <summary>Takes rows that could not be read.</summary>
public delegate void RejectSink(Reject reject);
