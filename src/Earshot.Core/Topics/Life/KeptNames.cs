using Earshot.Core.Analysis;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// Automatic names that stay: every ticket moves the words that set a topic apart a little, and a topic that has another name every night is one that
/// nobody finds again. The analysis itself is not changed.
/// </summary>
public static class KeptNames
{
    /// <summary>Keywords of a topic that its name is looked for in: those that a reader takes in.</summary>
    private const int Leading = TopicNameScores.KeywordsRead;

    /// <summary>
    /// The document with the names that topics and groups had before, as long as one term of a name is still among the first five keywords; else with the
    /// name that the words give now, with further keywords, or else a number, where another topic is called like that.
    /// </summary>
    /// <param name="document">The analysis as it was built.</param>
    /// <param name="kept">The names before, in any order; others than those of its topics do no harm.</param>
    public static AnalysisDocument Over(AnalysisDocument document, IReadOnlyList<KeptName> kept)
    {
        if (kept.Count == 0) return document;
        Dictionary<int, KeptName> before = kept.ToDictionary(name => name.Topic);
        string[] names = Shown([.. document.Topics.Select(Named)], before);
        List<TopicSummary> topics = [.. document.Topics.Select((topic, place) => topic with { Name = MixedTopics.Marked(names[place], topic.Mixed) })];
        TopicGroup[] larger = [.. document.Groups.Where(group => group.TopicIds.Count > 1)];
        Dictionary<int, string> ofGroups = larger.Zip(Shown([.. larger.Select(Named)], before)).ToDictionary(pair => pair.First.GroupId, pair => pair.Second);
        Dictionary<int, string> ofTopics = topics.ToDictionary(topic => topic.TopicId, topic => topic.Name);
        TopicGroup[] groups =
            [.. document.Groups.Select(group => group with { Name = ofGroups.GetValueOrDefault(group.GroupId) ?? ofTopics[group.TopicIds[0]] })];
        TopicGroups.Distinguish(groups, topics);
        Dictionary<string, string> renamed = new(StringComparer.Ordinal);
        for (int place = 0; place < topics.Count; place++) renamed[document.Topics[place].Name] = topics[place].Name;
        return document with
        {
            Topics = topics,
            Groups = groups,
            Recommendations = [.. document.Recommendations.Select(sentence => QuotedNames.Replace(sentence, renamed))],
        };
    }

    /// <summary>The names to keep: those of the document, and of the topics that it does not show those of before.</summary>
    /// <param name="shown">The document as <see cref="Over"/> gives it, with the same names before.</param>
    /// <param name="before">The names before.</param>
    /// <returns>By number.</returns>
    public static IReadOnlyList<KeptName> Of(AnalysisDocument shown, IReadOnlyList<KeptName> before)
    {
        Dictionary<int, KeptName> kept = before.ToDictionary(name => name.Topic);
        foreach (AutomaticName name in shown.Topics.Select(Named).Concat(shown.Groups.Where(group => group.TopicIds.Count > 1).Select(Named)))
        {
            IReadOnlyList<string> words = NameWords.Of(name.Name);
            string[] terms = [.. name.Keywords.Select(keyword => keyword.Term).Where(term => NameWords.AreSaid(NameWords.Of(term), words))];

            // of a name that stays though its words went, the words it once was made of
            if (kept.TryGetValue(name.Id, out KeptName? known) && known.Name == name.Name) terms = [.. known.Terms.Union(terms)];
            kept[name.Id] = new KeptName(name.Id, name.Name, terms);
        }

        return [.. kept.Values.OrderBy(name => name.Topic)];
    }

    private static AutomaticName Named(TopicSummary topic) => new(topic.TopicId, MixedTopics.Unmarked(topic.Name), topic.Keywords);

    private static AutomaticName Named(TopicGroup group) => new(group.GroupId, group.Name, group.Keywords);

    private static string[] Shown(AutomaticName[] automatic, Dictionary<int, KeptName> before)
    {
        string?[] shown = [.. automatic.Select(name => Kept(name, before))];
        List<IReadOnlyList<string>> taken = [.. automatic.Where((name, place) => shown[place] == name.Name).Select(name => NameWords.Of(name.Name))];
        for (int place = 0; place < shown.Length; place++)
        {
            if (shown[place] is not { } name || name == automatic[place].Name) continue;
            IReadOnlyList<string> words = NameWords.Of(name);
            if (taken.Exists(other => NameWords.AreAlike(words, other))) shown[place] = null;
            else taken.Add(words);
        }

        for (int place = 0; place < shown.Length; place++)
        {
            if (shown[place] is not null) continue;
            shown[place] = Distinct(automatic[place], taken);
            taken.Add(NameWords.Of(shown[place]!));
        }

        return shown!;
    }

    private static string? Kept(AutomaticName name, Dictionary<int, KeptName> before)
    {
        if (!before.TryGetValue(name.Id, out KeptName? kept)) return null;
        string[] leading = [.. name.Keywords.Take(Leading).SelectMany(keyword => NameWords.Of(keyword.Term))];
        return kept.Name == name.Name || kept.Terms.Any(term => NameWords.AreSaid(NameWords.Of(term), leading)) ? kept.Name : null;
    }

    private static string Distinct(AutomaticName automatic, List<IReadOnlyList<string>> taken)
    {
        string name = automatic.Name;
        List<string> terms = [.. automatic.Keywords.Select(keyword => keyword.Term)];
        while (IsTaken(name) && NameWords.Further(name, terms) is { } more)
        {
            terms.Remove(more);
            name = $"{name}, {more}";
        }

        // a number is for topics that differ in no word
        for (int number = 2; IsTaken(name); number++) name = $"{automatic.Name} ({number})";
        return name;

        bool IsTaken(string called)
        {
            IReadOnlyList<string> words = NameWords.Of(called);
            return taken.Exists(other => NameWords.AreAlike(words, other));
        }
    }

    private sealed record AutomaticName(int Id, string Name, IReadOnlyList<Keyword> Keywords);
}
