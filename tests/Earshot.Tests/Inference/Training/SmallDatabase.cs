namespace Earshot.Tests.Inference.Training;

/// <summary>A folder as WordNet's, with a handful of words.</summary>
internal static class SmallDatabase
{
    public static TemporaryFolder Write()
    {
        TemporaryFolder folder = new();
        Write("data.noun", """
            00002684 03 n 02 object 0 physical_object 0 000 | a visible entity; an entity that can cast a shadow; "full of rackets, balls and objects"
            """);
        Write("data.verb", """
            00000002 30 v 01 open 0 000 01 + 08 00 | make available; "open a shop"; "open"
            00000003 30 v 01 restore 0 000 01 + 08 00 | give back
            """);
        Write("data.adj", "00000004 00 s 01 broken 0 000 | out of order");
        Write("data.adv", "");
        File.WriteAllText(Path.Combine(folder.Path, "cntlist.rev"), """
            broken%5:00:00:: 1 16
            late%3:00:00:: 1 25
            object%1:03:00:: 1 39
            object%1:09:00:: 2 1
            open%2:30:00:: 1 9
            physical_object%1:03:00:: 1 1
            quickly%4:02:00:: 1 7
            1%1:23:00:: 1 21
            restore%2:40:00:: 1 4

            """);
        return folder;

        void Write(string file, string lines) =>
            File.WriteAllText(folder.At(file), "  1 This software and database is being provided to you\n" + (lines.Length == 0 ? "" : lines + "\n"));
    }
}
