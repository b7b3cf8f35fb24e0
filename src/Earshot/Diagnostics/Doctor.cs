using Earshot.Inference.Catalogue;
using Earshot.Output;

namespace Earshot.Diagnostics;

/// <summary>Judges a machine.</summary>
internal static class Doctor
{
    private const long LeastMemory = 2_000_000_000;
    private const long GoodMemory = 6_000_000_000;
    private const long LeastDisk = 500_000_000;
    private const long GoodDisk = 12_000_000_000;

    /// <summary>All checks, in the order to show them.</summary>
    public static IReadOnlyList<Check> Examine(Machine machine) =>
        [Runtime(machine), Cores(machine), Memory(machine), Disk(machine), Writable(machine), DuckDb(machine), Models(machine), OnnxRuntime(machine), Screen(machine)];

    private static Check Runtime(Machine machine) => machine.Runtime.Major >= 10
        ? new Check(".NET", CheckStatus.Ok, $"{machine.Runtime} on {machine.Platform}")
        : new Check(
            ".NET",
            CheckStatus.Fail,
            $"{machine.Runtime}; 10 or newer is needed",
            "install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0");

    private static Check Cores(Machine machine) => new("cores", CheckStatus.Ok, Quantity.Count(machine.Cores));

    private static Check Memory(Machine machine)
    {
        string found = Quantity.Bytes(machine.Memory);
        if (machine.Memory >= GoodMemory) return new Check("memory", CheckStatus.Ok, found);
        string hint = "more, smaller partitions take less memory: --partitions 200 --threads 1";
        return machine.Memory >= LeastMemory
            ? new Check("memory", CheckStatus.Warn, found + "; 6 GB are good for 10 million tickets", hint)
            : new Check("memory", CheckStatus.Fail, found + "; 2 GB are needed", hint);
    }

    private static Check Disk(Machine machine)
    {
        if (machine.DiskFree is not { } free)
            return new Check("disk", CheckStatus.Warn, $"free space of {machine.Folder} is not known", "10 million tickets take about 12 GB");
        string found = $"{Quantity.Bytes(free)} free in {machine.Folder}";
        if (free >= GoodDisk) return new Check("disk", CheckStatus.Ok, found);
        string hint = "choose a folder on a larger disk: --workspace FOLDER";
        return free >= LeastDisk
            ? new Check("disk", CheckStatus.Warn, found + "; 10 million tickets take about 12 GB", hint)
            : new Check("disk", CheckStatus.Fail, found, hint);
    }

    private static Check Writable(Machine machine) => machine.WriteFault is null
        ? new Check("workspace", CheckStatus.Ok, $"{machine.Folder} can be written to")
        : new Check(
            "workspace", CheckStatus.Fail, $"{machine.Folder} can't be written to: {machine.WriteFault}", "choose a folder of your own: --workspace FOLDER");

    private static Check DuckDb(Machine machine) => machine.DuckDb.Loads
        ? new Check("DuckDB", CheckStatus.Ok, machine.DuckDb.Text)
        : new Check("DuckDB", CheckStatus.Fail, machine.DuckDb.Text, "fetch it again: cd native && npm ci --ignore-scripts, then start earshot once more");

    private static Check Models(Machine machine)
    {
        StoredModel[] models = [.. machine.Models.Where(model => model.Precision is not null)];
        StoredModel[] damaged = [.. models.Where(model => model.State == ModelState.Damaged)];
        if (damaged.Length > 0) return new Check("models", CheckStatus.Warn, $"{damaged[0].Name} in {damaged[0].Place} is damaged", $"mend it: earshot models pull {damaged[0].Name}");
        StoredModel[] present = [.. models.Where(model => model.State == ModelState.Present)];
        return present.Length > 0
            ? new Check("models", CheckStatus.Ok, string.Join(", ", present.Select(model => $"{model.Name} {Quantity.Precision(model.Precision)}")) + " in " + Path.GetDirectoryName(present[0].Place))
            : new Check("models", CheckStatus.Warn, "none: the student that ships does all the work", $"get the transformer: earshot models pull {models.Select(model => model.Name).FirstOrDefault()}");
    }

    private static Check OnnxRuntime(Machine machine)
    {
        StoredModel runtime = machine.Models.First(model => model.Precision is null);
        return runtime.State switch
        {
            ModelState.Present => new Check("ONNX Runtime", CheckStatus.Ok, $"{runtime.Revision} {runtime.Place}".TrimStart()),
            ModelState.Damaged => new Check("ONNX Runtime", CheckStatus.Warn, $"{runtime.Place} is missing or damaged", "fetch it again: earshot models pull onnxruntime"),
            _ => new Check("ONNX Runtime", CheckStatus.Warn, "none: transformers can't run", "it comes with the first model, or alone: earshot models pull onnxruntime"),
        };
    }

    private static Check Screen(Machine machine)
    {
        if (!machine.Terminal.ErrorIsTerminal) return new Check("terminal", CheckStatus.Ok, "none: plain lines instead of progress bars");
        string width = machine.Terminal.Width == Terminal.Unbounded ? "" : $", {machine.Terminal.Width} columns";
        return new Check("terminal", CheckStatus.Ok, (machine.Terminal.Color ? "colours" : "no colours") + width);
    }
}
