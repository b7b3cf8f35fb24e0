namespace Earshot.Tests.EndToEnd;

/// <summary>An undo or a rollback that is typed again finishes what was killed, and is not swallowed where that is done.</summary>
public sealed class UnfinishedEditsTests : ShopTickets
{
    [Fact]
    public void An_undo_after_new_tickets_came_takes_back_the_edit_before_and_is_not_taken_for_the_last_one_again()
    {
        January();
        int invoice = TopicOf("invoice"), parcel = TopicOf("parcel"), refund = TopicOf("refund"), password = TopicOf("password");
        Do("topics", "merge", $"{invoice}", $"{parcel}");
        Do("topics", "merge", $"{refund}", $"{password}");
        Do("topics", "undo");
        Assert.Equal((invoice, password), (TopicOf("parcel"), TopicOf("password")));
        NewTickets();
        Do("topics", "undo");
        Assert.Contains($"taken back: topics {invoice} and {parcel} were merged into {invoice} (event 3)\n", _run.Error);
        Assert.Equal(parcel, TopicOf("parcel"));
        Assert.Equal(2, _run.Run("topics", "undo", "3", "-w", "w"));
        Assert.Contains("event 3 was taken back on", _run.Error);
    }

    [Fact]
    public void An_undo_that_was_killed_before_the_analysis_is_finished_and_not_done_to_the_edit_before()
    {
        January();
        int invoice = TopicOf("invoice"), parcel = TopicOf("parcel"), refund = TopicOf("refund"), password = TopicOf("password");
        Do("topics", "merge", $"{invoice}", $"{parcel}");
        Do("topics", "merge", $"{refund}", $"{password}");
        using Kept analysis = new(Path.Combine(_run.Folder, "w", "gold", "analysis"));
        Do("topics", "undo");
        analysis.PutBack();
        Do("topics", "undo");
        Assert.Contains("(event 4) already; what that changes is not built yet", _run.Error);
        Assert.Equal((invoice, password), (TopicOf("parcel"), TopicOf("password")));
        Do("plan");
        Assert.StartsWith("nothing to do", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_after_new_tickets_came_goes_one_fit_further_back()
    {
        January();
        for (int fit = 2; fit <= 3; fit++)
        {
            Do("topics", "refit");
            Do("topics", "promote");
        }

        Do("topics", "rollback");
        Assert.Equal(2, Current());
        NewTickets();
        Do("topics", "rollback");
        Assert.Contains("fit 1 is current again; `earshot topics promote`", _run.Error);
        Assert.Equal(1, Current());
    }

    [Fact]
    public void A_rollback_that_was_killed_after_the_model_is_finished_and_not_done_twice()
    {
        January();
        February();
        Assert.Equal(2, Current());
        using Kept assignments = new(Path.Combine(_run.Folder, "w", "silver", "assignments"));
        using Kept analysis = new(Path.Combine(_run.Folder, "w", "gold", "analysis"));
        Do("topics", "rollback");
        assignments.PutBack();
        analysis.PutBack();
        Do("topics", "rollback");
        Assert.Contains("fit 1 is current again already; what that changes is not built yet", _run.Error);
        Assert.Equal((1, -1), (Current(), TopicOf("card")));
    }

    [Fact]
    public void A_name_that_is_taken_back_without_a_run_leaves_the_report_as_it_is()
    {
        January();
        string report = Path.Combine(_run.Folder, "w", "reports", "report.html");
        Do("topics", "rename", $"{TopicOf("refund")}", "Money back");
        byte[] before = File.ReadAllBytes(report);
        Do("topics", "undo", "--no-run");
        Assert.EndsWith("the report is as it was: `earshot report` brings it up to date\n", _run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(report));
        Assert.DoesNotContain("Money back", Names());
        Do("report");
        Assert.DoesNotContain("Money back", File.ReadAllText(report));
    }

    private void NewTickets()
    {
        _run.Write("tickets.csv", Csv([("refund", 45), ("parcel", 45), ("password", 45), ("invoice", 45), ("fax", 50)]));
        Do("ingest", "tickets.csv", "--source", "tickets");
    }

    /// <summary>The files of a folder as they were.</summary>
    private sealed class Kept : IDisposable
    {
        private readonly string _folder;
        private readonly TemporaryFolder _copies = new();

        public Kept(string folder)
        {
            _folder = folder;
            Copy(folder, _copies.Path);
        }

        public void PutBack()
        {
            Directory.Delete(_folder, recursive: true);
            Directory.CreateDirectory(_folder);
            Copy(_copies.Path, _folder);
        }

        public void Dispose() => _copies.Dispose();

        private static void Copy(string from, string to)
        {
            foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
