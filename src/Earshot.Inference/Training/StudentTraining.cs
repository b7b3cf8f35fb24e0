using System.Globalization;
using System.Security.Cryptography;
using Earshot.Core;
using Earshot.Core.Runs;
using Earshot.Inference.Teachers;
using Earshot.Inference.Training.Corpus;

namespace Earshot.Inference.Training;

/// <summary>Builds a general student: corpus, teacher, least squares, file.</summary>
public static class StudentTraining
{
    /// <summary>Reads the sources, embeds them by the teacher and fits a student. The same inputs, seed and teacher give the same bytes.</summary>
    /// <param name="teacher">A model of 384 dimensions with the vocabulary of the program: all-MiniLM-L6-v2.</param>
    /// <param name="seed">Of the order of the texts and of made-up tickets.</param>
    /// <param name="version">The program's, for the report.</param>
    /// <returns>The file in the layout of Models/README.md, and what was fitted and how well.</returns>
    /// <exception cref="EarshotException">A source is missing or damaged, there are too few texts, or the teacher is of another kind.</exception>
    public static (byte[] File, TrainingReport Report) Run(
        TrainingSources sources,
        SentenceTransformer teacher,
        StudentTrainingOptions options,
        ulong seed,
        string version,
        IRunObserver observer,
        CancellationToken cancellation) =>
        Run(sources, (IStudentTeacher)teacher, options, seed, version, observer, cancellation);

    internal static (byte[] File, TrainingReport Report) Run(
        TrainingSources sources,
        IStudentTeacher teacher,
        StudentTrainingOptions options,
        ulong seed,
        string version,
        IRunObserver observer,
        CancellationToken cancellation)
    {
        const string Reading = "reading texts";
        observer.StageStarted(Reading, 0, "");
        IReadOnlyList<TrainingInput> inputs = sources.Inputs(cancellation);
        TrainingCorpus corpus = TrainingCorpus.Build(sources.Parts(seed), seed, cancellation);
        observer.StageFinished(Reading, $"{Shown(corpus.Texts.Count)} different texts from {corpus.Parts.Count} parts");
        if (corpus.Texts.Count < 2 * options.Validation)
        {
            throw new EarshotException(
                $"{Shown(corpus.Texts.Count)} different texts are too few to fit a student to",
                $"give {Shown(2 * options.Validation)} at least, better 100,000: {Shown(options.Validation)} are kept back to measure on",
                3);
        }

        TrainedStudent student = new StudentTrainer(options, observer, cancellation).Train(corpus.Texts, teacher);
        return (student.File, new TrainingReport
        {
            Bytes = student.File.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(student.File)),
            Version = version,
            Teacher = teacher.Model,
            Seed = seed,
            Inputs = inputs,
            Parts = corpus.Parts,
            Texts = corpus.Texts.Count,
            ValidationTexts = options.Validation,
            Tokens = student.Tokens,
            TokenRows = student.TokenRows,
            CandidateBigrams = student.CandidateBigrams,
            BigramRows = student.BigramRows,
            Cosine = student.Cosine,
            Steps = student.Steps,
        });
    }

    private static string Shown(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
