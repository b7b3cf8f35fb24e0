using System.CommandLine;
using System.CommandLine.Completions;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Inference.Catalogue;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary>What <c>earshot models pull --json</c> prints.</summary>
/// <param name="Model">Null where ONNX Runtime alone was asked for.</param>
/// <param name="OnnxRuntime">Its library.</param>
internal sealed record ModelPulled(PullResult? Model, string OnnxRuntime);

/// <summary>What <c>earshot models remove --json</c> prints.</summary>
internal sealed record ModelRemoved(string Name, long BytesFreed);

/// <summary><c>earshot models list | pull NAME | verify [NAME] | remove NAME</c></summary>
internal static class ModelsCommand
{
    private static readonly string[] Actions = ["list", "pull", "verify", "remove"];
    private static readonly string[] Precisions = ["int8", "fp32", "all"];

    private static readonly Argument<string> Action = new("ACTION")
    {
        Description = "list, pull, verify or remove",
        CompletionSources = { _ => Actions.Select(action => new CompletionItem(action)) },
    };

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "a model of `earshot models list`, or onnxruntime",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Precision = new("--precision")
    {
        Description = "of pull: weights to take, int8, fp32 or all (default int8)",
        HelpName = "int8|fp32|all",
        CompletionSources = { _ => Precisions.Select(precision => new CompletionItem(precision)) },
    };

    private static readonly Option<bool> AcceptChanged = new("--accept-changed")
    {
        Description = "of pull: take files that the catalogue does not know, and record their sums",
    };

    public static EarshotCommand Create() => new EarshotCommand("models", "Pull, verify and remove the models that run on this machine.")
    {
        Examples =
        [
            ("earshot models list", "what there is, what of it is here, and where"),
            ("earshot models pull all-MiniLM-L6-v2", "the transformer in int8, and ONNX Runtime to run it; broken off, the same command goes on"),
            ("earshot models pull all-MiniLM-L6-v2 --precision fp32 --base https://mirror.example.com", "from a mirror of the hub"),
            ("earshot models pull all-MiniLM-L6-v2 --base /media/usb/models", "from a folder with models in folders of their names"),
            ("earshot models verify", "every file compared with what was taken"),
            ("earshot models remove all-MiniLM-L6-v2", "its files deleted"),
        ],
        Run = Execute,
    }.Reporting().With(SettingTable.ModelsFolder, SettingTable.ModelsBase).With(Action, Name, Precision, AcceptChanged);

    private static int Execute(Invocation invocation)
    {
        string action = invocation.Get(Action) ?? "";
        string? name = invocation.Get(Name);
        if (!Actions.Contains(action))
            throw new EarshotException(
                $"models can't '{action}'",
                Suggestion.Nearest(action, Actions) is { } near ? $"did you mean `earshot models {near}`?" : "list, pull, verify or remove", ExitCode.Usage);
        if (action is "pull" or "remove" && name is null)
            throw new EarshotException(
                $"models {action} needs the name of a model",
                $"earshot models {action} all-MiniLM-L6-v2; `earshot models list` shows the names", ExitCode.Usage);
        if (action == "list" && name is not null)
            throw new EarshotException($"models list takes no name, but '{name}' was given", "`earshot models list` shows all", ExitCode.Usage);
        if (action != "pull" && (invocation.Get(Precision) is not null || invocation.Get(AcceptChanged)))
            throw new EarshotException(
                $"--precision and --accept-changed are for pull, not for {action}",
                $"earshot models {action}{(name is null ? "" : " " + name)}", ExitCode.Usage);
        ModelStore store = ModelPlaces.Store(invocation);
        return action switch
        {
            "list" => List(invocation, store),
            "pull" => Pull(invocation, store, name!),
            "verify" => Verify(invocation, store, name),
            _ => Remove(invocation, store, name!),
        };
    }

