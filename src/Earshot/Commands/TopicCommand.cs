using System.CommandLine;
using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Reports;
using Earshot.Core.Text;
using Earshot.Core.Topics.Fits;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot topic N</c>: everything about one topic.</summary>
internal static class TopicCommand
{
    private static readonly Argument<string> Which = new("TOPIC") { Description = "number of the topic, as `earshot topics` lists it, or words of its name" };

    public static EarshotCommand Create() => new EarshotCommand("topic", "Show one topic: keywords, products, change, example tickets.")
    {
        Examples =
        [
            ("earshot topic 3", "topic 3 with five example tickets, personal data masked"), ("earshot topic 3 --json", "the same as JSON"),
            ("earshot topic refund", "the only topic with refund in its name"),
        ],
        TakesWords = true,
        Run = Show,
    }.OnWorkspace().Reporting().With(Which);

    /// <summary>The topic with personal data masked in its examples, as everything that prints one shows it.</summary>
    internal static TopicSummary Masked(TopicSummary topic) =>
        topic with { Examples = [.. topic.Examples.Select(Masked)] };

    private static ExampleTicket Masked(ExampleTicket example) =>
        example with { Title = example.Title is null ? null : PersonalData.Mask(example.Title), Text = PersonalData.Mask(example.Text) };

    // A name as it stands comes before a part of one. Null where no topic is meant.
    private static TopicSummary? Find(AnalysisDocument analysis, string which)
    {
        string words = which.Trim();
        if (int.TryParse(words, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return analysis.Topics.FirstOrDefault(topic => topic.TopicId == number);
        TopicSummary[] named = [.. analysis.Topics.Where(topic => words.Length > 0 && topic.Name.Contains(words, StringComparison.OrdinalIgnoreCase))];
        TopicSummary[] exact = [.. named.Where(topic => topic.Name.Equals(words, StringComparison.OrdinalIgnoreCase))];
        if (exact.Length == 1) return exact[0];
        if (named.Length < 2) return named.FirstOrDefault();
        throw new EarshotException(
            $"{named.Length} topics have '{words}' in their names: {string.Join("; ", named.Take(5).Select(topic => $"{topic.TopicId} {topic.Name}"))}",
            $"one by its number: earshot topic {named[0].TopicId}",
            ExitCode.Usage);
    }

    private static TopicGroup? FindGroup(AnalysisDocument analysis, string which) =>
        analysis.Groups.FirstOrDefault(group => group.GroupId.ToString(CultureInfo.InvariantCulture) == which.Trim());

    private static EarshotException Missing(string which) => int.TryParse(which, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        ? new EarshotException($"there is no topic {number}", "`earshot topics` lists them", ExitCode.Usage)
        : new EarshotException($"no topic has '{which.Trim()}' in its name", "`earshot topics` lists them with their numbers", ExitCode.Usage);

    // Topics that no list shows: hidden ones, those that were merged into others, those of another detail, those that are gone.
    private static int ShowUnlisted(Invocation invocation, Session session, AnalysisDocument shown, string which)
    {
        if (session.Topics is not FittedTopicsAsset) throw Missing(which);
        LivingTopics topics = LivingTopics.Read(invocation, session);
        if (Find(topics.Analysis, which) is { } unlisted) return ShowHidden(invocation, topics, unlisted);
        if (!int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int asked)) throw Missing(which);
        int number = topics.Find(which, mayBeMerged: true);
        if (topics.View.MergedInto(number) is { } into && into != number)
        {
            invocation.Say($"topic {number} was merged into {into}, which is shown here");
            return Show(invocation, session, shown, into.ToString(CultureInfo.InvariantCulture));
        }

        if (FindGroup(topics.Analysis, which) is { } group)
        {
            string names = string.Join(", ", group.TopicIds.Select(topics.Shown));
            throw new EarshotException(
                $"topic {asked} is a group, and all of its topics are hidden: {names}", $"earshot topic {group.TopicIds[0]}", ExitCode.Usage);
        }

        int? coarser = topics.ShownFor(number);
        throw new EarshotException(
            $"topic {number} is not shown at this detail{(coarser is { } whole ? $": it lies within {topics.Shown(whole)}" : "")}",
            coarser is { } other ? $"earshot topic {other}" : "`earshot topics` lists what is shown",
            ExitCode.Usage);
    }

    private static int ShowHidden(Invocation invocation, LivingTopics topics, TopicSummary topic)
    {
        if (topics.View.HiddenWith(topic.TopicId) is not { } hidden) return ShowTopic(invocation, topic, hidden: false);
        string with = hidden == topic.TopicId ? "" : $" with topic {hidden}, which it lies within";
        invocation.Say($"topic {topic.TopicId} is hidden{with}: lists and reports leave it out; `earshot topics show {hidden}` shows it again");
        return ShowTopic(invocation, topic, hidden: true);
    }

    private static int ShowGroup(Invocation invocation, AnalysisDocument analysis, TopicGroup group)
    {
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, group);
            return ExitCode.Success;
        }

        invocation.Terminal.Output.WriteLine(invocation.Terminal.Bold(SafeText.ForTerminal(group.Name)));
        invocation.Terminal.Output.WriteLine(
            $"{Quantity.Count(group.Count, "ticket")}, {Quantity.Share(group.Share)} of all, in {Quantity.Count(group.TopicIds.Count, "topic")}"
            + (group.HiddenTopics == 0 ? "" : $"; {Quantity.Count(group.HiddenTopics, "hidden topic")} left out"));
        TopicsCommand.WriteTopics(invocation, analysis with { Topics = [.. analysis.Topics.Where(topic => topic.GroupId == group.GroupId)], Groups = [] });
        return ExitCode.Success;
    }

