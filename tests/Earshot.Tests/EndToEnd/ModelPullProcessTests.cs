using System.Diagnostics;
using System.Text.Json;
using Earshot.Tests.Inference.Catalogue;

namespace Earshot.Tests.EndToEnd;

/// <summary>Pulls by the built program that end in the middle.</summary>
public sealed class ModelPullProcessTests : IDisposable
{
    private const string Weights = "onnx/model_qint8_avx512_vnni.onnx";

    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_a_kill_the_same_command_goes_on_where_it_was_and_ends_whole()
    {
        byte[] weights = File.ReadAllBytes(Path.Combine(Shared.Path("models/all-MiniLM-L6-v2"), Weights));
        const int Held = 9_000_000;
        int asked = 0;
        using ModelServer server = new(request =>
        {
            string name = request.Path[(request.Path.LastIndexOf("4d41/", StringComparison.Ordinal) + 5)..];
            if (name != Weights) return ModelServer.Good(request, File.ReadAllBytes(Path.Combine(Shared.Path("models/all-MiniLM-L6-v2"), name)));
            return ModelServer.Good(request, weights) with { HoldAfter = asked++ == 0 ? Held : null };
        });
        _folder.Write("own.so", "code");
        string[] pull = ["models", "pull", "all-MiniLM-L6-v2", "--base", server.Address, "--models-folder", "models", "--set", "models.onnxruntime=own.so"];
        string part = _folder.At("models", "all-MiniLM-L6-v2.partial", "onnx", "model_qint8_avx512_vnni.onnx.part");
        using (Process first = _folder.Start(pull))
        {
            Assert.True(SpinWait.SpinUntil(() => first.HasExited || (File.Exists(part) && new FileInfo(part).Length == Held), TimeSpan.FromSeconds(60))
                && !first.HasExited);
            JsonElement listed = _folder.Json("models", "list", "--models-folder", "models")[0];
            Assert.Equal(("partial", 40), (listed.GetProperty("state").GetString(), listed.GetProperty("percent").GetInt32()));
            _folder.Refuse(4, "is in use by another earshot", pull);
            first.Kill();
            first.WaitForExit();
        }

        _folder.Succeed(pull);
        Assert.Equal([null, Held], server.Requests.Where(request => request.Path.EndsWith(Weights, StringComparison.Ordinal)).Select(request => request.From));
        _folder.Succeed("models", "verify", "--models-folder", "models");
        Assert.Empty(_folder.HalfWritten());
    }

    [Fact]
    public void A_signal_ends_a_pull_with_a_word_on_how_to_go_on()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("needs signals");
        using ModelServer server = new(request => new ServerReply(200, new byte[612]) { HoldAfter = 100 });
        using Process pull = _folder.Start("models", "pull", "all-MiniLM-L6-v2", "--base", server.Address, "--models-folder", "models");
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Count > 0, TimeSpan.FromSeconds(60)));
        Assert.Equal(0, WorkingFolder.Finish(_folder.StartProcess("kill", "-TERM", pull.Id.ToString())).ExitCode);
        ProgramRun run = WorkingFolder.Finish(pull);
        Assert.True(run.ExitCode == 130, $"exit code {run.ExitCode}\n{run.Error}");
        Assert.Contains("interrupted; the same command goes on where it stopped", run.Error);
    }
}
