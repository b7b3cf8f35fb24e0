namespace Earshot.Tests.Cli;

/// <summary>What is printed or exported to be passed on shows no personal data that a ticket holds.</summary>
public sealed class MaskedResultsTests
{
    [Fact]
    public void Topics_and_what_analyze_tells_as_json_are_masked()
    {
        using CommandRun run = Analyzed();
        Assert.DoesNotContain("anna@example.com", run.Output);
        Assert.Contains("[email]", run.Output);

        Assert.Equal(0, run.Run("topics", "--json"));
        Assert.DoesNotContain("anna@example.com", run.Output);
        Assert.Contains("[email]", run.Output);
    }

    [Fact]
    public void Topics_exported_as_Parquet_come_without_examples_unless_masking_is_turned_off()
    {
        using CommandRun run = Analyzed();

        Assert.Equal(0, run.Run("export", "topics", "--output", "masked.parquet"));
        Assert.Equal(0, run.Run("export", "topics", "--output", "whole.parquet", "--no-mask"));

        Assert.Equal(0, run.Run("sql", $"SELECT column_name FROM (DESCRIBE SELECT * FROM '{Path.Combine(run.Folder, "masked.parquet")}')"));
        Assert.DoesNotContain("examples", run.Output);
        Assert.Equal(0, run.Run("sql", $"SELECT examples FROM '{Path.Combine(run.Folder, "whole.parquet")}'"));
        Assert.Contains("anna@example.com", run.Output);
    }

    [Fact]
    public void Tables_can_be_listed_and_described()
    {
        using CommandRun run = Analyzed();

        Assert.Equal(0, run.Run("sql", "SHOW TABLES"));
        Assert.Equal(
            """
            name
            analysis
            assignments
            embeddings
            raw_tickets
            rejects
            tickets
            topic_model
            topics

            """,
            run.Output);
        Assert.Equal(0, run.Run("sql", "DESCRIBE assignments"));
        Assert.Contains("similarity", run.Output);
    }

    private static CommandRun Analyzed()
    {
        CommandRun run = new();
        string[] texts = ["my card was declined", "the app crashes on my phone", "where is my refund", "the invoice is wrong"];
        run.Write("tickets.csv", "body\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => $"\"{texts[i % 4]}, order {i}, write to anna@example.com\"")) + "\n");
        Assert.Equal(0, run.Run("analyze", "tickets.csv", "--clusters", "4", "--json"));
        return run;
    }
}
