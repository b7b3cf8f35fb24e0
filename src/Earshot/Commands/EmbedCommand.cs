using System.CommandLine;
using System.Globalization;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Embeddings;
using Earshot.Core.Tickets;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Embeddings;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>What <c>earshot embed --json</c> prints.</summary>
internal sealed record EmbedOutcome(string Workspace, string? File, string Model, long Tickets, long Skipped, long Undated, VectorFigures Vectors);

/// <summary>Vectors in figures; lengths are null where every vector is zero.</summary>
internal sealed record VectorFigures(
    long Vectors,
    int Dimensions,
    long DistinctTexts,
    long ZeroVectors,
    double? SmallestNorm,
    double? MeanNorm,
    double? LargestNorm,
    IReadOnlyDictionary<string, long> MadeBy);

/// <summary><c>earshot embed</c>: the vectors of a file's or a workspace's tickets, in a file.</summary>
internal static class EmbedCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "files of tickets, as for analyze; without any, the tickets of the workspace",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "file to write; its ending (.parquet or .csv) is the format; without one, the vectors stay in the cache",
        HelpName = "FILE",
    };
    private static readonly Option<int?> DaysBack = new("--days-back") { Description = "only tickets of the last N days, today included", HelpName = "N" };
    private static readonly Option<bool> SkipEmbedded = new("--skip-embedded")
    {
        Description = "leave out tickets that an earlier embed did with the same model and the text that they have; analyze and run do not count",
    };
    private static readonly Option<int?> BatchSize = new("--batch-size")
    {
        Description = "tickets embedded and written at a time (default 1,000)",
        HelpName = "N",
    };

    public static EarshotCommand Create() => new EarshotCommand("embed", "Turn tickets into vectors, and write them to a file.")
    {
        Examples =
        [
            ("earshot embed tickets.csv --out vectors.parquet", "ticket_id, source_id, text_hash, made_by, embedding: a list of 384 numbers"),
            ("earshot embed tickets.csv --with teacher --out vectors.parquet", "by the transformer; typed again after a crash, it pays only for what is missing"),
            ("earshot embed --workspace support --days-back 7 --skip-embedded --out new.parquet", "what is new in a workspace, night by night"),
            ("earshot embed reviews.csv --with remote --max-cost 2.50 --out vectors.parquet", "by the service of embed.url, for no more than that"),
        ],
        Defaults = new Dictionary<Setting, string> { [SettingTable.Workspace] = "FILE.earshot beside the file; without a file, the current folder or the only workspace in it" },
        DefaultWorkspace = invocation => invocation.Get(Files) is { Length: > 0 } files ? AnalyzeCommand.Beside(invocation, files) : null,
        Run = Execute,
    }.OnWorkspace().Reporting().With(
        SettingTable.EmbedWith, SettingTable.EmbedSample, SettingTable.EmbedRecheck, SettingTable.EmbedMinutes, SettingTable.EmbedPrecision, SettingTable.EmbedMaxCost,
        SettingTable.Mask, SettingTable.RowsPerPartition, SettingTable.Memory)
        .With(Files, Out, DaysBack, RangeOptions.StartDate, RangeOptions.EndDate, RangeOptions.Limit, SkipEmbedded, BatchSize, Ingest.Map, Ingest.Source, Ingest.Encoding, Ingest.Delimiter, Ingest.Origin);

    private static int Execute(Invocation invocation)
    {
        TicketRange range = Range(invocation);
        int batchSize = invocation.Get(BatchSize) ?? 1_000;
        if (batchSize is < 1 or > 1_000_000) throw new EarshotException($"--batch-size is {batchSize:N0}", "allowed is 1 to 1,000,000", ExitCode.Usage);
        string? path = invocation.Get(Out) is { } given ? invocation.FullPath(given) : null;
        if (path is not null && Path.GetExtension(path).ToLowerInvariant() is not (".csv" or ".parquet"))
            throw new EarshotException($"the format of {path} is not known", "name a file that ends in .parquet or .csv", ExitCode.Usage);
        if (invocation.Get(Files) is { Length: > 0 } files)
        {
            IReadOnlyList<string> expanded = Ingest.Expand(invocation, files);
            AnalyzeCommand.Read(invocation, expanded);
        }

        using Session session = Session.Open(invocation, builds: true);
        session.KeepSettings();
        EmbeddingRecipe recipe = session.PrepareEmbeddings();
        using EmbeddedTickets record = EmbeddedTickets.Open(session.Workspace, recipe.Model, invocation.Surroundings.Clock, invocation.Observer);
        EmbeddingResult result = new TicketEmbedding(session.Workspace, session.Definitions, session.Limits, invocation.Observer)
            .Run(range, recipe, record, batchSize, path, invocation.Cancellation);
        session.Models.TellUse();
        Show(invocation, session.Workspace, path, result);
        return ExitCode.Success;
    }

    private static TicketRange Range(Invocation invocation)
    {
        TicketRange range = RangeOptions.Of(invocation) with { SkipEmbedded = invocation.Get(SkipEmbedded) };
        if (invocation.Get(DaysBack) is { } days)
        {
            if (range.IsDated)
                throw new EarshotException("--days-back and --start-date or --end-date say different things", "give one or the other", ExitCode.Usage);
            if (days < 1) throw new EarshotException($"--days-back is {days}", "allowed is 1 and more", ExitCode.Usage);
            DateOnly today = DateOnly.FromDateTime(invocation.Surroundings.Clock.GetUtcNow().UtcDateTime);
            range = range with { Start = today.DayNumber < days ? DateOnly.MinValue : today.AddDays(1 - days), End = today };
        }

        return range.Valid("embed");
    }

    private static void Show(Invocation invocation, Workspace workspace, string? path, EmbeddingResult result)
    {
        EmbeddingSummary vectors = result.Vectors;
        bool any = vectors.Tickets > vectors.ZeroVectors;
        if (invocation.Json)
        {
            VectorFigures figures = new(
                vectors.Tickets,
                vectors.Dimensions,
                vectors.DistinctTexts,
                vectors.ZeroVectors,
                any ? vectors.MinimumNorm : null,
                any ? vectors.MeanNorm : null,
                any ? vectors.MaximumNorm : null,
                result.MadeBy);
            JsonShapes.Write(invocation.Terminal.Output, new EmbedOutcome(workspace.Folder, path, result.Model, result.Tickets, result.Skipped, result.Undated, figures));
            return;
        }

        invocation.Say(vectors.Tickets == 0
            ? $"0 vectors by {result.Model}: nothing is left to embed"
            : $"{Quantity.Count(vectors.Tickets, "vector")} of {Quantity.Count(vectors.Dimensions, "number")} by {result.Model}, "
                + $"of {Quantity.Count(vectors.DistinctTexts, "distinct text")}");
        if (result.MadeBy.Count > 0)
            invocation.Say("made by: " + string.Join(", ", result.MadeBy.Select(maker => $"{maker.Key} {Quantity.Count(maker.Value)}")));
        if (any)
        {
            invocation.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"length: {vectors.MinimumNorm:0.0000} to {vectors.MaximumNorm:0.0000}, mean {vectors.MeanNorm:0.0000}; "
                + $"zero vectors (no text): {vectors.ZeroVectors:#,##0}"));
        }

        if (result.Skipped > 0) invocation.Say($"{Quantity.Count(result.Skipped, "ticket")} embedded before and left out");
        if (result.Undated > 0) invocation.Say($"{Quantity.Count(result.Undated, "ticket")} left out, for want of a date");
        if (path is not null) invocation.Terminal.Output.WriteLine(path);
        else invocation.Say("--out FILE writes them");
    }
}
