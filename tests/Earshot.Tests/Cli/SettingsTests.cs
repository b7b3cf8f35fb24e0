using Earshot.Configuration;
using Earshot.Core;

namespace Earshot.Tests.Cli;

public sealed class SettingsTests
{
    [Fact]
    public void Each_source_overrules_the_one_before_it()
    {
        using var run = new CommandRun();
        var commandLine = new SettingSource();
        var expected = new List<string>();

        void Expect(string value, string origin)
        {
            SettingsReading reading = Read(run, commandLine);
            Assert.Empty(reading.Faults);
            SettingValue clusters = reading.Settings.Values.Single(candidate => candidate.Setting == SettingTable.Clusters);
            expected.Add(origin);
            Assert.Equal((value, origin), (clusters.Shown, clusters.Origin));
        }

        Expect("20", "default");
        run.Write("earshot.json", """{ "topics": { "clusters": 21 } }""");
        Expect("21", "earshot.json");
        run.Write("mine.json", """{ "topics.clusters": 22, /* comment */ }""");
        Assert.Equal("22", Read(run, commandLine, "mine.json").Settings.Get(SettingTable.Clusters).ToString());
        run.Write(".env", "# settings\nexport TOPICS__CLUSTERS=\"23\"\n");
        Expect("23", ".env file TOPICS__CLUSTERS");
        run.Environment["TOPICS__CLUSTERS"] = "24";
        Expect("24", "environment TOPICS__CLUSTERS");
        commandLine = SettingSource.OfCommandLine([(SettingTable.Clusters, "25")], []);
        Expect("25", "--clusters");
        Assert.Equal(5, expected.Count);
    }

    [Fact]
    public void All_faults_are_told_at_once_with_the_nearest_name_and_the_range()
    {
        using var run = new CommandRun();
        run.Write("earshot.json", """{ "topics": { "clutsers": 5, "clusters": 1 } }""");
        run.Environment["DATA__PARTITIONS"] = "many";
        run.Environment["EARSHOT_DATA__SEEED"] = "1";
        var fault = Assert.Throws<EarshotException>(() => Read(run, SettingSource.OfCommandLine([], ["threads", "memroy=1GB"])).OrThrow());
        Assert.Equal("""
            6 settings are wrong
              unknown setting 'topics.clutsers' in earshot.json; did you mean 'topics.clusters'?
              unknown setting 'EARSHOT_DATA__SEEED' in the environment; did you mean 'EARSHOT_DATA__SEED'?
              --set threads has no value: write --set threads=VALUE
              unknown setting 'memroy' in --set; did you mean 'memory'?
              topics.clusters is '1' (earshot.json); it must be a whole number from 2 to 65,536
              data.partitions is 'many' (environment DATA__PARTITIONS); it must be a whole number from 1 to 10,000
            """, fault.Message);
        Assert.Equal(2, fault.ExitCode);
    }

    [Fact]
    public void Variables_of_other_programs_are_passed_over()
    {
        using var run = new CommandRun();
        run.Environment["WORKSPACE"] = "/jenkins";
        run.Environment["THREADS"] = "none";
        run.Environment["LOGGING__SINK"] = "x";
        run.Environment["EARSHOT_SHARED"] = "x";
        SettingsReading reading = Read(run, new SettingSource());
        Assert.Empty(reading.Faults);
        Assert.All(reading.Settings.Values, value => Assert.Equal("default", value.Origin));
    }

    [Fact]
    public void The_prefix_is_allowed_everywhere_and_needed_for_short_names()
    {
        using var run = new CommandRun();
        run.Environment["EARSHOT_THREADS"] = "3";
        run.Environment["EARSHOT_TEXT__MASK"] = "yes";
        Settings settings = Read(run, new SettingSource()).OrThrow();
        Assert.Equal(3, settings.Get(SettingTable.Threads));
        Assert.True(settings.Get(SettingTable.Mask));
    }

    [Theory]
    [InlineData("4GB", 4_000_000_000)]
    [InlineData("1.5 gb", 1_500_000_000)]
    [InlineData("512M", 512_000_000)]
    [InlineData("300000000", 300_000_000)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes)
    {
        Assert.True(SettingTable.Memory.TryParse(text, out object? value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("1MB")]
    [InlineData("2TB")]
    [InlineData("GB")]
    [InlineData("-4GB")]
    [InlineData("99999999999999999999TB")]
    public void Sizes_out_of_range_are_refused(string text) => Assert.False(SettingTable.Memory.TryParse(text, out _));

    [Theory]
    [InlineData("""{ "money": ["refund", "card"], "mobile": ["app"] }""")]
    [InlineData("money=refund, card; mobile=app")]
    public void Teams_are_read_from_files_and_from_one_line(string text)
    {
        Assert.True(SettingTable.Teams.TryParse(text, out object? value));
        Assert.Equal("money=refund,card;mobile=app", SettingTable.Teams.Show(value));
    }

    [Theory]
    [InlineData("{ \"money\": \"refund\" }")]
    [InlineData("{ broken")]
    [InlineData("no equals sign")]
    public void Teams_that_are_none_are_refused(string text) => Assert.False(SettingTable.Teams.TryParse(text, out _));

    [Fact]
    public void Keys_are_unique_and_lower_case_and_defaults_are_in_range()
    {
        Assert.Equal(SettingTable.All.Count, SettingTable.All.Select(setting => setting.Key).Distinct().Count());
        Assert.All(SettingTable.All, setting => Assert.Matches("^[a-z_]+([.][a-z_]+)?$", setting.Key));
        Assert.All(SettingTable.All, setting => Assert.True(setting.TryParse(setting.DefaultText, out _), setting.Key));
    }

    [Theory]
    [InlineData("s3.access_key", true)]
    [InlineData("Password", true)]
    [InlineData("accessToken", true)]
    [InlineData("labels.api_key", true)]
    [InlineData("keywords", false)]
    [InlineData("monkey", false)]
    [InlineData("topics.clusters", false)]
    public void Secrets_are_told_by_their_names(string name, bool secret) => Assert.Equal(secret, SecretNames.IsSecret(name));

    private static SettingsReading Read(CommandRun run, SettingSource commandLine, string? file = null) => SettingsReader.Read(new SettingPlaces
    {
        CurrentFolder = run.Folder,
        Environment = run.Environment,
        CommandLine = commandLine,
        ConfigFile = file,
    });
}