    private static IEnumerable<string> Labelled(TopicSummary topic)
    {
        if (topic.Category is { } category) yield return $"category {category}";
        if (topic.ImpactLevel is { } impact) yield return $"{impact} impact";
        if (topic.WouldPaySignal is { } pays) yield return pays ? "people would pay for a solution" : "no sign that people would pay for a solution";
        if (topic.AutomaticName is { } name) yield return $"automatic name {name}";
        if (topic.LabelFailed) yield return "none came; `earshot topics label` asks again";
    }

    private static int Show(Invocation invocation)
    {
        using Session session = Session.Open(invocation);
        return Show(invocation, session, session.Analysis(), invocation.Get(Which) ?? "");
    }

    private static int Show(Invocation invocation, Session session, AnalysisDocument analysis, string which)
    {
        if (FindGroup(analysis, which) is { } group) return ShowGroup(invocation, analysis, group);
        return Find(analysis, which) is { } topic ? ShowTopic(invocation, topic, hidden: false) : ShowUnlisted(invocation, session, analysis, which);
    }

    private static int ShowTopic(Invocation invocation, TopicSummary unmasked, bool hidden)
    {
        TopicSummary topic = Masked(unmasked);
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, topic);
            return ExitCode.Success;
        }

        TextWriter output = invocation.Terminal.Output;
        output.WriteLine(invocation.Terminal.Bold(SafeText.ForTerminal(topic.Name)) + (hidden ? " (hidden)" : ""));
        if (topic.Description is { } description) output.WriteLine(SafeText.ForTerminal(description));
        output.WriteLine(
            $"{Quantity.Count(topic.Count, "ticket")}, {Quantity.Share(topic.Share)} of all; team {topic.Team}");
        output.WriteLine(QualityText.Of(topic));
        if (topic.Change is { } change)
        {
            string days = change.WindowDays == 1 ? "last day" : $"last {change.WindowDays} days";
            output.WriteLine(
                $"{days}: {Quantity.Count(change.Recent, "ticket")} ({Quantity.Share(change.RecentShare)}), "
                + $"before: {Quantity.Count(change.Previous)} ({Quantity.Share(change.PreviousShare)})");
        }

        Line("label", Labelled(topic));
        Line("keywords", topic.Keywords.Select(k => k.Term));
        Line("products", topic.Products.Select(p => $"{p.Name} {Quantity.Count(p.Count)}"));
        Line("sources", topic.Sources.Select(s => $"{s.Name} {Quantity.Count(s.Count)}"));
        output.WriteLine();
        foreach (ExampleTicket example in topic.Examples)
        {
            string product = example.Product is null ? "" : ", " + SafeText.ForTerminal(example.Product);
            output.WriteLine($"  {example.SourceId ?? example.TicketId.ToString()}{(example.Day is null ? "" : ", " + example.Day)}{product}");
            bool hasOwnTitle = example.Title is not null && !example.Text.StartsWith(example.Title, StringComparison.Ordinal);
            output.WriteLine("    " + SafeText.ForTerminal(hasOwnTitle ? example.Title + " — " + example.Text : example.Text));
        }

        return ExitCode.Success;

        void Line(string name, IEnumerable<string> values)
        {
            string joined = string.Join(", ", values);
            if (joined.Length > 0) output.WriteLine($"{name}: {SafeText.ForTerminal(joined)}");
        }
    }
}
