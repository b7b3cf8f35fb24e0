using System.Text;
using Earshot.Core.Columns;
using Earshot.Inference.Evaluation;
using Earshot.Numerics;

namespace Earshot.Tests.Evaluation;

/// <summary>Made-up tickets of four labels, as texts and as a file.</summary>
internal static class LabelledTickets
{
    private static readonly (string Label, string[] Words)[] Labels =
    [
        ("billing", ["invoice", "refund", "charge", "payment", "card", "amount", "billed", "twice"]),
        ("login", ["password", "sign", "account", "locked", "reset", "code", "login", "email"]),
        ("printing", ["printer", "paper", "jam", "toner", "scan", "page", "print", "tray"]),
        ("travel", ["flight", "hotel", "booking", "trip", "airport", "ticket", "seat", "train"]),
    ];

    private static readonly string[] Common = ["please", "help", "my", "is", "not", "the", "today", "again", "since", "with"];

    public static LabelledTexts Make(int count, string file = "tickets.csv", ulong seed = 1)
    {
        BytesColumn texts = new();
        List<string?> labels = [];
        foreach ((string label, string text) in Rows(count, seed))
        {
            texts.Append(text.AsSpan());
            labels.Add(label);
        }

        return new LabelledTexts(file, "text", texts, labels, 0);
    }

    /// <summary>text,queue with a row each.</summary>
    public static string Csv(int count)
    {
        StringBuilder csv = new("text,queue\n");
        foreach ((string label, string text) in Rows(count, 1)) csv.Append(text).Append(',').Append(label).Append('\n');
        return csv.ToString();
    }

    private static IEnumerable<(string Label, string Text)> Rows(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        for (int row = 0; row < count; row++)
        {
            (string label, string[] own) = Labels[row % Labels.Length];
            string[] words = [.. Enumerable.Range(0, 9).Select(i => i % 3 == 0 ? own[random.NextInt32(own.Length)] : Common[random.NextInt32(Common.Length)])];
            yield return (label, string.Join(' ', words));
        }
    }
}
