using System.CommandLine;
using System.CommandLine.Completions;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Clusters;
using Earshot.Core.Tickets;
using Earshot.Numerics.Neighbors;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary>What <c>earshot cluster --json</c> prints.</summary>
internal sealed record ClustersFound(string Workspace, ClusterDocument Result, IReadOnlyList<string> Files);

/// <summary><c>earshot cluster</c>: clusters by density (UMAP and HDBSCAN), and clusters within them.</summary>
internal static class ClusterCommand
{
    private const string DefaultFolder = "cluster-output";

    private static readonly RecursiveClusteringOptions Initial = new();
    private static readonly string[] Metrics = [.. Enum.GetNames<NeighborMetric>().Select(name => name.ToLowerInvariant()).OrderDescending()];

    private static readonly (string Name, ClusterMethod Method)[] Methods =
    [
        ("umap-hdbscan", ClusterMethod.UmapHdbscan), ("hdbscan", ClusterMethod.Hdbscan), ("graph", ClusterMethod.Graph), ("kmeans", ClusterMethod.KMeans),
    ];

    private static readonly Option<string> Method = new("--method")
    {
        Description = $"how texts are divided: hdbscan is straight on the vectors; graph and kmeans leave no noise (default {Methods[0].Name})",
        HelpName = string.Join('|', Methods.Select(method => method.Name)),
        CompletionSources = { _ => Methods.Select(method => new CompletionItem(method.Name)) },
    };
    private static readonly Option<int> Depth =
        Number("--recursive-depth", "times that texts are divided: 1 for once, 2 for the clusters of that again", Initial.Depth);
    private static readonly Option<int> MinClusterSize = Number("--min-cluster-size", "texts of a cluster at least", Initial.MinClusterSize);
    private static readonly Option<double> MinClusterShare =
        Real("--min-cluster-pct", "least share of a cluster in the texts that are divided, 0 to 0.5; the larger of both applies", Initial.MinClusterShare);
    private static readonly Option<int> Neighbors = Number("--n-neighbors", "neighbours that shape UMAP's layout: fewer look at detail", Initial.Neighbors);
    private static readonly Option<int> Components = Number("--n-components", "dimensions of the layout that clusters are looked for in", Initial.Components);
    private static readonly Option<double> MinDist = Real("--min-dist", "distance up to which near texts may close up in the layout, 0 to 1", Initial.MinDist);
    private static readonly Option<string> Metric = new("--hdbscan-metric")
    {
        Description = $"distance in the layout: {string.Join(" or ", Metrics)} (default {Metrics[0]})",
        HelpName = string.Join('|', Metrics),
        CompletionSources = { _ => Metrics.Select(metric => new CompletionItem(metric)) },
    };
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = $"seed of every choice by chance (default {Initial.Seed})",
        HelpName = "N",
        DefaultValueFactory = _ => (long)Initial.Seed,
    };
    private static readonly Option<bool> Local = new("--local") { Description = "write pictures, tables and a report to the output folder" };
    private static readonly Option<string> OutputFolder = new("--output-dir")
    {
        Description = $"folder that --local writes to (default {DefaultFolder})",
        HelpName = "FOLDER",
    };
    private static readonly Option<bool> Daily = new("--daily")
    {
        Description = "cluster each day by itself instead and keep it: clusters, cluster_assignments, issues, issue_evidence",
    };

    private static readonly Option<bool> Label = new("--label")
    {
        Description = "with --daily: name issues by the language model of label.local_model or label.model, each once",
    };

    public static EarshotCommand Create() => new EarshotCommand("cluster", "Cluster tickets by density (UMAP and HDBSCAN) or another method, and the clusters again.")
    {
        Examples =
        [
            ("earshot cluster --min-cluster-size 30", "the clusters: size, share, name, example; texts in none are noise"),
            ("earshot cluster --recursive-depth 2 --local", "clusters within clusters, with pictures and tables in cluster-output/"),
            ("earshot cluster --start-date 2026-01-01 --end-date 2026-01-31 --json", "of a month, as JSON"),
            ("earshot cluster --method graph --recursive-depth 2", "communities of the graph of neighbours, and those within them: no noise"),
            ("earshot cluster --daily", "each day by itself, kept as tables for `earshot sql`"),
            ("earshot cluster --daily --label", "and issues named by a language model"),
        ],
        Run = Execute,
    }.OnWorkspace().Reporting()
        .With(
            SettingTable.Memory, SettingTable.EmbedWith, SettingTable.EmbedSample, SettingTable.EmbedRecheck, SettingTable.EmbedMinutes,
            SettingTable.EmbedPrecision)
        .With(Method, Depth, MinClusterSize, MinClusterShare, Neighbors, Components, MinDist, Metric, Seed)
        .With(RangeOptions.StartDate, RangeOptions.EndDate, RangeOptions.Limit, Local, OutputFolder, Daily, Label);

    private static int Execute(Invocation invocation)
    {
        RecursiveClusteringOptions options = Options(invocation);
        TicketRange range = RangeOptions.Of(invocation).Valid("cluster");
        if (invocation.Get(Daily))
        {
            if (invocation.Get(Local) || range.IsDated || range.Limit is not null)
            {
                throw new EarshotException(
                    "--daily is of all days and keeps its results in the workspace", "leave out --local, the days and --limit", ExitCode.Usage);
            }

            RefuseUnread(invocation, "--daily, which is by HDBSCAN's defaults", Method, Depth, MinClusterSize, MinClusterShare, Neighbors, Components, MinDist, Metric, Seed);
            return DailyClusterJob.Run(invocation, invocation.Get(Label));
        }

        if (invocation.Get(Label))
            throw new EarshotException("--label names the issues of days, and --daily is not given", "add --daily", ExitCode.Usage);

        if (options.Method != ClusterMethod.UmapHdbscan)
        {
            RefuseUnread(invocation, $"--method {invocation.Get(Method)}", Components);
            if (options.Method != ClusterMethod.Hdbscan) RefuseUnread(invocation, $"--method {invocation.Get(Method)}", Metric);
            if (!invocation.Get(Local)) RefuseUnread(invocation, $"--method {invocation.Get(Method)} without the pictures of --local", Neighbors, MinDist);
        }

        string? folder = FolderOf(invocation);
        ClustersFound found = ClusterJob.Run(invocation, options, range, folder);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, found);
        else Write(invocation, found);
        return ExitCode.Success;
    }

    private static void RefuseUnread(Invocation invocation, string by, params Option[] options)
    {
        string[] given = [.. options.Where(invocation.IsGiven).Select(option => option.Name)];
        if (given.Length > 0) throw new EarshotException($"{string.Join(", ", given)} would change nothing with {by}", $"leave out {string.Join(" and ", given)}", ExitCode.Usage);
    }

    private static RecursiveClusteringOptions Options(Invocation invocation)
    {
        long seed = invocation.Get(Seed);
        RecursiveClusteringOptions options = new()
        {
            Method = MethodOf(invocation.Get(Method)),
            Depth = invocation.Get(Depth),
            MinClusterSize = invocation.Get(MinClusterSize),
            MinClusterShare = invocation.Get(MinClusterShare),
            Neighbors = invocation.Get(Neighbors),
            Components = invocation.Get(Components),
            MinDist = invocation.Get(MinDist),
            Metric = MetricOf(invocation.Get(Metric)),
            Seed = (ulong)Math.Max(0, seed),
        };
        List<string> faults = [.. options.Validate()];
        if (seed < 0) faults.Add($"--seed is {seed}; it must be 0 or more");
        return faults.Count == 0
            ? options
            : throw new EarshotException(string.Join('\n', faults), "`earshot cluster --help` shows every option with its default", ExitCode.Usage);
    }

    private static ClusterMethod MethodOf(string? name)
    {
        if (name is null) return Initial.Method;
        foreach ((string known, ClusterMethod method) in Methods)
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase)) return method;
        throw Unknown("--method", name, [.. Methods.Select(method => method.Name)]);
    }

    private static NeighborMetric MetricOf(string? name)
    {
        if (name is null) return Initial.Metric;
        if (Metrics.Contains(name, StringComparer.OrdinalIgnoreCase)) return Enum.Parse<NeighborMetric>(name, ignoreCase: true);
        throw Unknown("--hdbscan-metric", name, Metrics);
    }

    private static EarshotException Unknown(string option, string name, string[] choices)
    {
        string meant = Suggestion.Nearest(name, choices) is { } near ? $"did you mean '{near}'? " : "";
        return new EarshotException(
            $"{option} '{name}' is not known", $"{meant}choices are {string.Join(", ", choices[..^1])} and {choices[^1]}", ExitCode.Usage);
    }

    private static string? FolderOf(Invocation invocation)
    {
        if (!invocation.Get(Local))
        {
            return invocation.Get(OutputFolder) is null
                ? null
                : throw new EarshotException("--output-dir is where --local writes, and --local is not given", "add --local", ExitCode.Usage);
        }

        string folder = invocation.FullPath(invocation.Get(OutputFolder) ?? DefaultFolder);
        OutputPlace.RequireFolder("--output-dir", folder);
        return folder;
    }

    private static void Write(Invocation invocation, ClustersFound found)
    {
        ClusterDocument document = found.Result;
        Table table = new(
            TableColumn.Text("cluster"), TableColumn.Number("tickets"), TableColumn.Number("of its parent"), TableColumn.Flex("name"), TableColumn.Flex("example"));
        foreach (ClusterSummary cluster in document.Clusters)
        {
            string example = cluster.Examples.Count == 0 ? "" : cluster.Examples[0].Text;
            table.Add(cluster.Path, Quantity.Count(cluster.Tickets), Quantity.Share(cluster.ShareOfParent), cluster.Name, example);
        }

        table.Write(invocation.Terminal);
        invocation.Say("of its parent: share of the different texts of the cluster that it lies within");
        foreach (string line in ClusterReport.Facts(document)) invocation.Say(line);
        foreach ((string message, string hint) in ClusterReport.Doubts(document)) invocation.Observer.Warned(message, hint);
        foreach (string file in found.Files) invocation.Terminal.Output.WriteLine(file);
        if (found.Files.Count == 0) invocation.Say("--local writes pictures, tables with every ticket's cluster, and a report");
    }

    private static Option<int> Number(string name, string description, int initial) =>
        new(name) { Description = $"{description} (default {initial})", HelpName = "N", DefaultValueFactory = _ => initial };

    private static Option<double> Real(string name, string description, double initial) => new(name)
    {
        Description = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{description} (default {initial})"),
        HelpName = "X",
        DefaultValueFactory = _ => initial,
    };
}
