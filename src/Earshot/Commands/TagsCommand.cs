using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Tags;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary>What <c>earshot tags --json</c> prints.</summary>
/// <param name="Tagged">Tickets with a tag at least.</param>
internal sealed record TagsShown(long Tickets, long Tagged, IReadOnlyList<TagCount> Tags)
{
    /// <summary>What a language model was asked; null without <c>--with-model</c>.</summary>
    public TagOutcome? Asked { get; init; }
}

/// <summary>A tag and the tickets that have it; the share is of all tickets, 0 to 1.</summary>
internal sealed record TagCount(string Tag, long Tickets, double Share);

/// <summary><c>earshot tags</c>: how many tickets belong to each category of the user's list.</summary>
internal static class TagsCommand
{
    private const int UsualLimit = 1_000;

    private static readonly Option<bool> WithModel = new("--with-model")
    {
        Description = "have texts tagged by the language models of label.*, whose tags count before those by similarity",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "with a model: different texts to ask for, at most, the first that it has not tagged (default 1,000)",
        HelpName = "N",
    };

    public static EarshotCommand Create() => new EarshotCommand("tags", "Show how many tickets belong to each category of tags.categories.")
    {
        Examples =
        [
            ("earshot tags", "tag, tickets, share"),
            ("earshot tags --with-model --limit 200", "200 texts tagged by the language model, 20 a question; then the tags again"),
        ],
        Run = Execute,
    }.OnWorkspace().Reporting().With(WithModel, Limit);

    private static int Execute(Invocation invocation)
    {
        if (invocation.Get(Limit) is < 1 and int few) throw new EarshotException($"--limit is {few}", "allowed is 1 and more", ExitCode.Usage);
        if (invocation.Get(Limit) is not null && !invocation.Get(WithModel))
            throw new EarshotException("--limit is for --with-model", "`earshot tags --with-model --limit 200` asks for 200 texts", ExitCode.Usage);
        TagOptions tags = Pipeline.Tags(invocation.Settings)
            ?? throw new EarshotException(
                "there are no categories to tag tickets with",
                "write them into the workspace's earshot.json: "
                + "{ \"tags\": { \"categories\": { \"refund\": [\"I want my money back\"], \"delivery\": [\"it did not arrive\"] } } }",
                ExitCode.Usage);
        TagOutcome? asked = null;
        if (invocation.Get(WithModel))
        {
            using Session session = Session.Open(invocation);
            if (session.Sources.Count == 0) throw NextStep.NoTickets(session.Workspace);
            asked = new TagJob(invocation, session, tags).Run(invocation.Get(Limit) ?? UsualLimit);
        }

        // opened anew: what the model said makes the tags stale
        using Session current = Session.Open(invocation);
        if (asked is not null) current.Run(TagsAsset.Name);
        TagsShown shown = Read(invocation, current, tags) with { Asked = asked };
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, shown);
        else Write(invocation, shown);
        return ExitCode.Success;
    }

    private static TagsShown Read(Invocation invocation, Session session, TagOptions tags)
    {
        AssetDefinition definition = session.Definitions.First(definition => definition.Name == TagsAsset.Name);
        Manifest[] built = [.. definition.Partitions.Select(partition => session.Workspace.FindManifest(definition, partition)).OfType<Manifest>()];
        if (built.Length == 0) throw NextStep.Missing(session, "tags", invocation.Surroundings.Clock);
        long tickets = built.Sum(manifest => manifest.Metadata["tickets"]!.GetValue<long>());
        IEnumerable<TagCount> counts =
            from category in tags.Categories
            let count = built.Sum(manifest => manifest.Metadata["tags"]![category.Name]?.GetValue<long>() ?? 0)
            orderby count descending
            select new TagCount(category.Name, count, (double)count / Math.Max(1, tickets));
        return new TagsShown(tickets, built.Sum(manifest => manifest.Metadata["tagged"]!.GetValue<long>()), [.. counts]);
    }

    private static void Write(Invocation invocation, TagsShown shown)
    {
        Table table = new(TableColumn.Flex("tag"), TableColumn.Number("tickets"), TableColumn.Number("share"));
        foreach (TagCount tag in shown.Tags) table.Add(tag.Tag, Quantity.Count(tag.Tickets), Quantity.Share(tag.Share));
        table.Write(invocation.Terminal);
        invocation.Say(
            $"{Quantity.Count(shown.Tagged)} of {Quantity.Count(shown.Tickets, "ticket")} have a tag; `earshot sql \"SELECT * FROM tags\"` shows which");
    }
}
