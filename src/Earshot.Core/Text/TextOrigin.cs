namespace Earshot.Core.Text;

/// <summary>Where a text was written; it decides what in it is not the customer's own words.</summary>
public enum TextOrigin
{
    /// <summary>Plain text of unknown origin: HTML, addresses and invisible characters only.</summary>
    Plain,

    /// <summary>Help desk or e-mail: also quoted replies, signatures, footers, disclaimers.</summary>
    Ticket,

    /// <summary>GitHub issue: also code, log lines, stack traces, times, Markdown, templates' comments.</summary>
    GitHub,

    /// <summary>Jira issue: also wiki markup, code, log lines, stack traces, times.</summary>
    Jira,

    /// <summary>Reddit: also Markdown, code, quotes, signatures, edits, e-mail addresses.</summary>
    Reddit,

    /// <summary>Hacker News: as Reddit; its texts are HTML.</summary>
    HackerNews,

    /// <summary>A web page or review in HTML.</summary>
    Web,
}
