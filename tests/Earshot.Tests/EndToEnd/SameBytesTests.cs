namespace Earshot.Tests.EndToEnd;

public sealed class SameBytesTests
{
    [Fact]
    public void Runs_with_one_two_and_eight_threads_and_a_second_run_give_the_same_bytes_and_another_seed_does_not()
    {
        using WorkingFolder folder = new();
        SortedDictionary<string, string> one = Demo("one", "--threads", "1");
        Assert.Equal(one, Demo("two", "--threads", "2"));
        Assert.Equal(one, Demo("eight", "--threads", "8"));
        Assert.Equal(one, Demo("again"));
        SortedDictionary<string, string> other = Demo("other", "--seed", "43");
        Assert.Equal(one.Keys, other.Keys);
        Assert.NotEqual(one["silver/tickets/partition_00.parquet"], other["silver/tickets/partition_00.parquet"]);
        Assert.NotEqual(one["gold/analysis/analysis.json"], other["gold/analysis/analysis.json"]);

        SortedDictionary<string, string> Demo(string workspace, params string[] more)
        {
            folder.Succeed(["demo", "--tickets", "3000", "--partitions", "6", "--quiet", "--workspace", workspace, .. more]);
            return folder.Results(workspace);
        }
    }

    [Fact]
    public void A_file_analysed_with_one_and_with_eight_threads_gives_the_same_bytes()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(2000));
        foreach (string threads in (string[])["1", "8"])
            folder.Succeed("analyze", "tickets.csv", "--rows-per-partition", "300", "--threads", threads, "--workspace", threads);
        Assert.Equal(folder.Results("1"), folder.Results("8"));
    }
}
