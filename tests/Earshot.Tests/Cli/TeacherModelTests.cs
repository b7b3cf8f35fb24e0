using Earshot.Tests.EndToEnd;
using Earshot.Tests.Evaluation;
using Earshot.Tests.Inference;

namespace Earshot.Tests.Cli;

/// <summary>Teachers that were tampered with, that have limits or lengths of their own: whatever uses them must say so.</summary>
public sealed class TeacherModelTests : IDisposable
{
    private readonly CommandRun _run = new();

    public TeacherModelTests()
    {
        _run.Environment["MODELS__ONNXRUNTIME"] = OnnxLibrary.Path;
        _run.Environment["MODELS__FOLDER"] = Path.Combine(_run.Folder, "models");
        _run.Write("tickets.csv", Tickets.Csv(40));
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("sentence_bert_config.json", "256", "255")]
    [InlineData("onnx/model_quantized.onnx", "table", "tabla")]
    public void A_model_of_the_store_that_was_changed_is_refused_by_every_command_that_would_use_it(string file, string old, string changed)
    {
        string folder = Path.Combine(_run.Folder, "models", "hf");
        SmallTransformer.WriteTo(folder, 384);
        SmallTransformer.Record(folder);
        _run.Write("labelled.csv", LabelledTickets.Csv(60));
        _run.Environment["EMBED__TEACHER"] = "hf";
        string[][] commands =
        [
            ["embed", "tickets.csv", "--with", "teacher", "--workspace", "w"],
            ["evaluate", "labelled.csv", "--label", "queue", "--with", "teacher", "--model", "hf"],
            ["student", "evaluate", "labelled.csv", "--label", "queue", "--model", "hf"],
        ];
        foreach (string[] command in commands) Assert.True(_run.Run(command) == 0, _run.Error);

        Directory.Delete(Path.Combine(_run.Folder, "w", "cache"), recursive: true);
        string path = Path.Combine(folder, file);
        string content = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
        Assert.Contains(old, content);
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(content.Replace(old, changed)));
        foreach (string[] command in commands)
        {
            Assert.Equal(1, _run.Run(command));
            Assert.Contains($"error: {path} was changed: its SHA-256 is ", _run.Error);
            Assert.EndsWith("hint: mend it with `earshot models pull hf`\n", _run.Error);
        }

        Assert.Equal(0, _run.Run("status", "--workspace", "w"));
    }

    [Fact]
    public void A_copy_that_reads_less_of_a_text_is_another_model_with_vectors_of_its_own()
    {
        SmallTransformer.WriteTo(Path.Combine(_run.Folder, "long", "hf"), 384);
        SmallTransformer.WriteTo(Path.Combine(_run.Folder, "short", "hf"), 384, longestText: 128);
        Assert.Contains("40 texts embedded by hf@", Embed("long/hf"));
        Assert.Contains("/int8, 0 from the cache", _run.Error);
        Assert.Contains("40 texts embedded by hf@", Embed("short/hf"));
        Assert.Contains("/int8/128-tokens, 0 from the cache", _run.Error);
        Assert.Contains("0 texts embedded by hf@", Embed("long/hf"));
    }

    [Fact]
    public void Vectors_of_a_length_of_their_own_are_taken_and_kept_apart_from_others()
    {
        SmallTransformer.WriteTo(Path.Combine(_run.Folder, "hf"), 64);
        Assert.Contains("40 vectors of 64 numbers by hf@", Embed("hf"));
        Assert.True(_run.Run("analyze", "tickets.csv", "--with", "teacher", "--workspace", "w") == 0, _run.Error);

        Assert.Equal(0, _run.Run("analyze", "tickets.csv", "--with", "student", "--workspace", "other"));
        Assert.Equal(2, _run.Run("run", "--with", "teacher", "--workspace", "other"));
        Assert.Contains("have 384 numbers", _run.Error);
        Assert.Contains("have 64\n", _run.Error);
        Assert.Contains("hint: to keep both, ", _run.Error);
    }

    [Fact]
    public void A_teacher_whose_vectors_no_student_can_learn_is_refused_with_both_lengths()
    {
        SmallTransformer.WriteTo(Path.Combine(_run.Folder, "hf"), 64);
        _run.Environment["EMBED__TEACHER"] = "hf";
        _run.Write("tickets.csv", Tickets.Csv(150));
        Assert.Equal(2, _run.Run("analyze", "tickets.csv", "--with", "adapted", "--sample", "100", "--workspace", "w"));
        Assert.Matches("error: the vectors of hf@[0-9a-f]{12}/int8 have 64 numbers; a student can be fitted to vectors of 384 only\n", _run.Error);
        Assert.Contains("hint: --with teacher embeds every text by it", _run.Error);
    }

    private string Embed(string teacher)
    {
        _run.Environment["EMBED__TEACHER"] = teacher;
        Assert.True(_run.Run("embed", "tickets.csv", "--with", "teacher", "--workspace", "w") == 0, _run.Error);
        return _run.Error;
    }
}
