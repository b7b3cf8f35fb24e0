using Earshot.Core.Analysis;

namespace Earshot.Core.Topics;

/// <summary>
/// Names groups of topics: by the terms that most of a group's topics have in common, and where they have none in common by what its two largest topics are
/// called; one of a single topic as that topic. A term that only one of ten topics has, however often, is no name for the ten.
/// </summary>
internal static class GroupNames
{
    /// <summary>
    /// Share of a topic's texts that must have a term which it has in common with others, and the same as a share of what the group's texts have: a topic
    /// where one ticket in a hundred says "card" is not about cards.
    /// </summary>
    private const double LeastCoverage = 0.05, LeastOfGroup = 0.2;

    /// <summary>More than this share of a group's topics, and of its texts, is most of it.</summary>
    private const double Most = 0.5;

    /// <summary>A topic that is smaller than this share of the largest one is not named beside it.</summary>
    private const double LeastOfSecond = 0.15;

    /// <summary>
    /// How many times denser than in other groups the first term of a name must be: "card" among the groups of a bank tells nothing, and all of them say it.
    /// From the second on a term is the group's own, though not half of its texts have it.
    /// </summary>
    private const double LeastLift = 5, OwnLift = 20;

    /// <summary>A name and up to <paramref name="keywords"/> keywords for each group.</summary>
    /// <param name="counter">What the texts of the topics say.</param>
    /// <param name="groups">Of each topic its group, 0 to <paramref name="count"/> − 1; negative to leave it out.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="topics">What each topic is called.</param>
    /// <param name="keywords">Most keywords of a group, at least 1.</param>
    public static IReadOnlyList<TopicLabel> Label(TermCounter counter, int[] groups, int count, IReadOnlyList<TopicLabel> topics, int keywords)
    {
        TermCounter joined = counter.Regroup(groups, count);
        List<TopicTerm>[] terms = TopicTerms.Collect(joined, out _);
        Dictionary<(string, string?), List<int>>[] having = Having(counter, groups, terms);
        int[][] members = [.. Enumerable.Range(0, count).Select(group => Members(counter, groups, group))];
        List<TopicTerm>[] common = [.. terms.Select((all, group) => members[group].Length < 2 ? [] : Common(all, having[group], members[group], counter))];
        IReadOnlyList<string>[] alone = [.. members.Where(within => within.Length == 1).Select(within => NameWords.Of(topics[within[0]].Name))];

        // Again without the groups that are not called so: a name that nobody bears is free for others.
        TopicName[] names = [];
        for (int round = 0; round < 2; round++)
        {
            names = DistinctNames.Of(common, joined.TextsByCluster, new string?[count]);
            for (int group = 0; group < count; group++)
            {
                IReadOnlyList<string> words = NameWords.Of(names[group].Text);
                if (!IsTelling(names[group]) || Array.Exists(alone, other => NameWords.AreAlike(other, words))) common[group] = [];
            }
        }

        return
        [
            .. names.Select((name, group) => common[group].Count > 0
                ? new TopicLabel(name.Text, KeywordSelection.Best(terms[group], name.Parts, keywords), name.Coverage)
                : members[group].Length == 1 ? topics[members[group][0]]
                : OfLargest(members[group], topics, counter, KeywordSelection.Best(terms[group], [], keywords), name)),
        ];
    }

    // By what half of the texts say; or by what is hardly said elsewhere, if that is more than a bare word.
    private static bool IsTelling(TopicName name)
    {
        if (name.Parts is not [{ Lift: >= LeastLift } first, ..] || name.Parts.Any(part => part.Weak)) return false;
        bool isWord = name.Parts.Count == 1 && !first.IsPhrase;
        return first.Coverage >= Most ? !(isWord && DistinctNames.IsInflected(first)) : !isWord && first.Lift >= OwnLift && name.Coverage >= NameCoverage.Fair;
    }

