using System.Text.Json;
using Earshot.Inference.Evaluation;
using Earshot.Output;
using Earshot.Tests.Cli;

namespace Earshot.Tests.Evaluation;

public sealed class EvaluateCommandTests : IDisposable
{
    // k-means from other starts moves by as much
    private const double Noise = 0.02;

    private readonly CommandRun _run = new();

    public EvaluateCommandTests() => _run.Write("tickets.csv", LabelledTickets.Csv(120));

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_machine_without_models_judges_the_student_that_ships_and_says_how_to_get_the_rest()
    {
        Assert.Equal(0, Evaluate("tickets.csv", "--label", "queue"));
        Assert.StartsWith("60 texts (text) with 4 labels (queue) of tickets.csv; seed 42, 1 thread\n\nembedding ", _run.Output, StringComparison.Ordinal);
        Assert.EndsWith("""
            not run: teacher (int8): all-MiniLM-L6-v2 is not here; get it: earshot models pull all-MiniLM-L6-v2
            not run: teacher (fp32): all-MiniLM-L6-v2 is not here; get it: earshot models pull all-MiniLM-L6-v2 --precision fp32
            not run: adapted student: all-MiniLM-L6-v2 is not here; get it: earshot models pull all-MiniLM-L6-v2

            """, _run.Output, StringComparison.Ordinal);
        Assert.StartsWith("tickets.csv: text ← text, label ← queue; cleaned as plain\n", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_same_figures_in_snake_case_and_nothing_else_is_on_stdout()
    {
        Assert.Equal(0, Evaluate("tickets.csv", "--label", "QUEUE", "--with", "general", "--json", "--quiet"));
        JsonElement document = JsonDocument.Parse(_run.Output).RootElement;
        Assert.Equal((120, 4, JsonValueKind.Null), (document.GetProperty("texts").GetInt32(), document.GetProperty("labels").GetInt32(), document.GetProperty("reference").ValueKind));
        JsonElement general = Assert.Single(document.GetProperty("choices").EnumerateArray());
        Assert.InRange(general.GetProperty("neighbor_accuracy").GetDouble(), 0.8, 1);
        Assert.Equal("", _run.Error);
    }

    [Fact]
    public void Banking77_under_the_general_student_is_what_its_page_says()
    {
        string file = Shared.Path("data/banking77/test.csv");
        Assert.Equal(0, Evaluate(file, "--label", "category", "--with", "general", "--json", "--quiet"));
        JsonElement general = JsonDocument.Parse(_run.Output).RootElement.GetProperty("choices")[0];
        Assert.Equal(0.447, general.GetProperty("adjusted_rand_index").GetDouble(), Noise);
        Assert.Equal(0.767, general.GetProperty("normalized_mutual_information").GetDouble(), Noise);
        Assert.Equal(0.819, general.GetProperty("neighbor_accuracy").GetDouble(), Noise);
        Assert.Equal(0.748, general.GetProperty("linear_accuracy").GetDouble(), Noise);
    }

    [Theory]
    [InlineData("--label missing", "tickets.csv has no column 'missing', which --label names", "columns are text, queue")]
    [InlineData("--label queu", "tickets.csv has no column 'queu' (did you mean 'queue'?), which --label names", "columns are text, queue")]
    [InlineData("", "which column of tickets.csv is the label? --label COLUMN is missing", "columns are text, queue")]
    [InlineData("--label queue --text queue", "column 'queue' can't be the text and its label", "--text and --label name different columns")]
    [InlineData("--label queue --with general,teacher32", "--with 'teacher32' is not known", "did you mean 'teacher'? choices are general, adapted, teacher, fp32")]
    [InlineData("--label queue --limit 0", "--limit 0 is too few", "at least 1 text; a few thousand give figures worth comparing")]
    public void What_is_wrong_is_said_with_what_there_is(string options, string message, string hint)
    {
        Assert.Equal(2, Evaluate(["tickets.csv", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Equal($"error: {message}\n\nhint: {hint}\n", _run.Error);
    }

    [Fact]
    public void Rows_without_a_text_or_a_label_are_counted_and_told()
    {
        _run.Write("gaps.csv", LabelledTickets.Csv(60) + ",billing\nprinter is dead,\nprinter is dead again,  \n");
        Assert.Equal(0, Evaluate("gaps.csv", "--label", "queue", "--with", "general", "--quiet"));
        Assert.StartsWith("60 texts (text) with 4 labels (queue) of gaps.csv; seed 42, 1 thread; rows left out: 1 without text, 2 without label\n", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_student_of_ones_own_is_judged_by_the_same_table()
    {
        _run.Write("no-student.safetensors", "nonsense");
        Assert.Equal(0, _run.Run("student", "evaluate", "tickets.csv", "--label", "queue", "--models-folder", "none", "--threads", "1"));
        Assert.Contains("\ngeneral student ", _run.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, _run.Run("student", "evaluate", "tickets.csv", "--label", "queue", "--student", "no-student.safetensors", "--models-folder", "none"));
        Assert.Equal(3, _run.Run("student", "evaluate", "tickets.csv", "--label", "queue", "--student", "absent.safetensors", "--models-folder", "none"));
        Assert.EndsWith("hint: make one with `earshot student train`, or leave --student out\n", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tables_and_their_meaning_can_be_read_by_somebody_with_tickets_to_sort()
    {
        using StringWriter output = new() { NewLine = "\n" };
        EvaluationText.Write(Document(), new Terminal(output, TextWriter.Null));
        Assert.Equal("""
            3,080 texts (text) with 77 labels (category) of test.csv, adapted to 9,992 of train.csv, none of them measured; seed 42, 2 threads

            embedding                ARI          NMI          AMI          kNN       linear  keeps
            general student  0.390 (78%)  0.731 (92%)  0.660 (90%)  0.802 (94%)  0.738 (91%)    89%
            adapted student  0.462 (92%)  0.777 (98%)  0.710 (97%)  0.825 (97%)  0.756 (94%)    96%
            teacher (fp32)         0.500        0.793        0.735        0.850        0.808

            embedding        cosine  Spearman  overlap@10    texts/s  memory            fit
            general student   0.835     0.853       0.608  1,230,000   70 MB
            adapted student   0.946     0.940       0.726    987,000   61 MB  7.4 s, 540 MB
            teacher (fp32)    1.000     1.000       1.000        390  320 MB

            The teacher (fp32) is the yardstick: it puts 85 of 100 texts under the right label by their nearest neighbours, and takes 7 h 07 min for 10 million texts.
            The general student keeps 89% of that (mean of the five figures): 80 of 100 texts, and 8.1 s for 10 million.
            The adapted student keeps 96% of that (mean of the five figures): 83 of 100 texts, and 10 s for 10 million.
            Differences below 0.02 in ARI mean nothing: k-means moves as much from seed to seed.

            ARI, NMI, AMI: k-means with 77 clusters against the labels, mean of 3 runs; 0 is chance (but for NMI), 1 perfect.
            kNN: texts whose 15 nearest texts vote for their label. linear: texts that a linear classifier, fitted on the other half, gives their label.
            In brackets: share of the figure of the teacher (fp32). cosine, Spearman, overlap@10: nearness to its vectors, their order, their neighbours.
            texts/s: embedding alone, model loaded. memory: what the process grew by at most while the model was loaded and ran; fit: time and memory of fitting it.
            not run: teacher (int8): all-MiniLM-L6-v2 is not here; get it: earshot models pull all-MiniLM-L6-v2

            """, output.ToString());
    }

    [Fact]
    public void Topics_that_nobody_told_the_number_of_have_a_table_of_their_own_and_a_sentence()
    {
        EvaluationDocument document = Document();
        ChoiceTopics topics = new(104, 0.575, 0.825, 0.811, 0.85, 0.94, 0.933, 0);
        document = document with { Reference = null, Choices = [document.Choices[0] with { Topics = topics, Retained = null, Fidelity = null }] };
        using StringWriter output = new() { NewLine = "\n" };
        EvaluationText.Write(document, new Terminal(output, TextWriter.Null));
        Assert.Contains("""

            topics, nothing told  topics    ARI    NMI    AMI  stable  refitted  told  alike
            general student          104  0.575  0.825  0.811   0.850     0.940   93%      0

            """, output.ToString(), StringComparison.Ordinal);
        Assert.Contains("""

            Told nothing, it finds 104 topics where people saw 77; 93 of 100 say in their first keywords what they are about. On other texts of the same kind they would be largely the same (stability 0.850).

            """, output.ToString(), StringComparison.Ordinal);
    }

    private static EvaluationDocument Document()
    {
        double[] fp32 = [0.5, 0.793, 0.735, 0.85, 0.808];
        return new EvaluationDocument
        {
            File = "train.csv",
            HeldOut = "test.csv",
            TextColumns = "text",
            LabelColumn = "category",
            Texts = 3080,
            Labels = 77,
            FittedTexts = 9992,
            RowsWithoutText = 0,
            RowsWithoutLabel = 0,
            Seed = 42,
            Threads = 2,
            Reference = "fp32",
            Choices =
            [
                Choice("general", [0.39, 0.731, 0.66, 0.802, 0.738], new ChoiceFidelity(0.835, 0.853, 0.608), 1_234_000, 70_000_000, null),
                Choice("adapted", [0.462, 0.777, 0.71, 0.825, 0.756], new ChoiceFidelity(0.946, 0.940, 0.726), 987_000, 61_000_000, new ChoiceFit(7.4, 540_000_000, 0.935)),
                Choice("fp32", fp32, new ChoiceFidelity(1, 1, 1), 390, 320_000_000, null),
            ],
            Missing = [new MissingChoice("teacher", "teacher (int8)", "all-MiniLM-L6-v2 is not here", "get it: earshot models pull all-MiniLM-L6-v2")],
        };

        EvaluatedChoice Choice(string key, double[] figures, ChoiceFidelity fidelity, double speed, long memory, ChoiceFit? fit)
        {
            double[] shares = [.. figures.Zip(fp32, (own, of) => own / of)];
            RetainedShares retained = new(shares[0], shares[1], shares[2], shares[3], shares[4], shares.Average());
            return new EvaluatedChoice(key, EvaluationChoice.NameOf(key), "model", figures[0], figures[1], figures[2], figures[3], figures[4], retained, fidelity, speed, memory, fit);
        }
    }

    private int Evaluate(params string[] arguments) => _run.Run(["evaluate", .. arguments, "--models-folder", "none", "--threads", "1"]);
}
