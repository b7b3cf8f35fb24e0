using System.Text;

namespace Earshot.Tests.EndToEnd;

/// <summary>Files of tickets to read.</summary>
internal static class Tickets
{
    private static readonly string[] Subjects = ["The invoice", "My password", "The parcel", "The mobile app", "Your website", "The refund", "Card payment", "The delivery date"];
    private static readonly string[] Troubles = ["never arrived in my mailbox", "is wrong since the last update", "fails with an error every time", "took far longer than promised", "shows somebody else's name"];
    private static readonly string[] Wishes = ["please help", "what should I do now", "can you look into it", "I want my money back", "this is urgent for us"];

    /// <summary>A message; messages repeat after 200.</summary>
    public static string Message(int row) => $"{Subjects[row % 8]} {Troubles[row / 8 % 5]}, {Wishes[row / 40 % 5]}";

    /// <summary>A table with an id and a message that no other row has.</summary>
    public static string Numbered(int rows) => "id,message\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{row},\"{Message(row)}, order {row}\"\n"));

    /// <summary>A table with an id, a message, a day of January and a region.</summary>
    public static string Csv(int rows, char delimiter = ',')
    {
        StringBuilder csv = new($"id{delimiter}message{delimiter}created{delimiter}region\n");
        for (int row = 0; row < rows; row++)
            csv.Append($"T-{row}{delimiter}\"{Message(row)}\"{delimiter}2026-01-{row % 28 + 1:00}{delimiter}{(row % 3 == 0 ? "north" : "south")}\n");
        return csv.ToString();
    }
}
