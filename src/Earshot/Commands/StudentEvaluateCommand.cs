using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Inference.Evaluation;
using Earshot.Inference.Students;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot student evaluate FILE</c>: a student and what adapting makes of it, against the teacher.</summary>
internal static class StudentEvaluateCommand
{
    private static readonly Option<string> Given = new("--student")
    {
        Description = "file of a general student, as `earshot student train` makes it; without one, the student that ships",
        HelpName = "FILE",
    };

    public static EarshotCommand Create() => new EarshotCommand("evaluate", "Compare a student, as it is and adapted, with its teacher on labelled texts.")
    {
        Examples =
        [
            ("earshot student evaluate tickets.csv --label category", "the student that ships"),
            ("earshot student evaluate train.csv --label category --held-out test.csv --student ours.safetensors", "one that you made, adapted to one file and measured on another"),
        ],
        Run = Run,
    }.Reporting().With(SettingTable.Threads, SettingTable.ModelsFolder)
        .With(EvaluationJob.File, EvaluationJob.Text, EvaluationJob.Label, EvaluationJob.HeldOut, Given)
        .With(EvaluationJob.Model, EvaluationJob.Limit, EvaluationJob.Seed)
        .With(Ingest.Origin, Ingest.Encoding, Ingest.Delimiter);

    private static int Run(Invocation invocation)
    {
        EvaluationModels models = EvaluationJob.Models(invocation, () => Open(invocation));

        // the teacher as published is the yardstick; in int8 only where that is not here
        string teacher = models.FullPrecision.Open is null && models.Int8.Open is not null ? EvaluationChoice.Teacher : EvaluationChoice.FullPrecision;
        return EvaluationJob.Run(invocation, [EvaluationChoice.General, EvaluationChoice.Adapted, teacher], models);
    }

    private static Student Open(Invocation invocation)
    {
        if (invocation.Get(Given) is not { } given) return Student.General;
        string path = invocation.FullPath(given);
        if (!File.Exists(path)) throw new EarshotException($"there is no file {path}", "make one with `earshot student train`, or leave --student out", ExitCode.Input);
        return Student.Read(File.ReadAllBytes(path), Path.GetFileNameWithoutExtension(path));
    }
}
