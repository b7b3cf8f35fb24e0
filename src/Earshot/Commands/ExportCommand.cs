using System.CommandLine;
using System.CommandLine.Completions;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Reports;

namespace Earshot.Commands;

/// <summary>What <c>earshot export --json</c> prints.</summary>
internal sealed record FileExported(string File, long Rows, long Bytes);

/// <summary><c>earshot export WHAT</c>: one file for other programs.</summary>
internal static class ExportCommand
{
    private static readonly string[] Whats = ["assignments", "topics", "tickets", "embeddings"];

    private static readonly Argument<string> What = new("WHAT")
    {
        Description = string.Join(", ", Whats[..^1]) + " or " + Whats[^1],
        CompletionSources = { _ => Whats.Select(what => new CompletionItem(what)) },
    };

    private static readonly Option<string> To = new("--output", "-o")
    {
        Description = "file to write; its ending (.csv or .parquet) is the format; without one, WHAT.csv or WHAT.parquet here",
        HelpName = "FILE",
    };

    private static readonly Option<string> Layout = new("--layout")
    {
        Description = "of embeddings: list (one column of 384 numbers) or wide (emb_0 … emb_383)",
        HelpName = "list|wide",
        CompletionSources = { _ => [new CompletionItem("list"), new CompletionItem("wide")] },
    };


    private static readonly Option<bool> NoMask = new("--no-mask") { Description = "leave personal data as it is" };

    public static EarshotCommand Create() => new EarshotCommand("export", "Write assignments, topics, tickets or embeddings to one file.")
    {
        Examples =
        [
            ("earshot export assignments", "assignments.csv: a row for each ticket with its topic, topic name and team"),
            ("earshot export tickets --output enriched.parquet", "tickets with topic and similarity, personal data masked"),
            ("earshot export embeddings --layout wide --output vectors.parquet", "ticket_id, emb_0 … emb_383"),
        ],
        Run = Execute,
    }.OnWorkspace().Reporting().With(What, To, Layout, NoMask);

    private static int Execute(Invocation invocation)
    {
        string what = invocation.Get(What) ?? "";
        if (!Whats.Contains(what)) throw new EarshotException($"'{what}' can't be exported", $"one of {string.Join(", ", Whats)}", ExitCode.Usage);
        string layout = invocation.Get(Layout) ?? "list";
        if (layout is not ("list" or "wide")) throw new EarshotException($"--layout '{layout}' is not known", "list or wide", ExitCode.Usage);
        if (invocation.Get(Layout) is not null && what != "embeddings")
            throw new EarshotException($"--layout is for embeddings, not for {what}", $"earshot export {what}", ExitCode.Usage);
        string path = invocation.FullPath(invocation.Get(To) ?? what + (what == "embeddings" ? ".parquet" : ".csv"));
        string format = Path.GetExtension(path).ToLowerInvariant();
        if (format is not (".csv" or ".parquet"))
            throw new EarshotException($"the format of {path} is not known", "name a file that ends in .csv or .parquet", ExitCode.Usage);
        OutputPlace.RequireFile("--output", path);
        Session session = Session.Open(invocation);
        long rows;
        try
        {
            rows = new Exports(session.Workspace, session.Definitions, session.Sources, session.Limits, mask: !invocation.Get(NoMask))
                .Write(what, session.Analysis(), path, layout == "wide", invocation.Cancellation);
            invocation.Say($"{Quantity.Count(rows, "row")}, {Quantity.Bytes(new FileInfo(path).Length)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputPlace.Fault(path, "--output", e);
        }

        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, new FileExported(path, rows, new FileInfo(path).Length));
        else invocation.Terminal.Output.WriteLine(path);
        return ExitCode.Success;
    }
}
