using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Teachers;
using Earshot.Inference.Training;
using Earshot.Inference.Training.Corpus;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot student train</c>: fits a general student to a transformer, from texts that anybody can get.</summary>
internal static class StudentTrainCommand
{
    private static readonly string[] Precisions = ["int8", "fp32"];

    private static readonly Option<string> WordNetFolder = new("--wordnet")
    {
        Description = "folder of WordNet 3.0, such as /usr/share/wordnet of Debian's package wordnet-base; made-up tickets take their words from it too",
        HelpName = "FOLDER",
    };

    private static readonly Option<string> Packages = new("--packages")
    {
        Description = "what `apt-cache dumpavail` printed: one-line descriptions of packages",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> Texts = new("--texts")
    {
        Description = "column of a table, may be given several times; RULE is whole (the default), first-sentence, or pieces=30 for pieces of 30 words",
        HelpName = "FILE[:COLUMN[:RULE]]",
        Arity = new ArgumentArity(1, 1000),
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<int> Templates = new("--templates")
    {
        Description = "made-up tickets, with words of WordNet (default 67,000 with --wordnet)",
        HelpName = "N",
        DefaultValueFactory = _ => -1,
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "the transformer to fit to: a name of `earshot models list`, or a folder (default all-MiniLM-L6-v2)",
        HelpName = "NAME|FOLDER",
    };

    private static readonly Option<string> Precision = new("--precision")
    {
        Description = "of the transformer: int8, or fp32, about three times as long for 0.002 of cosine (default int8)",
        HelpName = "int8|fp32",
        CompletionSources = { _ => Precisions.Select(precision => new CompletionItem(precision)) },
    };

    private static readonly Option<string> Out = new("--out") { Description = "file to write: the student", HelpName = "FILE", Required = true };

    private static readonly Option<string> Report = new("--report")
    {
        Description = "file to write: sums of the inputs, texts, fidelity and time as JSON",
        HelpName = "FILE",
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "seed of the order of the texts and of made-up tickets (default 20260101)",
        HelpName = "N",
        DefaultValueFactory = _ => 20_260_101,
    };

    public static EarshotCommand Create() => new EarshotCommand("train", "Fit a general student to a transformer, from texts that anybody can get.")
    {
        Examples =
        [
            (
                "earshot student train --wordnet /usr/share/wordnet --packages packages.txt --texts banking77/train.csv:text "
                + "--texts helpdesk/tickets.csv:title --texts helpdesk/tickets.csv:body:pieces=30 --texts jira/issues.csv.gz:title "
                + "--texts jira/issues.csv.gz:description:first-sentence "
                + "--model all-MiniLM-L6-v2 --precision fp32 --out student-general.safetensors --report student-general.json",
                "the student that ships with the program"),
            ("earshot student train --texts tickets.csv:body:pieces=30 --out ours.safetensors", "one of your own texts alone (10,000 and more)"),
        ],
        Run = Execute,
    }.Reporting().With(SettingTable.Threads, SettingTable.ModelsFolder).With(WordNetFolder, Packages, Texts, Templates, Model, Precision, Out, Report, Seed);

    private static int Execute(Invocation invocation)
    {
        string path = Target(invocation, Out)!;
        string? reportPath = Target(invocation, Report);
        TrainingSources sources = Sources(invocation);
        long seed = invocation.Get(Seed);
        if (seed < 0) throw new EarshotException($"--seed {seed} is negative", "a whole number from 0 on", ExitCode.Usage);

        using SentenceTransformer teacher = Teacher(invocation);
        (byte[] file, TrainingReport report) = StudentTraining.Run(
            sources,
            teacher,
            new StudentTrainingOptions { Threads = invocation.Threads },
            (ulong)seed,
            ProductVersion.Number,
            invocation.Observer,
            invocation.Cancellation);
        using StringWriter json = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        JsonShapes.Write(json, report);
        AtomicFile.Write(path, file);
        if (reportPath is not null) AtomicFile.Write(reportPath, Encoding.UTF8.GetBytes(json.ToString()));
        Tell(invocation, report);
        invocation.Terminal.Output.WriteLine(invocation.Json ? json.ToString().TrimEnd() : path);
        return ExitCode.Success;
    }

    private static TrainingSources Sources(Invocation invocation)
    {
        int templates = invocation.Get(Templates);
        string? wordNet = Given(invocation, WordNetFolder), packages = Given(invocation, Packages);
        string[] texts = invocation.Get(Texts) ?? [];
        if (wordNet is null && packages is null && texts.Length == 0)
        {
            const string Hint = "give --wordnet, --packages or --texts; 'earshot student train --help' has an example";
            throw new EarshotException("no texts were named", Hint, ExitCode.Usage);
        }

        if (wordNet is null && templates > 0)
            throw new EarshotException("made-up tickets need words", "give --wordnet too, or leave --templates out", ExitCode.Usage);
        TrainingSources sources = new()
        {
            WordNetFolder = wordNet,
            Packages = packages,
            Tables = [.. texts.Select(text => TextColumn.Parse(text, invocation.FullPath).Find())],
        };
        return templates < 0 ? sources : sources with { Templates = templates };
    }

    private static void Tell(Invocation invocation, TrainingReport report)
    {
        foreach (CorpusPartCount part in report.Parts)
            invocation.Say($"  {part.Name}: {Quantity.Count(part.Kept)} texts{(part.Kept < part.Read ? $" of {Quantity.Count(part.Read)}" : "")}");
        string rows = $"{Quantity.Count(report.TokenRows)} tokens and {Quantity.Count(report.BigramRows)} bigrams";
        invocation.Say($"{rows}, {Quantity.Bytes(report.Bytes)}, SHA-256 {report.Sha256}");
        string kept = $"on {Quantity.Count(report.ValidationTexts)} texts kept back";
        string cosines = string.Create(CultureInfo.InvariantCulture, $"{report.Cosine.Written:0.0000} ({report.Cosine.Validation:0.0000} before rounding");
        invocation.Say($"cosine to {report.Teacher} {kept}: {cosines} to four bits)");
    }

    private static SentenceTransformer Teacher(Invocation invocation)
    {
        string name = invocation.Get(Precision) ?? Precisions[0];
        if (!Precisions.Contains(name)) throw new EarshotException($"--precision '{name}' is not known", "int8 or fp32", ExitCode.Usage);
        ModelPrecision precision = name == "fp32" ? ModelPrecision.Fp32 : ModelPrecision.Int8;
        ModelStore store = ModelPlaces.Store(invocation);
        ModelFolder folder = ModelPlaces.Model(invocation, store, invocation.Get(Model) ?? "all-MiniLM-L6-v2");
        return SentenceTransformer.Open(folder, precision, store.RequireRuntimeLibrary());
    }

    private static string? Given(Invocation invocation, Option<string> option) => invocation.Get(option) is { } path ? invocation.FullPath(path) : null;

    private static string? Target(Invocation invocation, Option<string> option)
    {
        if (invocation.Get(option) is not { } given) return null;
        string path = invocation.FullPath(given);
        OutputPlace.RequireFile(option.Name, path);
        return path;
    }
}
