using System.Diagnostics;
using Earshot.Tests.Connectors.Chat;
using Earshot.Tests.Connectors.Embeddings;

namespace Earshot.Tests.EndToEnd;

/// <summary>A process that is killed while it waits for a language model: what was answered is kept, and the next one asks for the rest.</summary>
public sealed class KilledLabelTests
{
    [Fact]
    public async Task What_was_answered_before_a_kill_is_not_asked_again_and_the_lock_is_free()
    {
        const int Topics = 4;
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(300));
        folder.Succeed("analyze", "tickets.csv", "--clusters", $"{Topics}", "--with", "student", "--quiet");
        TaskCompletionSource third = new();
        using FakeService service = new(async (_, number) =>
        {
            if (number == 2)
            {
                third.SetResult();
                await Task.Delay(Timeout.Infinite); // never answered: the program is killed while it waits
            }

            return FakeChat.Says(FakeChat.Label($"Question {number}"));
        });
        folder.Environment["LABEL__LOCAL_URL"] = service.Address;
        folder.Environment["LABEL__LOCAL_MODEL"] = "small";
        Process process = folder.Start("topics", "label");
        await third.Task;
        process.Kill();
        Assert.NotEqual(0, WorkingFolder.Finish(process).ExitCode);
        Assert.Equal(2, File.ReadAllLines(folder.At("tickets.earshot", "labels", "labels.jsonl")).Length);

        ProgramRun run = folder.Succeed("topics", "label");
        Assert.Contains("labels: 2 topics named, 2 before; 2 calls", run.Error);
        Assert.Equal(3 + 2, service.Seen.Count);
    }
}
