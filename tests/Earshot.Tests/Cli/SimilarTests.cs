using System.Text.Json;

namespace Earshot.Tests.Cli;

/// <summary>A few tickets of three kinds, and what is found near them.</summary>
public sealed class SimilarTests : IDisposable
{
    private readonly CommandRun _run = new();

    public SimilarTests()
    {
        _run.Write("t.csv", """
            id,message
            A1,My card was charged twice for one payment
            A2,I was charged two times for the same payment on my card; write to ann@example.com
            A3,The card payment was taken twice
            B1,I can not log in since I forgot my password
            B2,Password reset link does not arrive
            B3,forgot my password and can not log in
            C1,The app crashes when I open the camera
            C2,Crash of the app after opening the camera
            C3,Something else about the invoice
            """);
        Assert.Equal((0, ""), (_run.Run("analyze", "t.csv", "-w", "w", "--clusters", "3", "--json", "--quiet"), _run.Error));
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_text_finds_the_tickets_that_mean_the_same_nearest_first_with_their_topic_and_masked()
    {
        JsonElement found = Json("similar", "charged twice on my card", "--limit", "3", "--json");
        Assert.Equal(["A1", "A2", "A3"], Ids(found).Order());
        double[] similarities = [.. found.GetProperty("tickets").EnumerateArray().Select(t => t.GetProperty("similarity").GetDouble())];
        Assert.Equal(similarities.OrderDescending(), similarities);
        Assert.Equal(9, found.GetProperty("searched").GetInt64());
        Assert.All(found.GetProperty("tickets").EnumerateArray(), t => Assert.Equal(JsonValueKind.String, t.GetProperty("topic").ValueKind));
        Assert.Contains("[email]", _run.Output);
        Assert.DoesNotContain("ann@example.com", _run.Output);
        Assert.Equal(0, _run.Run("similar", "charged twice on my card", "--limit", "2", "-w", "w"));
        Assert.Equal(4, _run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("2 of 9 tickets, by cosine similarity\n", _run.Error);
    }

    [Fact]
    public void A_ticket_is_left_out_of_what_is_found_for_it_and_the_threshold_holds()
    {
        JsonElement found = Json("similar", "--id", "B1", "--threshold", "0.6", "--json");
        Assert.Equal("B3", Ids(found)[0]);
        Assert.DoesNotContain("B1", Ids(found));
        Assert.DoesNotContain("C1", Ids(found));
        long ticket = found.GetProperty("ticket_id").GetInt64();
        string first = _run.Output;
        Json("similar", "--id", ticket.ToString(), "--threshold", "0.6", "--threads", "1", "--json");
        Assert.Equal(first, _run.Output);
    }

    [Theory]
    [InlineData("similar", "error: similar takes a text or --id, one of them")]
    [InlineData("similar words --id 1", "error: similar takes a text or --id, one of them")]
    [InlineData("similar words --threshold 1.5", "error: --threshold is 1.5; it must be from -1 to 1")]
    [InlineData("similar words --limit 0", "error: --limit is 0; it must be from 1 to 10,000")]
    [InlineData("similar --id D9", "error: there is no ticket D9")]
    [InlineData("similar <br>", "error: the text has no words to go by")]
    public void What_can_not_be_searched_for_is_refused(string line, string expected)
    {
        Assert.Equal(2, _run.Run([.. line.Split(' '), "-w", "w"]));
        Assert.Contains(expected, _run.Error);
    }

    [Fact]
    public void An_id_that_two_sources_gave_is_asked_back()
    {
        _run.Write("u.csv", "id,message\nA1,Where is my parcel that was sent last week\nZ1,The parcel never came to my house\n");
        Assert.Equal(0, _run.Run("ingest", "u.csv", "-w", "w", "--quiet"));
        Assert.Equal(0, _run.Run("run", "-w", "w", "--quiet"));
        Assert.Equal(2, _run.Run("similar", "--id", "A1", "-w", "w"));
        Assert.StartsWith("error: several tickets have the id A1\n\nhint: name one by its ticket id: ", _run.Error);
    }

    private JsonElement Json(params string[] line)
    {
        Assert.Equal((0, ""), (_run.Run([.. line, "-w", "w"]), _run.Error));
        return JsonDocument.Parse(_run.Output).RootElement;
    }

    private static string?[] Ids(JsonElement found) => [.. found.GetProperty("tickets").EnumerateArray().Select(t => t.GetProperty("source_id").GetString())];
}
