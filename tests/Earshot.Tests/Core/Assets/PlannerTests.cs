using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Tests.Core.Assets;

public sealed class PlannerTests
{
    private static readonly AssetDefinition Tickets = new()
    {
        Name = "tickets",
        Layer = "silver",
        Version = 1,
        Columns = [new ColumnSchema("ticket_id", ColumnType.Int64)],
        Partitions = ["partition_00", "partition_01"],
        Options = new Dictionary<string, string> { ["seed"] = "42" },
        ExternalInputs = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["partition_01"] = new Dictionary<string, string> { ["bronze/a/part-0"] = "h1" },
        },
    };

    private static readonly AssetDefinition Embeddings = Tickets with
    {
        Name = "embeddings",
        Upstream = [new Upstream("tickets", PartitionMapping.Same)],
        ExternalInputs = new Dictionary<string, IReadOnlyDictionary<string, string>>(),
    };

    private static readonly AssetDefinition Model = Embeddings with
    {
        Name = "topic_model",
        Partitions = ["model"],
        Upstream = [new Upstream("embeddings", PartitionMapping.All)],
    };

    [Fact]
    public void An_empty_workspace_builds_everything_upstream_first()
    {
        IReadOnlyList<PlanStep> plan = Plan([]);

        Assert.Equal(
            ["tickets/partition_00", "tickets/partition_01", "embeddings/partition_00", "embeddings/partition_01", "topic_model/model"],
            plan.Select(s => s.Asset + "/" + s.Partition));
        Assert.All(plan, step => Assert.Equal("not built yet", step.Reason));
    }

    [Fact]
    public void Nothing_is_built_twice() => Assert.Empty(Plan(All()));

    [Fact]
    public void A_changed_option_rebuilds_the_asset_and_what_reads_it_and_says_so()
    {
        Dictionary<string, Manifest> built = All();
        foreach (string partition in Tickets.Partitions)
            built["tickets/" + partition] = built["tickets/" + partition] with { Options = new Dictionary<string, string> { ["seed"] = "7" } };

        IReadOnlyList<PlanStep> plan = Plan(built);

        Assert.Equal(5, plan.Count);
        Assert.Equal("option seed changed: 7 → 42", plan[0].Reason);
        Assert.Equal("tickets/partition_00 will be rebuilt", plan[2].Reason);
    }

    [Fact]
    public void One_lost_partition_rebuilds_only_its_own_line_and_what_needs_all()
    {
        Dictionary<string, Manifest> built = All();
        built.Remove("tickets/partition_01");

        Assert.Equal(
            ["tickets/partition_01", "embeddings/partition_01", "topic_model/model"],
            Plan(built).Select(s => s.Asset + "/" + s.Partition));
    }

    [Fact]
    public void A_partition_rebuilt_with_the_same_bytes_leaves_what_reads_it_fresh()
    {
        Dictionary<string, Manifest> built = All();
        built["tickets/partition_01"] = built["tickets/partition_01"] with { Run = "another" };

        Assert.Empty(Plan(built));
    }

    [Theory]
    [InlineData("hash of another part", "bronze/a/part-0 changed")]
    [InlineData(null, "bronze/a/part-0 is a new input")]
    public void A_source_that_changed_is_seen(string? recorded, string reason)
    {
        Dictionary<string, Manifest> built = All();
        built["tickets/partition_01"] = built["tickets/partition_01"] with
        {
            Inputs = recorded is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["bronze/a/part-0"] = recorded },
        };

        Assert.Equal(new PlanStep("tickets", "partition_01", reason), Plan(built)[0]);
    }

    [Fact]
    public void A_new_version_of_the_code_rebuilds()
    {
        Dictionary<string, Manifest> built = All();
        built["topic_model/model"] = built["topic_model/model"] with { Version = 0 };

        Assert.Equal([new PlanStep("topic_model", "model", "version 0 was built, 1 is wanted")], Plan(built));
    }

    private static IReadOnlyList<PlanStep> Plan(Dictionary<string, Manifest> built) =>
        Planner.Plan([Tickets, Embeddings, Model], (asset, partition) => built.GetValueOrDefault(asset + "/" + partition));

    private static Dictionary<string, Manifest> All()
    {
        Dictionary<string, AssetDefinition> byName = new() { ["tickets"] = Tickets, ["embeddings"] = Embeddings, ["topic_model"] = Model };
        Dictionary<string, Manifest> built = [];
        foreach (AssetDefinition definition in byName.Values)
        {
            foreach (string partition in definition.Partitions)
            {
                built[definition.Name + "/" + partition] = new Manifest
                {
                    Asset = definition.Name,
                    Partition = partition,
                    Version = 1,
                    Options = definition.Options,
                    Inputs = Planner.Inputs(definition, partition, byName, (a, p) => built.GetValueOrDefault(a + "/" + p))!,
                    Rows = 10,
                    Bytes = 100,
                    ContentHash = "hash of " + definition.Name + partition,
                    Run = "run",
                    BuiltAt = DateTimeOffset.UnixEpoch,
                    Seconds = 1,
                };
            }
        }

        return built;
    }
}
