using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Reference;

namespace Earshot.Commands;

/// <summary><c>earshot docs FOLDER</c>, hidden: writes the reference that a test compares with the code.</summary>
internal static class DocsCommand
{
    public static EarshotCommand Create()
    {
        var folder = new Argument<string>("folder") { Description = "folder to write to, such as docs/reference" };
        return new EarshotCommand("docs", "Write the reference of commands and settings.")
        {
            Hidden = true,
            Run = invocation =>
            {
                string target = invocation.FullPath(invocation.Get(folder)!);
                Directory.CreateDirectory(target);
                File.WriteAllText(Path.Combine(target, "commands.md"), ReferencePages.Commands(CommandTree.Create()));
                File.WriteAllText(Path.Combine(target, "settings.md"), ReferencePages.Settings());
                return ExitCode.Success;
            },
        }.With(folder);
    }
}
