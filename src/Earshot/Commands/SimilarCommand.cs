using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Text;
using Earshot.Core.Topics;
using Earshot.Numerics.Vectors;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>What <c>earshot similar --json</c> prints.</summary>
/// <param name="TicketId">The ticket that was asked for; null where a text was.</param>
/// <param name="Searched">Tickets that were looked at.</param>
internal sealed record SimilarTickets(long? TicketId, long Searched, IReadOnlyList<SimilarTicketShown> Tickets);

/// <summary>
/// A ticket near in meaning, personal data masked. <c>topic_id</c> and <c>topic</c> are null where topics are not built, <c>topic</c> also where it is hidden.
/// </summary>
internal sealed record SimilarTicketShown(
    long TicketId, string? SourceId, string Source, double Similarity, string? Day, string? Product, string? Title, string Text, int? TopicId, string? Topic);

/// <summary><c>earshot similar</c>: the tickets nearest in meaning to a text or a ticket.</summary>
internal static class SimilarCommand
{
    private const int ShownCharacters = 300;

    private static readonly Argument<string?> Text = new("TEXT") { Description = "the text to find tickets like", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Id = new("--id")
    {
        Description = "find tickets like this one, by its ticket id or the id its source gave it",
        HelpName = "ID",
    };

    private static readonly Option<double> Threshold = new("--threshold")
    {
        Description = "the least similarity, -1 to 1 (default -1: any)",
        DefaultValueFactory = _ => -1,
        HelpName = "X",
    };

    private static readonly Option<int> Limit = new("--limit") { Description = "tickets at most (default 10)", DefaultValueFactory = _ => 10, HelpName = "N" };

    public static EarshotCommand Create() => new EarshotCommand("similar", "Find the tickets nearest in meaning to a text or to another ticket.")
    {
        Examples =
        [
            ("earshot similar \"my card was charged twice\"", "the ten nearest tickets, personal data masked"),
            ("earshot similar --id 17 --threshold 0.7", "tickets like ticket 17, at least 0.7 similar"),
            ("earshot similar --id 17 --limit 100 --json", "up to a hundred of them as JSON"),
        ],
        TakesWords = true,
        Run = Show,
    }.OnWorkspace().Reporting().With(Text, Id, Threshold, Limit);

    private static int Show(Invocation invocation)
    {
        string? text = invocation.Get(Text);
        string? id = invocation.Get(Id);
        double threshold = invocation.Get(Threshold);
        int limit = invocation.Get(Limit);
        if (text is null == id is null)
            throw new EarshotException(
                "similar takes a text or --id, one of them",
                "for example `earshot similar \"my card was charged twice\"` or `earshot similar --id 17`",
                ExitCode.Usage);
        if (!(threshold is >= -1 and <= 1))
        {
            throw new EarshotException(
                $"--threshold is {threshold}; it must be from -1 to 1",
                "0.7 finds tickets that say much the same",
                ExitCode.Usage);
        }

        if (limit is < 1 or > 10_000) throw new EarshotException($"--limit is {limit}; it must be from 1 to 10,000", null, ExitCode.Usage);

        using Session session = Session.Open(invocation);
        using DatasetSession datasets = new(session.Workspace, session.Definitions, session.Limits);
        AssetDefinition embeddings = session.Definitions.First(d => d.Name == EmbeddingsAsset.Name);
        IReadOnlyList<string> partitions = datasets.Built(embeddings);
        if (partitions.Count == 0) throw NextStep.Missing(session, "embeddings", invocation.Surroundings.Clock);

        using SqlSession sql = new(session.Workspace, session.Definitions, session.Sources, session.Limits, session.TopicRows());
        long? ticket = id is null ? null : FindTicket(sql, id, invocation.Cancellation);
        float[] query = ticket is { } known
            ? SimilaritySearch.VectorOf(datasets.Datasets, partitions, known, invocation.Threads, invocation.Cancellation)
                ?? throw new EarshotException($"ticket {known} has no embedding yet", "bring the workspace up to date with `earshot run`")
            : Embed(session.Embeddings.Recipe, text!, datasets.Datasets, datasets.Datasets.Manifest(EmbeddingsAsset.Name, partitions[0]), invocation.Cancellation);
        if (!query.AsSpan().ContainsAnyExcept(0f))
        {
            throw new EarshotException(
                $"{(ticket is null ? "the text" : $"the text of ticket {ticket}")} has no words to go by",
                "give a text of words",
                ExitCode.Usage);
        }

        IReadOnlyList<SimilarTicket> nearest = SimilaritySearch.Nearest(
            datasets.Datasets, partitions, query, limit, (float)threshold, ticket, invocation.Threads, invocation.Cancellation);
        long searched = partitions.Sum(p => datasets.Datasets.Manifest(EmbeddingsAsset.Name, p).Rows);
        SimilarTickets found = new(ticket, searched, Describe(session, sql, nearest, invocation.Cancellation));
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, found);
        else Write(invocation, found, threshold);
        return ExitCode.Success;
    }

