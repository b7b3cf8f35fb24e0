using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>A team and the words (or two-word phrases) that speak for it, lower-case.</summary>
public sealed record TeamRule(string Team, IReadOnlyList<string> Words)
{
    /// <summary>
    /// Words that speak for the team only beside another word of the team: "card" beside "payment", not the card that opens a door. Rules read from settings
    /// have none, for who writes a word there means it.
    /// </summary>
    public IReadOnlyList<string> Supporting { get; init; } = [];
}

/// <summary>Sends topics to teams by the words of their keywords and product lines.</summary>
public sealed class TeamRouting
{
    /// <summary>The team of topics that no rule speaks for.</summary>
    public const string General = "general";

    /// <summary>
    /// All keywords together count 1, a product line that all tickets of the topic share half of that; below the least score no team is named.
    /// </summary>
    private const double ProductWeight = 0.5, LeastScore = 0.12;

    private readonly (string Team, HashSet<string> Stems, HashSet<string> Supporting)[] _teams;

    /// <summary>Routing by the given rules; where two teams score the same the first wins.</summary>
    public TeamRouting(IReadOnlyList<TeamRule> rules)
    {
        Rules = rules;
        _teams = [.. rules.Select(rule => (rule.Team, rule.Words.Select(Stems).ToHashSet(), rule.Supporting.Select(Stems).ToHashSet()))];
    }

    /// <summary>The rules in order.</summary>
    public IReadOnlyList<TeamRule> Rules { get; }

    /// <summary>Financial, mobile and infrastructure.</summary>
    public static TeamRouting Default { get; } = new(
    [
        new("financial", Words(
            "payment pay refund fee bank billing bill invoice cash money currency subscription debit credit atm withdrawal " +
            "cheque tax transaction loan mortgage chargeback checkout payout salary iban vat mastercard visa settlement overdraft",
            "top up", "exchange rate", "direct debit"))
        {
            Supporting = Words("card account charge transfer price purchase statement balance deposit funds exchange virtual disposable discount"),
        },
        new("mobile", Words(
            "app mobile android ios iphone ipad push tablet offline crash biometric fingerprint battery widget smartphone touchscreen",
            "face id", "dark mode"))
        {
            Supporting = Words("phone notification screen camera passcode"),
        },
        new("infrastructure", Words(
            "api webhook server endpoint timeout database network sdk integration latency outage vpn ssl tls certificate deploy deployment " +
            "cluster token oauth http " +
            "dns storage backup sync build repository query cloud agent queue windows laptop disk memory cpu firewall hosting throttling",
            "rate limit", "status code")),
    ]);

    /// <summary>
    /// Reads rules from settings: one team a line or between semicolons, <c>team = word, word, two words</c>. An empty text gives the defaults.
    /// </summary>
    /// <exception cref="EarshotException">With all faults at once and exit code 2.</exception>
    public static TeamRouting Parse(string text)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        List<string> faults = [];
        List<TeamRule> rules = [];
        foreach (string line in text.Split(['\n', ';'], Trimmed))
        {
            int equals = line.IndexOf('=');
            string team = equals < 0 ? "" : line[..equals].Trim();
            string[] words = equals < 0 ? [] : line[(equals + 1)..].ToLowerInvariant().Split(',', Trimmed);
            if (equals < 0) faults.Add($"\"{line}\" has no \"=\"");
            else if (team.Length == 0) faults.Add($"\"{line}\" has no team before the \"=\"");
            else if (team == General) faults.Add($"\"{General}\" is the team of topics that no rule speaks for and takes no words");
            else if (words.Length == 0) faults.Add($"team \"{team}\" has no words");
            if (team.Length > 0 && rules.Exists(rule => rule.Team == team)) faults.Add($"team \"{team}\" is given twice");
            rules.Add(new TeamRule(team, words));
        }

        faults.AddRange(FaultsOfWords(rules));
        if (faults.Count == 0) return rules.Count == 0 ? Default : new TeamRouting(rules);
        string count = faults.Count == 1 ? "a fault" : faults.Count + " faults";
        throw new EarshotException(
            $"the routing of topics to teams has {count}: {string.Join("; ", faults)}",
            "write it as: financial = payment, refund; mobile = app, android",
            exitCode: 2);
    }

    private static IEnumerable<string> FaultsOfWords(List<TeamRule> rules)
    {
        Dictionary<string, string> owners = [];
        foreach (TeamRule rule in rules)
        {
            foreach (string word in rule.Words)
            {
                if (word.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 2)
                    yield return $"\"{word}\" of team \"{rule.Team}\" has more than two words";
                else if (owners.TryGetValue(Stems(word), out string? owner))
                    yield return owner == rule.Team ? $"team \"{owner}\" has \"{word}\" twice" : $"teams \"{owner}\" and \"{rule.Team}\" both have \"{word}\"";
                else owners.Add(Stems(word), rule.Team);
            }
        }
    }

    /// <summary>The team of a topic: its keywords vote by weight, its product lines by their share of its tickets.</summary>
    public string TeamOf(IReadOnlyList<Keyword> keywords, IReadOnlyList<NamedCount> products, long tickets)
    {
        string best = General;
        double bestScore = LeastScore, weights = keywords.Sum(keyword => keyword.Weight);
        foreach ((string team, HashSet<string> stems, HashSet<string> supporting) in _teams)
        {
            double score = 0;
            foreach (Keyword keyword in keywords) if (Speaks(keyword.Term, stems)) score += keyword.Weight / weights;
            foreach (NamedCount product in products) if (Speaks(product.Name, stems)) score += ProductWeight * product.Count / Math.Max(1, tickets);
            if (score > 0 || supporting.Count(word => keywords.Any(keyword => Speaks(keyword.Term, [word]))) > 1)
                foreach (Keyword keyword in keywords) if (!Speaks(keyword.Term, stems) && Speaks(keyword.Term, supporting)) score += keyword.Weight / weights;
            if (score > bestScore) (best, bestScore) = (team, score);
        }

        return best;
    }

    private static bool Speaks(string term, HashSet<string> stems)
    {
        string[] words = [.. term.ToLowerInvariant().Split([' ', '-', '/'], StringSplitOptions.RemoveEmptyEntries).Select(LightStemmer.Stem)];
        for (int at = 0; at < words.Length; at++)
            if (stems.Contains(words[at]) || (at > 0 && stems.Contains(words[at - 1] + " " + words[at]))) return true;
        return false;
    }

    private static string Stems(string words) =>
        string.Join(' ', words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(LightStemmer.Stem));

    private static string[] Words(string single, params string[] phrases) => [.. single.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. phrases];

    /// <summary>The rules as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => string.Join("; ", Rules.Select(rule => $"{rule.Team} = {string.Join(", ", rule.Words)}"));
}
