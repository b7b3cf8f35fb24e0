using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Text;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot topic N</c>: everything about one topic.</summary>
internal static class TopicCommand
{
    private static readonly Argument<int> Number = new("N") { Description = "number of the topic, as `earshot topics` lists it" };

    public static EarshotCommand Create() => new EarshotCommand("topic", "Show one topic: keywords, products, change, example tickets.")
    {
        Examples = [("earshot topic 3", "topic 3 with five example tickets, personal data masked"), ("earshot topic 3 --json", "the same as JSON")],
        Run = Show,
    }.OnWorkspace().Reporting().With(Number);

    /// <summary>The topic with personal data masked in its examples, as everything that prints one shows it.</summary>
    internal static TopicSummary Masked(TopicSummary topic) =>
        topic with { Examples = [.. topic.Examples.Select(e => e with { Title = e.Title is null ? null : PersonalData.Mask(e.Title), Text = PersonalData.Mask(e.Text) })] };

    private static int Show(Invocation invocation)
    {
        AnalysisDocument analysis = Session.Open(invocation).Analysis();
        int number = invocation.Get(Number);
        TopicSummary topic = analysis.Topics.FirstOrDefault(t => t.TopicId == number)
            ?? throw new EarshotException(
                $"there is no topic {number}; topics are 0 to {analysis.Topics.Select(t => t.TopicId).DefaultIfEmpty(0).Max()}", "`earshot topics` lists them", ExitCode.Usage);
        topic = Masked(topic);
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, topic);
            return ExitCode.Success;
        }

        TextWriter output = invocation.Terminal.Output;
        output.WriteLine(invocation.Terminal.Bold(SafeText.ForTerminal(topic.Name)));
        output.WriteLine($"{Quantity.Count(topic.Count)} tickets, {Quantity.Share(topic.Share)} of all; team {topic.Team}; mean similarity to the centre {topic.MeanSimilarity:0.00}");
        if (topic.Change is { } change)
            output.WriteLine($"last {change.WindowDays} days: {Quantity.Count(change.Recent)} tickets ({Quantity.Share(change.RecentShare)}), before: {Quantity.Count(change.Previous)} ({Quantity.Share(change.PreviousShare)})");
        Line("keywords", topic.Keywords.Select(k => k.Term));
        Line("products", topic.Products.Select(p => $"{p.Name} {Quantity.Count(p.Count)}"));
        Line("sources", topic.Sources.Select(s => $"{s.Name} {Quantity.Count(s.Count)}"));
        output.WriteLine();
        foreach (ExampleTicket example in topic.Examples)
        {
            output.WriteLine($"  {example.SourceId ?? example.TicketId.ToString()}{(example.Day is null ? "" : ", " + example.Day)}{(example.Product is null ? "" : ", " + SafeText.ForTerminal(example.Product))}");
            output.WriteLine($"    {SafeText.ForTerminal(example.Title is null || example.Text.StartsWith(example.Title, StringComparison.Ordinal) ? example.Text : example.Title + " — " + example.Text)}");
        }

        return ExitCode.Success;

        void Line(string name, IEnumerable<string> values)
        {
            string joined = string.Join(", ", values);
            if (joined.Length > 0) output.WriteLine($"{name}: {SafeText.ForTerminal(joined)}");
        }
    }
}
