namespace Earshot.Configuration;

/// <summary>Reads a <c>.env</c> file: <c>NAME=value</c> a line, # comments, an optional <c>export</c>, quotes around a value.</summary>
internal static class DotEnv
{
    /// <summary>The variables in order; lines that are none are passed over, since the file is shared with other programs.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(IEnumerable<string> lines)
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (string raw in lines)
        {
            string line = raw.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal)) line = line["export ".Length..].TrimStart();
            int equals = line.IndexOf('=');
            if (equals <= 0 || line[0] == '#') continue;
            variables.Add(new(line[..equals].TrimEnd(), Value(line[(equals + 1)..].Trim())));
        }

        return variables;
    }

    private static string Value(string text)
    {
        if (text.Length >= 2 && text[0] is '"' or '\'' && text.IndexOf(text[0], 1) is > 0 and int end) return text[1..end];
        int comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }
}
