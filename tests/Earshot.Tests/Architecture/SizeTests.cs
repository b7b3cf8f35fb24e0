namespace Earshot.Tests.Architecture;

public sealed class SizeTests
{
    [Theory]
    [InlineData("README.md", 150)]
    [InlineData("Directory.Build.props", 40)]
    [InlineData(".editorconfig", 60)]
    public void Files_that_everybody_reads_stay_short(string file, int most) => Assert.InRange(File.ReadAllLines(Path.Combine(Shared.Repository, file)).Length, 1, most);

    [Fact]
    public void No_source_file_is_longer_than_500_lines() =>
        Assert.DoesNotContain(Sources().Select(path => (Path: Path.GetRelativePath(Shared.Repository, path), Lines: File.ReadLines(path).Count())), file => file.Lines > 500);

    [Fact]
    public void Nothing_is_left_to_do_later_in_a_comment()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "XX" + "X"];
        var left = from path in Sources()
                   from line in File.ReadLines(path)
                   where marks.Any(mark => line.Contains(mark, StringComparison.Ordinal))
                   select $"{Path.GetRelativePath(Shared.Repository, path)}: {line.Trim()}";
        Assert.Empty(left);
    }

    [Fact]
    public void No_folder_is_named_after_a_kind_of_class()
    {
        string[] kinds = ["Services", "Helpers", "Models", "Utils", "Common", "Managers", "Interfaces"];
        Assert.Empty(Sources().Where(path => path.Contains($"{Path.DirectorySeparatorChar}src{Path.DirectorySeparatorChar}")).SelectMany(path => path.Split(Path.DirectorySeparatorChar)).Intersect(kinds));
    }

    private static IEnumerable<string> Sources() =>
        new[] { "src", "tests", "bench" }.Select(folder => Path.Combine(Shared.Repository, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
