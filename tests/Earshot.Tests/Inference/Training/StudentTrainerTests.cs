using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Runs;
using Earshot.Inference.Students;
using Earshot.Inference.Tokenizing;
using Earshot.Inference.Training;
using Earshot.Inference.Training.Corpus;
using Earshot.Numerics;

namespace Earshot.Tests.Inference.Training;

public sealed class StudentTrainerTests
{
    private static readonly StudentTrainingOptions Small = new() { Validation = 300, Candidates = 400, LeastOccurrences = 3, Bigrams = 10 };

    private static readonly string[] Words =
        "card bank order late phone screen mail invoice price team blue light window open close start money travel ticket seat water name".Split(' ');

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_student_learns_what_its_teacher_says_of_texts_that_it_never_saw()
    {
        TrainedStudent trained = Train(Small);
        Assert.InRange(trained.Cosine.Validation, 0.97, 1);
        Assert.InRange(trained.Cosine.Written, trained.Cosine.Validation - 0.02, 1);
        Assert.InRange(trained.Cosine.Fit, trained.Cosine.Validation - 0.01, 1);
    }

    [Fact]
    public void The_pair_that_means_something_else_than_its_words_gets_a_row()
    {
        TrainedStudent trained = Train(Small with { Bigrams = 1 });
        Student student = Student.Read(trained.File, "trained");
        ushort[] pair = new ushort[2];
        Assert.Equal(2, new WordPieceTokenizer().Tokenize("open window"u8, pair));
        Assert.Equal(1, trained.BigramRows);
        Assert.Equal(student.TokenRowCount, student.Bigrams.Find(pair[0], pair[1]));
        Assert.InRange(trained.Cosine.Validation, Train(Small with { Bigrams = 0 }).Cosine.Validation + 0.005, 1);
    }

    [Fact]
    public void The_same_texts_give_the_same_bytes_on_any_number_of_threads()
    {
        byte[] one = Train(Small).File;
        Assert.Equal(one, Train(Small with { Threads = 2 }).File);
        Assert.Equal(one, Train(Small with { Threads = 5 }).File);
    }

    [Fact]
    public void The_report_says_what_was_read_and_fitted()
    {
        using TemporaryFolder folder = SmallDatabase.Write();
        TrainingSources sources = new() { WordNetFolder = folder.Path, Templates = 2000 };
        (byte[] file, TrainingReport report) = Run(sources);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), report.Sha256);
        Assert.Equal(("1.2.3", "made up", 3UL, (long)file.Length), (report.Version, report.Teacher, report.Seed, report.Bytes));
        Assert.Equal(["data.noun", "data.verb", "data.adj", "data.adv", "cntlist.rev"], report.Inputs.Select(input => input.File));
        Assert.All(report.Inputs, input => Assert.Equal(64, input.Sha256.Length));
        Assert.Equal(new CorpusPartCount("WordNet definitions", 4, 4), report.Parts[0]);
        Assert.Equal(report.Texts, report.Parts.Sum(part => part.Kept));
        Assert.Equal((300, 10), (report.ValidationTexts, report.BigramRows));
        Assert.Equal(["teacher: texts", "teacher: vocabulary", "start", "bigrams", "rows", "file"], report.Steps.Select(step => step.Step));
    }

    [Fact]
    public void Too_few_texts_are_refused_before_the_teacher_begins()
    {
        using TemporaryFolder folder = SmallDatabase.Write();
        TrainingSources sources = new() { WordNetFolder = folder.Path, Templates = 0 };
        var fault = Assert.Throws<EarshotException>(() => Run(sources));
        Assert.Equal("9 different texts are too few to fit a student to", fault.Message);
        Assert.Equal("give 600 at least, better 100,000: 300 are kept back to measure on", fault.Hint);
    }

    private static (byte[] File, TrainingReport Report) Run(TrainingSources sources) =>
        StudentTraining.Run(sources, new MadeUpTeacher(), Small, seed: 3, "1.2.3", SilentObserver.Instance, Cancellation);

    private static TrainedStudent Train(StudentTrainingOptions options)
    {
        SplitMix64 random = new(11);
        BytesColumn texts = new();
        for (int i = 0; i < 2500; i++)
        {
            List<string> words = [];
            for (int word = random.NextInt32(5) + 2; word > 0; word--) words.Add(Words[random.NextInt32(Words.Length)]);
            if (i % 4 == 0) words.Insert(random.NextInt32(words.Count), "open window");
            texts.Append(string.Join(' ', words).AsSpan());
        }

        return new StudentTrainer(options, SilentObserver.Instance, Cancellation).Train(texts, new MadeUpTeacher());
    }

    /// <summary>Sums of random vectors of the tokens, with a vector of its own for one pair: all that a student can learn.</summary>
    private sealed class MadeUpTeacher : IStudentTeacher
    {
        private readonly WordPieceTokenizer _tokenizer = new();

        public string Model => "made up";

        public int Dimensions => 384;

        public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
        {
            ushort[] ids = new ushort[254];
            for (int row = 0; row < texts.Count; row++)
            {
                Span<float> vector = vectors.Span.Slice(row * 384, 384);
                int count = _tokenizer.Tokenize(texts[row], ids);
                for (int i = 0; i < count; i++) Add(vector, ids[i], 1);
                if (texts.GetString(row).Contains("open window", StringComparison.Ordinal)) Add(vector, 1_000_000, 3);
                double length = Math.Sqrt(StudentQuality.SquaredLength(vector));
                foreach (ref float value in vector) value = (float)(value / length);
                options.Completed(new[] { row });
            }
        }

        public void EmbedVocabulary(Memory<float> means, EmbedOptions options)
        {
            for (int id = 0; id < WordPieceTokenizer.VocabularySize; id++) Add(means.Span.Slice(id * 384, 384), id, 0.3f);
        }

        public void Dispose()
        {
        }

        private static void Add(Span<float> vector, int id, float factor)
        {
            SplitMix64 random = new((ulong)id);
            foreach (ref float value in vector) value += factor * ((float)random.NextDouble() - 0.5f);
        }
    }
}
