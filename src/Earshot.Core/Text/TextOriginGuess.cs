namespace Earshot.Core.Text;

/// <summary>Guesses from a file's columns and a few of its texts where they were written. The guess is shown to the user before it is used.</summary>
public static class TextOriginGuess
{
    // At least this share of the samples must carry a mark of the origin.
    private const double EnoughSamples = 0.05;

    /// <summary>The likeliest origin; <see cref="TextOrigin.Plain"/> when nothing speaks for another.</summary>
    /// <param name="columnNames">The file's columns, in any spelling.</param>
    /// <param name="sampleTexts">Some bodies, a hundred are plenty.</param>
    public static TextOrigin From(IEnumerable<string> columnNames, IEnumerable<string> sampleTexts)
    {
        HashSet<string> names = [.. columnNames.Select(static name => TitleSimilarity.Normalise(name).Replace(" ", "", StringComparison.Ordinal))];
        bool Has(params ReadOnlySpan<string> wanted)
        {
            foreach (string name in wanted)
                if (names.Contains(name)) return true;
            return false;
        }

        if (Has("subreddit", "selftext", "permalink", "linkflairtext")) return TextOrigin.Reddit;
        if (Has("issuekey", "storypoint", "storypoints", "fixversions", "issuetype")) return TextOrigin.Jira;
        if (Has("storytext", "hnuser", "kids", "storytitle", "descendants")) return TextOrigin.HackerNews;
        if (Has("htmlurl", "pullrequest", "nodeid", "repositoryurl", "authorassociation", "reponame", "issuenumber")) return TextOrigin.GitHub;
        string[] samples = [.. sampleTexts];
        if (samples.Length == 0) return Has("ticketid", "ticketno", "subject", "requester", "helpdesk") ? TextOrigin.Ticket : TextOrigin.Plain;
        if (Share(samples, "{code", "{noformat}", "{html}", "{quote}", "h2. ", "h3. ", "{color") >= EnoughSamples) return TextOrigin.Jira;
        if (Share(samples, "```", "### ", "](http", "- [ ] ", "- [x] ") >= EnoughSamples) return TextOrigin.GitHub;
        if (Share(samples, "wrote:\n", "Original Message", "Sent from my", "egards,\n", "Subject:", "\n-- \n") >= EnoughSamples) return TextOrigin.Ticket;
        if (Has("ticketid", "ticketno", "ticketnumber", "ticketgroup", "tickettype", "topicgroup", "requester", "assignee", "urgency", "caseid", "subject"))
            return TextOrigin.Ticket;
        return Share(samples, "</p>", "<br", "</div>", "&nbsp;", "</a>") >= EnoughSamples ? TextOrigin.Web : TextOrigin.Plain;
    }

    private static double Share(string[] samples, params string[] marks) =>
        (double)samples.Count(sample => marks.Any(mark => sample.Contains(mark, StringComparison.OrdinalIgnoreCase))) / samples.Length;
}
