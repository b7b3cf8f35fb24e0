using System.Globalization;
using System.Text;
using System.Text.Json;
using Earshot.Numerics;
using Earshot.Tests.Cli;

namespace Earshot.Tests.EndToEnd;

/// <summary>Two months of a shop's tickets: faxes are written about in January only, failing card payments in February only.</summary>
public abstract class ShopTickets : IDisposable
{
    private static readonly Dictionary<string, string[]> Themes = new()
    {
        ["refund"] = ["I want my money back for the {0}", "the refund for the {0} is not on my bank account", "where is the refund of my {0}", "refund for the {0} still missing"],
        ["parcel"] = ["the parcel with my {0} never arrived", "courier says the {0} parcel was delivered but it was not", "parcel with the {0} is late again", "the {0} parcel is lost in the post"],
        ["password"] = ["cannot log in after resetting my password on the {0}", "password reset mail for my {0} account does not come", "my password is rejected by the {0}", "password of the {0} account is forgotten"],
        ["invoice"] = ["the invoice for the {0} shows a wrong amount", "please send the invoice of my {0}", "vat number is missing on the {0} invoice", "I need a corrected invoice for the {0}"],
        ["fax"] = ["the fax machine prints {0} pages blank", "fax number for the {0} does not answer", "sending a fax about the {0} fails", "fax transmission of the {0} is interrupted"],
        ["card"] = ["card payment for the {0} is declined with error 500", "checkout shows error 500 when paying the {0} by card", "credit card payment error at the checkout for the {0}", "paying the {0} by card fails with error 500"],
    };

    protected static readonly string[] Things = ["lamp", "chair", "table", "phone", "laptop", "camera", "watch", "jacket", "kettle", "drill", "printer", "tablet", "bicycle", "tent", "mirror"];

    private protected readonly CommandRun _run = new();

    public void Dispose()
    {
        _run.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void January() => Analyse([("refund", 45), ("parcel", 45), ("password", 45), ("invoice", 45), ("fax", 45)]);

    // the file holds what is still of interest: faxes are not
    private protected static readonly (string Theme, int Count)[] Later = [("refund", 60), ("parcel", 60), ("password", 60), ("invoice", 60), ("card", 60)];

    private protected void February() => Analyse(Later);

    private protected void Analyse((string Theme, int Count)[] tickets)
    {
        _run.Write("tickets.csv", Csv(tickets));
        Assert.True(_run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "6") == 0, _run.Error);
    }

    private protected static string Csv((string Theme, int Count)[] tickets)
    {
        StringBuilder csv = new("id,message,created,theme\n");
        int id = 0;
        foreach ((string theme, int count) in tickets)
        {
            for (int i = 0; i < count; i++)
            {
                string text = string.Format(CultureInfo.InvariantCulture, Themes[theme][i % 4], Things[i / 4 % Things.Length]);
                csv.Append(CultureInfo.InvariantCulture, $"T-{id++},{text},2026-{(i < 45 ? 1 : 2):00}-{1 + (SplitMix64.Derive(1, (ulong)id) % 27):00},{theme}\n");
            }
        }

        return csv.ToString();
    }

    private protected void Do(params string[] command) => DoIn("w", command);

    private protected void DoIn(string workspace, params string[] command) =>
        Assert.True(_run.Run([.. command, "-w", workspace]) == 0, $"{string.Join(' ', command)}: {_run.Error}");

    // the topic that most tickets of a theme are in
    private protected int TopicOf(string theme) => int.Parse(
        Ask($"SELECT mode(a.topic_id) AS n FROM assignments a JOIN tickets t USING (ticket_id) JOIN raw_tickets r ON r.id = t.source_id WHERE r.theme = '{theme}'"),
        CultureInfo.InvariantCulture);

    private protected int Count(string condition) =>
        int.Parse(Ask($"SELECT count(*) AS n FROM assignments JOIN tickets USING (ticket_id) WHERE {condition}"), CultureInfo.InvariantCulture);

    private protected string Ask(string query)
    {
        Do("sql", query, "--json");
        using var rows = JsonDocument.Parse(_run.Output);
        return rows.RootElement[0].GetProperty("n").ToString();
    }

    private protected IEnumerable<string> Names()
    {
        Do("topics", "--json");
        return [.. JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().Select(topic => topic.GetProperty("name").GetString()!)];
    }

    private protected static bool Is(JsonElement transition, string kind) => transition.GetProperty("kind").GetString() == kind;

    private protected static IEnumerable<int> Numbers(JsonElement transition, string side) => transition.GetProperty(side).EnumerateArray().Select(topic => topic.GetInt32());

    private protected int Current(string workspace = "w")
    {
        DoIn(workspace, "topics", "history", "--json");
        return JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().Last().GetProperty("fit").GetInt32();
    }
}
