using System.CommandLine;

namespace Earshot.Commands;

/// <summary><c>earshot student …</c>: the small model that embeds without a transformer.</summary>
internal static class StudentCommand
{
    public static Command Create()
    {
        Command student = new("student", "Build and judge the student, the small model that ships with the program.");
        student.Subcommands.Add(StudentTrainCommand.Create());
        student.Subcommands.Add(StudentEvaluateCommand.Create());
        return student;
    }
}
