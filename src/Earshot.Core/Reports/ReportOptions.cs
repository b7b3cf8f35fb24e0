namespace Earshot.Core.Reports;

/// <summary>How reports show the texts of a document.</summary>
public sealed record ReportOptions
{
    /// <summary>
    /// Replaces personal data in a text; called for every text that came from tickets, once for each, in a fixed order. Null shows texts as
    /// they are, and the report says so.
    /// </summary>
    public Func<string, string>? Mask { get; init; }
}
