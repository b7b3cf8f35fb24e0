using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Runs;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage;

public sealed class RunnerTests
{
    [Fact]
    public void The_bytes_are_the_same_for_one_two_and_eight_threads()
    {
        string[] hashes = [.. new[] { 1, 2, 8 }.Select(threads =>
        {
            using TemporaryFolder folder = new();
            Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));
            Run(workspace, Assets(), threads);
            return Hashes(workspace);
        })];

        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(hashes[0], hashes[2]);
    }

    [Fact]
    public void A_second_run_builds_nothing()
    {
        using TemporaryFolder folder = new();
        Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));

        Assert.Equal(9, Run(workspace, Assets()).Built);
        Assert.Equal((0, 9), (Run(workspace, Assets()).Built, Run(workspace, Assets()).Fresh));
    }

    [Fact]
    public void A_run_that_died_goes_on_where_it_stopped_and_ends_with_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        Workspace undisturbed = Workspace.OpenOrCreate(folder.At("undisturbed"));
        Run(undisturbed, Assets());
        Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));

        EarshotException fault = Assert.Throws<EarshotException>(() => Run(workspace, Assets(failAt: "partition_02"), threads: 1));
        File.WriteAllText(workspace.At("silver", "numbers", "partition_03.parquet.1.partial"), "half a file");

        Assert.Equal("numbers/partition_02 could not be built: the disk is on fire", fault.Message);
        Assert.Equal(7, Run(workspace, Assets()).Built);
        Assert.Equal(Hashes(undisturbed), Hashes(workspace));
        Assert.Empty(Directory.EnumerateFiles(workspace.Folder, "*.partial", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_data_file_that_was_cut_short_is_built_again()
    {
        using TemporaryFolder folder = new();
        Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));
        Run(workspace, Assets());
        string before = Hashes(workspace);
        using (FileStream file = File.OpenWrite(workspace.At("silver", "numbers", "partition_01.parquet"))) file.SetLength(100);

        // Its bytes come out as they were, so what reads it stays fresh.
        Assert.Equal(1, Run(workspace, Assets()).Built);
        Assert.Equal(before, Hashes(workspace));
    }

    [Fact]
    public void Two_runs_at_once_are_refused_with_the_process_that_works()
    {
        using TemporaryFolder folder = new();
        Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));
        using Lease lease = Lease.Take(workspace, TimeProvider.System);

        EarshotException fault = Assert.Throws<EarshotException>(() => Run(workspace, Assets()));

        Assert.Equal($"the workspace {workspace.Folder} is in use by process {Environment.ProcessId} on {Environment.MachineName}", fault.Message);
        Assert.Equal(4, fault.ExitCode);
    }

    [Fact]
    public void The_lease_of_a_process_that_is_gone_is_taken_over()
    {
        using TemporaryFolder folder = new();
        Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));
        Directory.CreateDirectory(workspace.At("leases"));
        File.WriteAllText(
            workspace.At("leases", "run.json"),
            $$"""{ "machine": "{{Environment.MachineName}}", "process_id": 2147483000, "started": "2020-01-01T00:00:00Z", "expires": "2999-01-01T00:00:00+00:00" }""");

        Assert.Equal(9, Run(workspace, Assets()).Built);
        Assert.False(File.Exists(workspace.At("leases", "run.json")));
    }

    [Fact]
    public void A_workspace_of_a_newer_version_is_left_alone()
    {
        using TemporaryFolder folder = new();
        Workspace.OpenOrCreate(folder.At("w"));
        File.WriteAllText(folder.At("w", "workspace.json"), """{ "format": 99 }""");

        EarshotException fault = Assert.Throws<EarshotException>(() => Workspace.Open(folder.At("w")));

        Assert.Equal($"the workspace {folder.At("w")} has format 99, this program knows up to 1", fault.Message);
        Assert.Equal(4, fault.ExitCode);
    }

    [Fact]
    public void A_folder_with_other_files_does_not_become_a_workspace()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("thesis.txt"), "do not touch");

        Assert.Throws<EarshotException>(() => Workspace.OpenOrCreate(folder.Path));
    }

    [Fact]
    public void Cancelling_keeps_what_was_built()
    {
        using TemporaryFolder folder = new();
        Workspace workspace = Workspace.OpenOrCreate(folder.At("w"));
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() =>
            new Runner(workspace, Assets(cancel: stop), new RunLimits(1), SilentObserver.Instance, TimeProvider.System).Run(stop.Token));

        Assert.InRange(Run(workspace, Assets()).Fresh, 1, 8);
    }

    private static RunResult Run(Workspace workspace, IReadOnlyList<IAsset> assets, int threads = 2) =>
        new Runner(workspace, assets, new RunLimits(threads), SilentObserver.Instance, TimeProvider.System).Run(TestContext.Current.CancellationToken);

    private static string Hashes(Workspace workspace) =>
        string.Join('\n', Directory.EnumerateFiles(workspace.Folder, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".parquet", StringComparison.Ordinal) || path.EndsWith("sum.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(workspace.Folder, path) + " " + PartitionWriter.HashFile(path).Hash));

    private static IReadOnlyList<IAsset> Assets(string? failAt = null, CancellationTokenSource? cancel = null) =>
        [new Numbers(failAt, cancel), new Squares(), new Sum()];

    private static readonly IReadOnlyList<string> Partitions = ["partition_00", "partition_01", "partition_02", "partition_03"];

    private sealed class Numbers(string? failAt, CancellationTokenSource? cancel) : IAsset
    {
        public static readonly IReadOnlyList<ColumnSchema> Columns = [new("number", ColumnType.Int64), new("name", ColumnType.Text)];

        public AssetDefinition Definition { get; } = new() { Name = "numbers", Layer = "silver", Version = 1, Columns = Columns, Partitions = Partitions };

        public void Build(BuildContext context)
        {
            int partition = int.Parse(context.Partition[^2..]);
            ColumnBatch batch = new(Columns);
            for (int block = 0; block < 3; block++)
            {
                batch.Clear();
                for (int i = 0; i < 3_000; i++)
                {
                    batch.Int64(0).Append((partition * 10_000) + (block * 3_000) + i);
                    batch.Bytes(1).Append($"number {i}".AsSpan());
                }

                context.Output.Append(batch);
                if (context.Partition == failAt) throw new IOException("the disk is on fire");
                if (partition == 1) cancel?.Cancel();
                context.Cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private sealed class Squares : IAsset
    {
        public AssetDefinition Definition { get; } = new()
        {
            Name = "squares",
            Layer = "silver",
            Version = 1,
            Columns = [new("square", ColumnType.Int64)],
            Partitions = Partitions,
            Upstream = [new Upstream("numbers", PartitionMapping.Same)],
        };

        public void Build(BuildContext context)
        {
            ColumnBatch read = new([Numbers.Columns[0]]);
            ColumnBatch written = new(Definition.Columns);
            using IBatchReader reader = context.Datasets.Open("numbers", context.Partition, read.Schema);
            while (reader.Read(read, 1_000))
            {
                foreach (long number in read.Int64(0).Values) written.Int64(0).Append(number * number);
                context.Output.Append(written);
                read.Clear();
                written.Clear();
            }
        }
    }

    private sealed class Sum : IAsset
    {
        public AssetDefinition Definition { get; } = new()
        {
            Name = "sum",
            Layer = "gold",
            Version = 1,
            Columns = [],
            Partitions = ["sum"],
            Upstream = [new Upstream("squares", PartitionMapping.All)],
        };

        public void Build(BuildContext context)
        {
            long sum = 0;
            ColumnBatch read = new([new ColumnSchema("square", ColumnType.Int64)]);
            foreach (string partition in Partitions)
            {
                using IBatchReader reader = context.Datasets.Open("squares", partition, read.Schema);
                while (reader.Read(read, 1_000))
                {
                    foreach (long square in read.Int64(0).Values) sum += square;
                    read.Clear();
                }
            }

            context.Output.Document.Write(System.Text.Encoding.UTF8.GetBytes(sum.ToString()));
        }
    }
}
