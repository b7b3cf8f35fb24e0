using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Synthetic;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot demo</c>: synthetic tickets to topics and a report.</summary>
internal static class DemoCommand
{
    private const long DefaultTickets = 200_000;

    public static EarshotCommand Create() => new EarshotCommand("demo", "Make synthetic tickets and take them all the way to topics and a report.")
    {
        Examples =
        [
            ("earshot demo", $"{Quantity.Count(DefaultTickets)} tickets of three products, in the workspace earshot-demo"),
            ("earshot demo --tickets 10000000 --workspace big", "ten million"),
            ("earshot demo --seed 7 --as-of 2026-06-30", "other tickets, of another month"),
        ],
        Defaults = new Dictionary<Setting, string>
        {
            [SettingTable.Workspace] = "earshot-demo",
            [SettingTable.Tickets] = Quantity.Count(DefaultTickets),
            [SettingTable.EmbedWith] = "student",
            [SettingTable.TopicMethod] = "kmeans",
        },
        DefaultWorkspace = _ => "earshot-demo",
        Run = Execute,
    }.OnWorkspace().Reporting().With(
        SettingTable.Tickets, SettingTable.Partitions, SettingTable.Seed, SettingTable.AsOf, SettingTable.Mask,
        SettingTable.Memory, SettingTable.EmbedWith, SettingTable.EmbedSample, SettingTable.EmbedRecheck, SettingTable.EmbedMinutes, SettingTable.EmbedPrecision)
        .FindingTopics();

    private static int Execute(Invocation invocation)
    {
        invocation.Preset(SettingTable.EmbedWith, "student"); // made-up tickets are to be seen in seconds
        if (!invocation.Settings.IsGiven(SettingTable.TopicDetail) && !invocation.Settings.IsGiven(SettingTable.TopicCount))
            invocation.Preset(SettingTable.TopicMethod, "kmeans");
        Settings settings = invocation.Settings;
        Pipeline.RequireValid(settings);
        SyntheticOptions options = new()
        {
            Tickets = settings.IsGiven(SettingTable.Tickets) ? settings.Get(SettingTable.Tickets) : DefaultTickets,
            Partitions = settings.Get(SettingTable.Partitions),
            Seed = (ulong)settings.Get(SettingTable.Seed),
            AsOf = settings.Get(SettingTable.AsOf),
        };
        Workspace workspace = Workspace.OpenOrCreate(invocation.Workspace);
        using (Lease.Take(workspace, invocation.Surroundings.Clock))
        {
            SyntheticSource.Register(workspace, options);
        }

        using Session session = Session.Open(invocation, builds: true);
        session.KeepSettings();
        return MainJob.Finish(invocation, session);
    }
}
