using System.Text;

namespace Earshot.Completion;

/// <summary>Completion scripts for four shells, made from the command tree.</summary>
internal static class CompletionScripts
{
    /// <summary>Shells there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string For(string shell, IReadOnlyList<CompletedCommand> commands) => shell switch
    {
        "bash" => Bash(commands),
        "zsh" => Zsh(commands),
        "fish" => Fish(commands),
        "pwsh" => PowerShell(commands),
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "no such shell"),
    };

    private static string Bash(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder($$"""
            # bash completion for earshot; to use it now: source <(earshot completion bash)
            _earshot() {
                local current="${COMP_WORDS[COMP_CWORD]}" words="" options="" values=""
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                    words="{{string.Join(' ', commands.Select(command => command.Name))}} --help --version"
                    COMPREPLY=($(compgen -W "$words" -- "$current"))
                    return
                fi
                case "${COMP_WORDS[1]}" in

            """);
        foreach (CompletedCommand command in commands)
        {
            string options = string.Join(' ', command.Options.SelectMany(option => option.Names));
            script.Append($"        {command.Name}) options=\"{options}\" words=\"{string.Join(' ', command.Words)}\" ;;\n");
        }

        script.Append("""
                esac
                case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in

            """);
        foreach ((CompletedCommand command, CompletedOption option) in WithValues(commands))
        {
            string typed = string.Join('|', option.Names.Select(name => $"\"{command.Name} {name}\""));
            script.Append($"        {typed}) values=\"{string.Join(' ', option.Values)}\" ;;\n");
        }

        return Unix(script.Append("""
                esac
                if [ -n "$values" ]; then
                    COMPREPLY=($(compgen -W "$values" -- "$current"))
                elif [[ "$current" == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$current"))
                else
                    words="$(compgen -W "$words" -- "$current"; compgen -f -- "$current")"
                    local IFS=$'\n'
                    COMPREPLY=($words)
                fi
            }
            complete -o filenames -F _earshot earshot ./earshot

            """));
    }

    private static string Zsh(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder("""
            #compdef earshot
            # zsh completion for earshot; to use it now: source <(earshot completion zsh)
            _earshot() {
                local -a commands=(

            """);
        foreach (CompletedCommand command in commands) script.Append($"        '{command.Name}:{command.Description}'\n");
        script.Append("""
                )
                if (( CURRENT == 2 )); then
                    _describe 'command' commands
                    return
                fi
                case "${words[2]}" in

            """);
        foreach (CompletedCommand command in commands)
        {
            IEnumerable<string> options = command.Options.SelectMany(
                option => option.Names.Select(name => $"'{name}[{option.Description}]{ZshValue(option)}'"));
            string rest = command.Words.Count > 0 ? $"'*:word:({string.Join(' ', command.Words)})'" : "'*:file:_files'";
            script.Append($"        {command.Name}) _arguments {string.Join(' ', options)} {rest} ;;\n");
        }

        return Unix(script.Append("""
                esac
            }
            compdef _earshot earshot ./earshot

            """));
    }

    private static string Fish(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder("# fish completion for earshot; to use it now: earshot completion fish | source\n");
        foreach (CompletedCommand command in commands)
        {
            script.Append($"complete -c earshot -n __fish_use_subcommand -f -a {command.Name} -d '{command.Description}'\n");
            string condition = $"'__fish_seen_subcommand_from {command.Name}'";
            foreach (CompletedOption option in command.Options)
            {
                string names =
                    string.Join(' ', option.Names.Select(name => name.StartsWith("--", StringComparison.Ordinal) ? "-l " + name[2..] : "-s " + name[1..]));
                script.Append($"complete -c earshot -n {condition} {names}{FishValue(option)} -d '{option.Description}'\n");
            }

            if (command.Words.Count > 0) script.Append($"complete -c earshot -n {condition} -f -a '{string.Join(' ', command.Words)}'\n");
        }

        return Unix(script);
    }

    private static string PowerShell(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder("""
            # PowerShell completion for earshot; to use it now: earshot completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName earshot -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $commands = [ordered]@{

            """);
        foreach (CompletedCommand command in commands)
        {
            IEnumerable<string> words = command.Options.SelectMany(option => option.Names).Concat(command.Words).Select(word => $"'{word}'");
            script.Append($"        '{command.Name}' = @({string.Join(", ", words)})\n");
        }

        script.Append("""
                }
                $values = @{

            """);
        foreach ((CompletedCommand command, CompletedOption option) in WithValues(commands))
        {
            string values = string.Join(", ", option.Values.Select(value => $"'{value}'"));
            foreach (string name in option.Names) script.Append($"        '{command.Name} {name}' = @({values})\n");
        }

        return Unix(script.Append("""
                }
                $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
                $before = $typed[$(if ($wordToComplete) { -2 } else { -1 })]
                $words = if ($typed.Count -gt 2 -and $values.ContainsKey("$($typed[1]) $before")) { $values["$($typed[1]) $before"] }
                    elseif ($typed.Count -gt 1 -and $commands.Contains($typed[1])) { $commands[$typed[1]] } else { $commands.Keys }
                $words | Where-Object { $_ -like "$wordToComplete*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """));
    }

    private static IEnumerable<(CompletedCommand Command, CompletedOption Option)> WithValues(IReadOnlyList<CompletedCommand> commands) =>
        commands.SelectMany(command => command.Options.Where(option => option.Values.Count > 0).Select(option => (command, option)));

    private static string ZshValue(CompletedOption option) =>
        !option.TakesValue ? "" : option.Values.Count == 0 ? ":value:_files" : $":value:({string.Join(' ', option.Values)})";

    private static string FishValue(CompletedOption option) =>
        !option.TakesValue ? "" : option.Values.Count == 0 ? " -r" : $" -x -a '{string.Join(' ', option.Values)}'";

    private static string Unix(StringBuilder script) => script.Replace("\r\n", "\n").ToString();
}
