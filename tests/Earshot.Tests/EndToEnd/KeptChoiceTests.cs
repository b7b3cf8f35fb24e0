using Earshot.Tests.Connectors.Embeddings;
using Earshot.Tests.Inference;

namespace Earshot.Tests.EndToEnd;

/// <summary>A workspace goes on with the vectors it has, whatever was tried on it or has come to the machine since.</summary>
public sealed class KeptChoiceTests
{
    [Fact]
    public void A_choice_that_cannot_work_is_not_kept_and_the_workspace_can_still_be_read()
    {
        using WorkingFolder folder = Analyzed();
        ProgramRun refused = folder.Refuse(2, "no key", "run", "--with", "remote", "--workspace", "w");
        Assert.DoesNotContain("kept in", refused.Error);
        folder.Refuse(2, "nosuch", "run", "--with", "teacher", "--set", "embed.teacher=nosuch", "--workspace", "w");
        folder.Succeed("topics", "--workspace", "w");
        Assert.Contains("nothing to do", folder.Succeed("run", "--workspace", "w").Error);
    }

    [Fact]
    public void Reading_a_workspace_of_a_service_asks_the_service_nothing()
    {
        using FakeService service = new((request, _) => FakeService.Good(request, 48));
        using WorkingFolder folder = new();
        folder.Environment["EMBED__URL"] = service.Address;
        folder.Environment["EMBED__KEY"] = "test-key";
        folder.Environment["EMBED__WITH"] = "remote";
        folder.Write("tickets.csv", Tickets.Csv(20));
        folder.Succeed("init", "--workspace", "w");
        folder.Succeed("ingest", "tickets.csv", "--workspace", "w");
        folder.Succeed("status", "--workspace", "w");
        folder.Succeed("plan", "--workspace", "w");
        folder.Succeed("run", "--dry-run", "--workspace", "w");
        folder.Sql("w", "SELECT count(*) FROM raw_tickets");
        Assert.Empty(service.Seen);
    }

    [Fact]
    public void A_transformer_that_comes_later_changes_nothing_by_itself()
    {
        using WorkingFolder folder = Analyzed();
        WithTeacher(folder);
        Assert.Contains("nothing to do", folder.Succeed("run", "--workspace", "w").Error);
        folder.Succeed("similar", "where is my parcel", "--workspace", "w");

        folder.Write("tickets.csv", Tickets.Csv(60));
        Assert.Contains("the transformer is here now: --with adapted", folder.Succeed("analyze", "tickets.csv", "--workspace", "w").Error);
        Assert.Equal(["student|60"], folder.Sql("w", "SELECT made_by, count(*) FROM embeddings GROUP BY ALL"));
    }

    [Fact]
    public void The_same_text_has_the_same_vector_whatever_batch_it_comes_in()
    {
        using WorkingFolder folder = new();
        WithTeacher(folder);
        folder.Write("tickets.csv", "id,message\n" + string.Concat(Enumerable.Range(0, 600).Select(row => $"{row},\"{Tickets.Message(row)}, order {row}\"\n")));
        string[] adapted = ["--with", "adapted", "--sample", "150", "--recheck", "10", "--workspace", "w"];
        folder.Succeed(["analyze", "tickets.csv", .. adapted]);
        folder.Succeed("embed", "--workspace", "w", "--out", "large.csv");
        folder.Succeed("embed", "--workspace", "w", "--batch-size", "37", "--out", "small.csv");
        Assert.Equal(File.ReadAllLines(folder.At("large.csv")), File.ReadAllLines(folder.At("small.csv")));
        Assert.Equal(["student|405", "teacher|195"], folder.Sql("w", "SELECT made_by, count(*) FROM embeddings GROUP BY ALL ORDER BY ALL"));
        Assert.Equal(195, File.ReadLines(folder.At("small.csv")).Count(line => line.Contains(",teacher,", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_other_options_of_the_vectors_would_build_can_be_planned()
    {
        using WorkingFolder folder = Analyzed();
        WithTeacher(folder);
        Assert.Contains("embeddings", folder.Succeed("plan", "--with", "adapted", "--sample", "100", "--minutes", "1", "--workspace", "w").Output);
    }

    private static WorkingFolder Analyzed()
    {
        WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(50));
        folder.Succeed("analyze", "tickets.csv", "--workspace", "w");
        return folder;
    }

    private static void WithTeacher(WorkingFolder folder)
    {
        folder.Environment["EMBED__TEACHER"] = Shared.Path("models/all-MiniLM-L6-v2");
        folder.Environment["MODELS__ONNXRUNTIME"] = OnnxLibrary.Path;
    }
}
