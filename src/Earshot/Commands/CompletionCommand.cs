using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Completion;

namespace Earshot.Commands;

/// <summary><c>earshot completion SHELL</c></summary>
internal static class CompletionCommand
{
    public static EarshotCommand Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh" };
        shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        return new EarshotCommand("completion", "Print a script that completes commands and options in a shell.")
        {
            Examples =
            [
                ("earshot completion bash >> ~/.bashrc", "bash"),
                ("earshot completion zsh > ~/.zfunc/_earshot", "zsh, where ~/.zfunc is in fpath"),
                ("earshot completion fish > ~/.config/fish/completions/earshot.fish", "fish"),
            ],
            Run = invocation => Print(invocation, invocation.Get(shell)!),
        }.With(shell);
    }

    private static int Print(Invocation invocation, string shell)
    {
        if (!CompletionScripts.Shells.Contains(shell))
            throw new Core.EarshotException($"no completion for '{shell}': there are bash, zsh, fish and pwsh", "earshot completion bash", ExitCode.Usage);
        invocation.Terminal.Output.Write(CompletionScripts.For(shell, CompletionModel.Of(CommandTree.Create())));
        return ExitCode.Success;
    }
}