    private static void Write(Invocation invocation, SimilarTickets found, double threshold)
    {
        TextWriter output = invocation.Terminal.Output;
        foreach (SimilarTicketShown ticket in found.Tickets)
        {
            string topic = ticket.Topic is null ? "" : $", topic {ticket.TopicId}: {SafeText.ForTerminal(ticket.Topic)}";
            string id = SafeText.ForTerminal(ticket.SourceId ?? ticket.TicketId.ToString());
            string text = ticket.Title is null || ticket.Text.StartsWith(ticket.Title, StringComparison.Ordinal) ? ticket.Text : ticket.Title + " — " + ticket.Text;
            output.WriteLine($"{ticket.Similarity.ToString("0.000", CultureInfo.InvariantCulture)}  {id}"
                + (ticket.Day is null ? "" : ", " + ticket.Day) + (ticket.Product is null ? "" : ", " + SafeText.ForTerminal(ticket.Product)) + topic);
            output.WriteLine($"       {SafeText.ForTerminal(text)}");
        }

        string limit = threshold > -1 ? $" of at least {threshold.ToString(CultureInfo.InvariantCulture)}" : "";
        invocation.Say($"{Quantity.Count(found.Tickets.Count)} of {Quantity.Count(found.Searched)} tickets{limit}, by cosine similarity");
    }

    // The text cleaned as a ticket's is, and embedded as the stored vectors are.
    private static float[] Embed(EmbeddingRecipe recipe, string text, IDatasetReader datasets, Manifest built, CancellationToken cancellation)
    {
        if (built.Options.TryGetValue("model", out string? model) && model != recipe.Model)
        {
            throw new EarshotException(
                $"the stored vectors are of the model {model}, the text would be embedded with {recipe.Model}: they can't be compared",
                "bring the workspace up to date with `earshot run`");
        }

        BytesColumn texts = new();
        texts.Append(TextCleaner.Clean(TextOrigin.Plain, "", text).AsSpan());
        EncodedRows encoded = new(new BytesColumn(), new ValueColumn<float>(), new BytesColumn());
        recipe.CreateEncoder(datasets).Encode(texts, encoded, _ => { }, cancellation);
        float[] query = new float[recipe.Dimensions];
        Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(encoded.Vectors[0]), encoded.Scales[0], query);
        return query;
    }

    // Our own id, or else the one that a source gave it, if only one has it.
    /// <summary>The ticket of an id, its own or that of its source.</summary>
    internal static long FindTicket(SqlSession sql, string id, CancellationToken cancellation)
    {
        List<(long Ticket, string Source)> found = [];
        bool exact = false;
        string own = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number.ToString() : "NULL";
        sql.Query(
            $"""
            SELECT ticket_id, source, ticket_id = {own} FROM tickets
            WHERE ticket_id = {own} OR source_id = '{id.Replace("'", "''", StringComparison.Ordinal)}'
            ORDER BY 3 DESC NULLS LAST, 1 LIMIT 20
            """,
            (_, cells) =>
            {
                exact |= cells[2] == "true"; // comes first
                if (!exact || found.Count == 0) found.Add((long.Parse(cells[0]!), cells[1] ?? ""));
            },
            cancellation);
        return found.Count switch
        {
            0 => throw new EarshotException(
                $"there is no ticket {id}",
                "a ticket id is wanted, or the id that its source gave it: `earshot sql \"SELECT ticket_id, source_id FROM tickets LIMIT 10\"` shows some",
                ExitCode.Usage),
            1 => found[0].Ticket,
            _ => throw new EarshotException(
                $"several tickets have the id {id}",
                $"name one by its ticket id: {string.Join(", ", found.Select(f => $"{f.Ticket} ({f.Source})"))}",
                ExitCode.Usage),
        };
    }

    private static IReadOnlyList<SimilarTicketShown> Describe(
        Session session, SqlSession sql, IReadOnlyList<SimilarTicket> nearest, CancellationToken cancellation)
    {
        if (nearest.Count == 0) return [];
        bool topics = IsBuilt(session, AnalysisAsset.Name) && IsBuilt(session, AssignmentsAsset.Name);
        string ids = string.Join(", ", nearest.Select(t => t.TicketId));
        Dictionary<long, string?[]> rows = [];
        sql.Query(
            $"""
            SELECT t.ticket_id, source_id, source, strftime(created_at, '%Y-%m-%d'), product_line, title, clean_text,
                {(topics ? "a.topic_id, name" : "NULL, NULL")}
            FROM tickets t {(topics ? "LEFT JOIN assignments a ON a.ticket_id = t.ticket_id LEFT JOIN topics p ON p.topic_id = a.topic_id AND NOT hidden" : "")}
            WHERE t.ticket_id IN ({ids}){(topics ? $" AND a.ticket_id IN ({ids})" : "")}
            """,
            (_, cells) => rows[long.Parse(cells[0]!)] = [.. cells],
            cancellation);
        return [.. nearest.Where(t => rows.ContainsKey(t.TicketId)).Select(t => Shown(t, rows[t.TicketId]))];
    }

    private static SimilarTicketShown Shown(SimilarTicket ticket, string?[] row) => new(
        ticket.TicketId,
        row[1],
        row[2] ?? "",
        Math.Round(ticket.Similarity, 4),
        row[3],
        row[4],
        row[5] is { Length: > 0 } title ? PersonalData.Mask(title) : null,
        Excerpt.Of(PersonalData.Mask(row[6] ?? ""), ShownCharacters),
        row[7] is { } topic ? int.Parse(topic) : null,
        row[8] is { } name ? PersonalData.Mask(name) : null);

    private static bool IsBuilt(Session session, string asset) =>
        session.Definitions.First(d => d.Name == asset) is var definition
        && definition.Partitions.Any(p => session.Workspace.FindManifest(definition, p) is not null);
}
