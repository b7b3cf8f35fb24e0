using System.Text;
using Earshot.CommandLine;
using Earshot.Connectors.Chat;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tags;
using Earshot.Core.Tickets;
using Earshot.Output;
using Earshot.Storage.Labels;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What a language model was asked to tag.</summary>
/// <param name="Asked">Texts that were sent.</param>
/// <param name="Tagged">Texts that were answered, those without a tag among them.</param>
internal sealed record TagOutcome(int Asked, int Tagged, long Calls, long InputTokens, long OutputTokens, decimal Cost);

/// <summary>Has texts of a workspace tagged by a language model: those it has not tagged yet, each kept as soon as its answer has come.</summary>
internal sealed class TagJob(Invocation invocation, Session session, TagOptions tags)
{
    private const string Stage = "tags";
    private const int BlockRows = 4_096;

    /// <summary>Asks for tags.</summary>
    /// <param name="limit">Different texts to ask for, at most: the first that have none.</param>
    /// <exception cref="EarshotException">No service is set, or another process tags this workspace.</exception>
    public TagOutcome Run(int limit)
    {
        using LabelServices services = new(invocation);
        if (!services.Any) throw LabelServices.NoService();
        using TagStore store = TagStore.Open(session.Workspace, tags);
        IReadOnlyList<(long Hash, string Text)> texts = Missing(store.Tags, limit);
        int tagged = 0, asked = 0;
        string? failure = null;
        if (texts.Count > 0) invocation.Observer.StageStarted(Stage, texts.Count, "texts");
        foreach ((long Hash, string Text)[] batch in texts.Chunk(TagPrompt.MostTexts))
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            string[] asking = [.. batch.Select(text => text.Text)];

            // away from this thread, whose turn it is to wait
            (IReadOnlyList<IReadOnlyList<string>>? answer, string? model, IReadOnlyList<string> failures) =
                Task.Run(() => services.Labeler.Tag(tags, asking, invocation.Cancellation)).GetAwaiter().GetResult();
            asked += batch.Length;
            if (answer is null)
            {
                failure = failures.Count > 0 ? string.Join("; ", failures) : services.Labeler.GivenUpFor(ChatFault.CapReached)?.Message;
                if (services.Labeler.AllGivenUp) break;
                continue;
            }

            for (int i = 0; i < batch.Length; i++) store.Add(batch[i].Hash, answer[i], model, invocation.Surroundings.Clock.GetUtcNow());
            tagged += batch.Length;
            invocation.Observer.Advanced(Stage, batch.Length);
        }

        ChatUsage usage = services.Budget.Usage;
        if (texts.Count > 0)
        {
            invocation.Observer.StageFinished(
                Stage,
                $"{Quantity.Count(tagged, "text")} of {Quantity.Count(texts.Count)} tagged; {LabelRound.Used(usage)}");
        }

        if (failure is not null)
        {
            invocation.Observer.Warned(
                $"{Quantity.Count(texts.Count - tagged, "text")} got no tags by the model: {failure}",
                $"`earshot tags --with-model --workspace {session.Workspace.Folder}` goes on with them");
        }

        return new TagOutcome(asked, tagged, usage.Calls, usage.InputTokens, usage.OutputTokens, usage.Cost);
    }

    private IReadOnlyList<(long Hash, string Text)> Missing(IReadOnlyDictionary<long, IReadOnlyList<string>> known, int limit)
    {
        using DatasetSession datasets = new(session.Workspace, session.Definitions, session.Limits);
        AssetDefinition tickets = session.Definitions.First(definition => definition.Name == TicketsAsset.Name);
        List<(long Hash, string Text)> missing = [];
        HashSet<long> seen = [];
        ColumnBatch read = new(TicketText.Columns);
        BytesColumn texts = new();
        foreach (string partition in datasets.Built(tickets))
        {
            using IBatchReader reader = datasets.Datasets.Open(tickets.Name, partition, read.Schema);
            for (read.Clear(); missing.Count < limit && reader.Read(read, BlockRows); read.Clear(), texts.Clear())
            {
                TicketText.AppendClean(read, texts);
                for (int row = 0; row < texts.Count && missing.Count < limit; row++)
                {
                    long hash = (long)StableHash.Of(texts[row]);
                    if (!texts[row].IsEmpty && !known.ContainsKey(hash) && seen.Add(hash)) missing.Add((hash, Encoding.UTF8.GetString(texts[row])));
                }
            }
        }

        return missing;
    }
}