    private static int List(Invocation invocation, ModelStore store)
    {
        IReadOnlyList<StoredModel> models = store.List();
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, models);
            return ExitCode.Success;
        }

        Table table = new(
            TableColumn.Text("model"), TableColumn.Text("revision"), TableColumn.Text("precision"), TableColumn.Number("size"), TableColumn.Text("state"),
            TableColumn.Text("licence"), TableColumn.Flex("where"), TableColumn.Flex("for"));
        foreach (StoredModel model in models)
        {
            string revision = model.Revision.Length > 12 ? model.Revision[..8] : model.Revision;
            string size = model.Bytes == 0 ? "" : Quantity.Bytes(model.Bytes);
            table.Add(model.Name, revision, Quantity.Precision(model.Precision), size, State(model), model.Licence, model.Place, model.Purpose);
        }

        table.Write(invocation.Terminal);
        return ExitCode.Success;
    }

    private static string State(StoredModel model) => model.State switch
    {
        ModelState.Present => "present",
        ModelState.Partial => $"partial {model.Percent}%",
        ModelState.Damaged => "damaged",
        _ => "not here",
    };

    private static int Pull(Invocation invocation, ModelStore store, string name)
    {
        string precision = (invocation.Get(Precision) ?? Precisions[0]).ToLowerInvariant();
        if (!Precisions.Contains(precision)) throw new EarshotException($"--precision '{precision}' is not known", "int8, fp32 or all", ExitCode.Usage);
        PullOptions options = new()
        {
            Base = ModelPlaces.Base(invocation),
            Precisions = precision switch { "int8" => [ModelPrecision.Int8], "fp32" => [ModelPrecision.Fp32], _ => [ModelPrecision.Int8, ModelPrecision.Fp32] },
            AcceptChanged = invocation.Get(AcceptChanged),
            Observer = invocation.Observer,
            Clock = invocation.Surroundings.Clock,
            Cancellation = invocation.Cancellation,
        };
        PullResult? model = string.Equals(name, ModelStore.Runtime, StringComparison.OrdinalIgnoreCase) ? null : store.Pull(name, options);
        if (model is { BytesTaken: 0 }) invocation.Say($"{model.Name} is here and whole");
        string library = store.PullRuntime(invocation.Surroundings.Environment.GetValueOrDefault("PATH") ?? "", options);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, new ModelPulled(model, library));
        else invocation.Terminal.Output.WriteLine(model?.Folder ?? library);
        return ExitCode.Success;
    }

    private static int Verify(Invocation invocation, ModelStore store, string? name)
    {
        IReadOnlyList<CheckedFile> files = store.Verify(name, invocation.Cancellation);
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, files);
        }
        else if (files.Count == 0)
        {
            invocation.Say($"no model is in {store.Folder}; `earshot models pull {store.Names[0]}` gets one");
        }
        else
        {
            Table table = new(TableColumn.Text("model"), TableColumn.Text("file"), TableColumn.Flex("state"));
            foreach (CheckedFile file in files) table.Add(file.Model, file.Path, file.State == FileState.Ok ? "ok" : file.Words);
            table.Write(invocation.Terminal);
        }

        CheckedFile[] damaged = [.. files.Where(file => file.State != FileState.Ok)];
        if (damaged.Length == 0) return ExitCode.Success;
        string list = string.Join('\n', damaged.Select(file => $"  {file.Model}: {file.Path} {file.Words}"));
        string mend = string.Join(" and ", damaged.Select(file => $"`{file.Mend}`").Distinct());
        EarshotException fault = new($"{damaged.Length} of {files.Count} files {(damaged.Length == 1 ? "is" : "are")} damaged\n{list}", $"mend them with {mend}");
        return ErrorText.Write(fault, invocation.Terminal);
    }

    private static int Remove(Invocation invocation, ModelStore store, string name)
    {
        long freed = store.Remove(name);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, new ModelRemoved(name, freed));
        else invocation.Say($"{name}: {Quantity.Bytes(freed)} freed in {store.Folder}");
        return ExitCode.Success;
    }
}
