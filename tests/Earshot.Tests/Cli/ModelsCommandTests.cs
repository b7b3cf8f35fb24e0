using System.Text.Json;
using Earshot.Sessions;

namespace Earshot.Tests.Cli;

public sealed class ModelsCommandTests
{
    [Theory]
    [InlineData("pull needs the name of a model", "pull")]
    [InlineData("remove needs the name of a model", "remove")]
    [InlineData("models list takes no name", "list", "tiny")]
    [InlineData("did you mean `earshot models verify`?", "verfy")]
    [InlineData("are for pull, not for verify", "verify", "--precision", "int8")]
    [InlineData("--precision 'int4' is not known", "pull", "all-MiniLM-L6-v2", "--precision", "int4")]
    [InlineData("there is no model 'tiny' in the catalogue", "pull", "tiny")]
    [InlineData("the folder /not/there does not exist", "pull", "all-MiniLM-L6-v2", "--base", "/not/there")]
    public void A_wrong_command_is_told_before_anything_is_made(string words, params string[] arguments)
    {
        using CommandRun run = new();
        Assert.Equal(2, run.Run(["models", .. arguments, "--models-folder", "models"]));
        Assert.Contains(words, run.Error);
        Assert.Contains("hint: ", run.Error);
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder));
    }

    [Fact]
    public void The_list_says_what_there_is_and_where_it_would_be()
    {
        using CommandRun run = new();
        Assert.Equal(0, run.Run("models", "list", "--models-folder", "here", "--json"));
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["all-MiniLM-L6-v2 int8 missing Apache-2.0", "all-MiniLM-L6-v2 fp32 missing Apache-2.0", "onnxruntime  missing MIT"],
            document.RootElement.EnumerateArray().Select(model => $"{model.GetProperty("name")} {model.GetProperty("precision")} {model.GetProperty("state")} {model.GetProperty("licence")}"));
        Assert.Equal(Path.Combine(run.Folder, "here", "all-MiniLM-L6-v2"), document.RootElement[0].GetProperty("place").GetString());
        Assert.Equal(0, run.Run("models", "list", "--models-folder", "here"));
        Assert.Contains("not here", run.Output);
    }

    [Fact]
    public void A_pull_prints_the_folder_verify_says_what_is_damaged_and_remove_deletes_it()
    {
        using CommandRun run = new();
        run.Write("own.so", "code");
        string[] place = ["--models-folder", "here", "--set", "models.onnxruntime=own.so"];
        Assert.Equal(0, run.Run(["models", "pull", "all-MiniLM-L6-v2", "--base", Shared.Path("models"), .. place]));
        string folder = Path.Combine(run.Folder, "here", "all-MiniLM-L6-v2");
        Assert.Equal(folder + "\n", run.Output);
        Assert.Equal("all-MiniLM-L6-v2: started, 24 MB\nall-MiniLM-L6-v2: 23,670,773 bytes, checked\n", run.Error);

        File.AppendAllText(Path.Combine(folder, "vocab.txt"), "more\n");
        Assert.Equal(1, run.Run(["models", "verify", .. place]));
        Assert.Contains("error: 1 of 10 files is damaged\n  all-MiniLM-L6-v2: vocab.txt was changed", run.Error);
        Assert.Contains("hint: mend them with `earshot models pull all-MiniLM-L6-v2`", run.Error);
        Assert.Equal(0, run.Run(["models", "pull", "all-MiniLM-L6-v2", "--base", Shared.Path("models"), "--json", .. place]));
        using (var document = JsonDocument.Parse(run.Output))
        {
            Assert.Equal(231_508, document.RootElement.GetProperty("model").GetProperty("bytes_taken").GetInt64());
            Assert.Equal(Path.Combine(run.Folder, "own.so"), document.RootElement.GetProperty("onnx_runtime").GetString());
        }

        Assert.Equal(0, run.Run(["models", "verify", .. place]));
        Assert.Equal(0, run.Run(["models", "remove", "all-MiniLM-L6-v2", .. place]));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void The_default_folder_is_in_the_cache_of_the_user()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("the cache is elsewhere");
        Assert.Equal("/c/earshot/models", ModelPlaces.DefaultFolder(new Dictionary<string, string> { ["XDG_CACHE_HOME"] = "/c", ["HOME"] = "/home/me" }));
        Assert.Equal("/home/me/.cache/earshot/models", ModelPlaces.DefaultFolder(new Dictionary<string, string> { ["XDG_CACHE_HOME"] = "relative", ["HOME"] = "/home/me" }));
    }
}
