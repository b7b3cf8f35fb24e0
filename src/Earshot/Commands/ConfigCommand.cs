using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Output;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>A line of <c>earshot config --json</c>.</summary>
/// <param name="Value">The value as a user would write it; "(secret)" for secrets.</param>
/// <param name="Origin">Where it came from: "default", a file, "environment NAME", an option.</param>
internal sealed record SettingLine(string Key, string Value, string Origin, string Default, string Description);

/// <summary><c>earshot config</c></summary>
internal static class ConfigCommand
{
    public static EarshotCommand Create() => new EarshotCommand("config", "Show every setting, its value and where it came from.")
    {
        Examples =
        [
            ("earshot config", "the settings that commands use in this folder"),
            ("earshot config --workspace demo --json", "those of a workspace, as JSON"),
            ("TOPICS__CLUSTERS=50 earshot config", "what a variable of the environment changes"),
        ],
        Run = Show,
    }.OnWorkspace().Reporting();

    private static int Show(Invocation invocation)
    {
        SettingsReading reading = invocation.Reading;
        string workspace = invocation.FullPath(reading.Settings.Get(SettingTable.Workspace));
        if (reading.Settings.IsGiven(SettingTable.Workspace) && !Workspace.Exists(workspace))
            invocation.Say($"there is no workspace {workspace}: these are the settings that one made there would start from");
        if (invocation.Json)
        {
            IReadOnlyList<SettingLine> lines = [.. reading.Settings.Values.Select(value =>
                new SettingLine(value.Setting.Key, value.Shown, value.Origin, value.Setting.DefaultText, value.Setting.Description))];
            JsonShapes.Write(invocation.Terminal.Output, lines);
        }
        else
        {
            var table = new Table(TableColumn.Text("setting"), TableColumn.Flex("value"), TableColumn.Text("from"));
            foreach (SettingValue value in reading.Settings.Values) table.Add(value.Setting.Key, value.Shown, value.Origin);
            table.Write(invocation.Terminal);
        }

        reading.OrThrow();
        return ExitCode.Success;
    }
}
