using System.Text;
using Earshot.Core;

namespace Earshot.Tests.Connectors.Files;

public sealed class DamagedFilesTests
{
    private const string Csv = "id,text,kind\n1,\"hello, \"\"you\"\"\",a\n2,\"two\nlines\",b\r\n3,café,c\n";
    private const string Lines = "{\"id\":1,\"text\":\"a \\\"b\\\" \\ud83d\\ude00\",\"in\":{\"x\":[1,{\"y\":2}]}}\n{\"id\":2,\"text\":null}\n";

    [Theory]
    [InlineData("x.csv", Csv)]
    [InlineData("x.txt", Csv)]
    [InlineData("x.jsonl", Lines)]
    [InlineData("x.json", "[{\"id\":1,\"text\":\"a \\\"b\\\"\"},{\"id\":2,\"in\":{\"x\":[1]}}]")]
    [InlineData("y.json", "{\"n\":1,\"list\":[1,\"]\"],\"items\":[{\"id\":1,\"text\":\"a\"},{\"id\":2}]}")]
    public void Damage_of_any_kind_ends_in_rows_rejects_or_an_error_for_the_user_and_never_in_a_crash(string name, string content)
    {
        byte[] whole = Encoding.UTF8.GetBytes(content);
        ReadOnlySpan<byte> culprits = "\"\"\\{}[],:\n\r\0\u00e9;u"u8;
        Random random = new(42);
        for (int round = 0; round < 100; round++)
        {
            byte[] damaged = whole[..(round % 3 == 0 ? random.Next(1, whole.Length) : whole.Length)];
            for (int hits = random.Next(4); hits >= 0; hits--) damaged[random.Next(damaged.Length)] = culprits[random.Next(culprits.Length)];
            if (round % 5 == 0) damaged = Table.Gzip(damaged);
            if (round % 10 == 0) damaged[random.Next(10, damaged.Length)] ^= 0x10;
            try
            {
                Table table = Table.Of(damaged, name);
                Assert.True(table.Rows + table.Rejects.Count > 0, "neither a row nor a reject");
            }
            catch (EarshotException fault)
            {
                Assert.Equal(3, fault.ExitCode);
            }
        }
    }
}
