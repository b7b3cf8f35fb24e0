using System.Diagnostics;

namespace Earshot.Tests.EndToEnd;

/// <summary>A promotion that is killed leaves either the fit before it or the next one, and typed again it is done.</summary>
public sealed class KilledPromotionTests : ShopTickets
{
    private const int Old = 2, New = 3;

    [Fact]
    public void After_a_kill_at_any_step_of_a_promotion_topics_and_run_work_with_the_old_fit_or_the_new_one_and_typed_again_it_is_done()
    {
        January();
        February();
        Do("topics", "refit");
        Dictionary<int, string> expected = new() { [Old] = Assignments("w") };
        Copy("calm");
        DoIn("calm", "topics", "promote");
        expected[New] = Assignments("calm");
        Assert.NotEqual(expected[Old], expected[New]);

        using WorkingFolder program = new();
        List<int> left = [];
        foreach (Func<string, Process, bool> step in Steps)
        {
            Copy("killed");
            using Process promote = program.Start("topics", "promote", "--workspace", At("killed"));
            SpinWait.SpinUntil(() => step(At("killed"), promote) || promote.HasExited);
            promote.Kill(); // SIGKILL; nothing where it has ended already
            promote.WaitForExit();

            DoIn("killed", "topics");
            DoIn("killed", "run");
            left.Add(Current("killed"));
            Assert.Equal(expected[left[^1]], Assignments("killed"));
            if (left[^1] == Old) DoIn("killed", "topics", "promote");
            Assert.Equal((New, expected[New]), (Current("killed"), Assignments("killed")));
            DoIn("killed", "plan");
            Assert.StartsWith("nothing to do", _run.Output, StringComparison.Ordinal);
            Directory.Delete(At("killed"), recursive: true);
        }

        Assert.Equal((Old, New), (left[0], left[^1])); // at the beginning nothing is done, at the end it is
    }

    // Each step is seen on the disk by what it leaves, or heard.
    private static Func<string, Process, bool>[] Steps =>
    [
        (_, _) => true,
        (folder, _) => Directory.EnumerateFiles(Path.Combine(folder, "leases")).Any(),
        (folder, _) => File.Exists(Path.Combine(folder, "models", "topic_fits", "fit_0003.parquet")),
        (folder, _) => File.Exists(Path.Combine(folder, "models", "topic_fits", "fit_0003.manifest.json")),
        (_, promote) => promote.StandardError.ReadLine()?.StartsWith("fit 3 is current", StringComparison.Ordinal) ?? true,
        (_, promote) => promote.StandardError.ReadLine()?.StartsWith("analysis: started", StringComparison.Ordinal) ?? true,
    ];

    private string At(string workspace) => Path.Combine(_run.Folder, workspace);

    private void Copy(string workspace)
    {
        foreach (string file in Directory.EnumerateFiles(At("w"), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(At(workspace), Path.GetRelativePath(At("w"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(Path.Combine(At(workspace), "leases"));
    }

    private string Assignments(string workspace) =>
        Convert.ToHexString(File.ReadAllBytes(Path.Combine(At(workspace), "silver", "assignments", "partition_00.parquet")));
}
