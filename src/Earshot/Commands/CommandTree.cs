using System.CommandLine;
using Earshot.CommandLine;

namespace Earshot.Commands;

/// <summary>All commands. A new one is a file in this folder and a line here.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Earshot turns what customers write into topics, an analysis and a report.");
        root.Options.Clear();
        root.Directives.Clear();
        root.Options.Add(SharedOptions.Version);
        foreach (Option option in SharedOptions.Everywhere) root.Options.Add(option);
        root.SetAction(_ => ExitCode.Success);

        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(AnalyzeCommand.Create());
        root.Subcommands.Add(EmbedCommand.Create());
        root.Subcommands.Add(InitCommand.Create());
        root.Subcommands.Add(IngestCommand.Create());
        root.Subcommands.Add(PlanCommand.Create());
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(StatusCommand.Create());
        root.Subcommands.Add(TopicsCommand.Create());
        root.Subcommands.Add(TopicCommand.Create());
        root.Subcommands.Add(TagsCommand.Create());
        root.Subcommands.Add(SimilarCommand.Create());
        root.Subcommands.Add(ClusterCommand.Create());
        root.Subcommands.Add(ReportCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(SqlCommand.Create());
        root.Subcommands.Add(EvaluateCommand.Create());
        root.Subcommands.Add(StudentCommand.Create());
        root.Subcommands.Add(ModelsCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        root.Subcommands.Add(DocsCommand.Create());
        return root;
    }
}