    // A phrase of two words that most topics have is one that they share, though some say it otherwise.
    private static List<TopicTerm> Common(List<TopicTerm> terms, Dictionary<(string, string?), List<int>> having, int[] members, TermCounter counter)
    {
        HashSet<string> words = [.. terms.Where(term => !term.IsPhrase && IsCommon(term, having, members, counter)).Select(term => term.First)];
        return terms.FindAll(term => term.IsPhrase
            ? IsCommon(term, having, members, counter) || (words.Contains(term.First) && words.Contains(term.Second!))
            : words.Contains(term.First));
    }

    // The topics of a group, the largest first.
    private static int[] Members(TermCounter counter, int[] groups, int group)
    {
        long[] sizes = counter.TextsByCluster.ToArray();
        IEnumerable<int> members = Enumerable.Range(0, groups.Length).Where(topic => groups[topic] == group && sizes[topic] > 0);
        return [.. members.OrderByDescending(topic => sizes[topic]).ThenBy(topic => topic)];
    }

    // Of each group by term the topics that have it.
    private static Dictionary<(string, string?), List<int>>[] Having(TermCounter counter, int[] groups, List<TopicTerm>[] terms)
    {
        Dictionary<(string, string?), double>[] coverage = [.. terms.Select(all => all.ToDictionary(term => (term.First, term.Second), term => term.Coverage))];
        Dictionary<(string, string?), List<int>>[] having = [.. terms.Select(_ => new Dictionary<(string, string?), List<int>>())];
        foreach (TermCount count in counter.Counts)
        {
            int group = groups[count.Cluster];
            if (group < 0 || count.Texts < LeastCoverage * counter.TextsByCluster[count.Cluster]) continue;
            (string, string?) stems = counter.Vocabulary.StemsOf(count.Term);
            if (!coverage[group].TryGetValue(stems, out double whole) || count.Texts < LeastOfGroup * whole * counter.TextsByCluster[count.Cluster]) continue;
            if (having[group].TryGetValue(stems, out List<int>? topics)) topics.Add(count.Cluster);
            else having[group].Add(stems, [count.Cluster]);
        }

        return having;
    }

    private static bool IsCommon(TopicTerm term, Dictionary<(string, string?), List<int>> having, int[] members, TermCounter counter)
    {
        if (!having.TryGetValue((term.First, term.Second), out List<int>? topics) || topics.Count <= Most * members.Length) return false;
        long texts = 0, all = 0;
        foreach (int topic in members) all += counter.TextsByCluster[topic];
        foreach (int topic in topics) texts += counter.TextsByCluster[topic];
        return texts > Most * all;
    }

    private static TopicLabel OfLargest(
        int[] members, IReadOnlyList<TopicLabel> topics, TermCounter counter, IReadOnlyList<Keyword> others, TopicName name)
    {
        if (members.Length == 0) return new TopicLabel(name.Text, others, name.Coverage);
        TopicLabel first = topics[members[0]];
        TopicLabel? second = members.Skip(1).Where(topic => counter.TextsByCluster[topic] >= LeastOfSecond * counter.TextsByCluster[members[0]])
            .Select(topic => topics[topic]).FirstOrDefault(topic => !SayTheSame(topic.Lead, first.Lead));
        TopicLabel[] named = second is null ? [first] : [first, second];
        string[] leads = [.. named.Select(topic => topic.Lead)];
        bool areLists = Array.Exists(leads, lead => lead.Contains(" and ", StringComparison.Ordinal) || lead.Contains(" or ", StringComparison.Ordinal));
        IEnumerable<Keyword> keywords = named.SelectMany(Said).Concat(others).DistinctBy(keyword => keyword.Term).Take(Math.Max(1, others.Count));
        return new TopicLabel(DistinctNames.SentenceCase(string.Join(areLists ? "; " : " and ", leads)), [.. keywords], 1);

        static IEnumerable<Keyword> Said(TopicLabel topic)
        {
            IReadOnlyList<string> words = NameWords.Of(topic.Lead);
            return topic.Keywords.Where(keyword => NameWords.AreSaid(NameWords.Of(keyword.Term), words));
        }
    }

    private static bool SayTheSame(string one, string other)
    {
        (IReadOnlyList<string> a, IReadOnlyList<string> b) = (NameWords.Of(one), NameWords.Of(other));
        return NameWords.AreSaid(a, b) || NameWords.AreSaid(b, a);
    }
}
