using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage;

public sealed class ExclusiveNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_name_that_is_free_is_given_and_one_that_is_taken_keeps_what_it_names()
    {
        (string one, string other, string name) = (_folder.At("one"), _folder.At("other"), _folder.At("name"));
        File.WriteAllText(one, "1");
        File.WriteAllText(other, "2");
        Assert.True(ExclusiveName.TryGive(one, name));
        Assert.False(ExclusiveName.TryGive(other, name));
        Assert.Equal("1", File.ReadAllText(name));
    }

    [Fact]
    public void A_name_in_a_folder_that_is_gone_is_not_told_as_taken()
    {
        string file = _folder.At("file");
        File.WriteAllText(file, "1");
        Assert.Throws<DirectoryNotFoundException>(() => ExclusiveName.TryGive(file, _folder.At("gone", "name")));
        Assert.Throws<FileNotFoundException>(() => ExclusiveName.TryGive(_folder.At("no file"), _folder.At("name")));
    }
}
