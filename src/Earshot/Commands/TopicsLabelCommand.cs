using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Connectors.Labels;
using Earshot.Core;
using Earshot.Core.Labels;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Labels;

namespace Earshot.Commands;

/// <summary><c>earshot topics label</c>: names for topics by a language model.</summary>
internal static class TopicsLabelCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "show which topics would be asked for, and what would be sent of the first one",
    };
    private static readonly Option<int?> Limit = new("--limit") { Description = "topics to ask for, at most, the largest first", HelpName = "N" };
    private static readonly Option<int?> Forgotten = new("--forget")
    {
        Description = "drop the label of topic N: it has its automatic name again, and the next run asks for a new one",
        HelpName = "N",
    };

    public static EarshotCommand Create() => new EarshotCommand("label", "Name topics by a language model: title, category, description, impact.")
    {
        Examples =
        [
            ("earshot topics label", "every topic that has no label yet, by the models of label.local_model and label.model"),
            ("earshot topics label --dry-run", "what would be asked, and the first question whole; nothing is sent"),
            ("earshot topics label --set label.max_cost=0.50", "for no more than that; typed again, it goes on where it stopped"),
            ("earshot topics label --forget 3", "topic 3 with its automatic name again"),
        ],
        Run = Execute,
    }.OnWorkspace().Reporting().With(DryRun, Limit, Forgotten);

    private static int Execute(Invocation invocation)
    {
        if (invocation.Get(Limit) is < 1 and int few) throw new EarshotException($"--limit is {few}", "allowed is 1 and more", ExitCode.Usage);
        using Session session = Session.Open(invocation);
        LabelJob job = new(invocation, session);
        if (invocation.Get(Forgotten) is { } topic)
        {
            invocation.Say($"topic {topic} is called {job.Forget(topic)} again");
            return ExitCode.Success;
        }

        if (invocation.Get(DryRun))
        {
            ShowPlan(invocation, session, job);
            return ExitCode.Success;
        }

        LabelOutcome outcome = job.Run(invocation.Get(Limit) ?? int.MaxValue);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, outcome);
        else Show(invocation, outcome);
        return ExitCode.Success;
    }

    private static void ShowPlan(Invocation invocation, Session session, LabelJob job)
    {
        using LabelServices services = new(invocation);
        IReadOnlyList<TopicDescription> missing = job.Missing(LabelStore.Read(session.Workspace));
        if (missing.Count == 0)
        {
            invocation.Say("every topic has a label");
            return;
        }

        Table table = new(TableColumn.Number("topic"), TableColumn.Number("tickets"), TableColumn.Flex("keywords"), TableColumn.Text("asked of"));
        foreach (TopicDescription topic in missing)
        {
            IReadOnlyList<LabelService> order = services.Labeler.ServicesFor(topic);
            table.Add(
                topic.TopicId.ToString(),
                Quantity.Count(topic.Tickets),
                string.Join(", ", topic.Keywords.Take(5)),
                order.Count == 0 ? "no model is set" : string.Join(", then ", order.Select(service => service.Name)));
        }

        table.Write(invocation.Terminal);
        LabelerOptions options = LabelServices.LabelerOptions(invocation.Settings);
        LabelPrompt prompt = new(missing[0], options.Categories, options.Mask);
        invocation.Terminal.Output.WriteLine($"\nof topic {missing[0].TopicId} this would be sent:\n\n{prompt.Instructions}\n\n{prompt.Material}");
    }

    private static void Show(Invocation invocation, LabelOutcome outcome)
    {
        if (outcome.Topics.Count == 0)
        {
            if (outcome.Left == 0) invocation.Say("every topic has a label; `earshot topics` shows them");
            return;
        }

        Table table = new(
            TableColumn.Number("topic"), TableColumn.Flex("title"), TableColumn.Text("category"), TableColumn.Text("impact"),
            TableColumn.Flex("automatic name"));
        foreach (LabelledTopic topic in outcome.Topics)
        {
            table.Add(
                topic.TopicId.ToString(),
                topic.Label?.CanonicalTitle ?? "(no label)",
                topic.Label?.Category ?? "",
                topic.Label?.ImpactLevel ?? "",
                topic.AutomaticName);
        }

        table.Write(invocation.Terminal);
        if (outcome.Topics.Any(topic => !topic.LabelFailed)) invocation.Say("`earshot report` writes the report with these names");
    }
}
