using Earshot.Core;
using Earshot.Core.Runs;
using Earshot.Inference.Catalogue;

namespace Earshot.Tests.Inference.Catalogue;

/// <summary>Pulling over HTTP from servers and lines that fail in every way they do, and from folders.</summary>
public sealed class ModelPullTests : IDisposable
{
    private static readonly byte[] Weights = TinyModel.Files[TinyModel.Int8];

    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_model_comes_from_the_layout_of_the_hub_and_only_the_asked_weights_come()
    {
        using ModelServer server = TinyModel.Serve();
        PullResult result = _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal(Weights.Length + 193, result.BytesTaken);
        Assert.False(File.Exists(_tiny.Installed(TinyModel.Fp32)));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void A_mirror_may_be_flat_and_a_broken_download_from_it_goes_on()
    {
        int asked = 0;
        using ModelServer server = new(request =>
        {
            if (!request.Path.StartsWith("/mirror/tiny/", StringComparison.Ordinal)
                || !TinyModel.Files.TryGetValue(request.Path["/mirror/tiny/".Length..], out byte[]? content)) return new ServerReply(404, []);
            ServerReply good = ModelServer.Good(request, content);
            return content == Weights && asked++ == 0 ? good with { CutAfter = 300_000 } : good;
        });
        Assert.Throws<EarshotException>(() => _tiny.Store.Pull("tiny", TinyModel.Options(server.Address + "/mirror/") with { Waits = [] }));
        Assert.Equal(300_000, new FileInfo(_tiny.Part(TinyModel.Int8)).Length);
        _tiny.Pull(server.Address + "/mirror/tiny");
        _tiny.AssertWhole(TinyModel.Int8);
    }

    [Fact]
    public void A_connection_cut_in_the_middle_goes_on_where_it_was_cut()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number < 2 ? ModelServer.Good(request, Weights) with { CutAfter = 200_000 } : null);
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal([null, 200_000, 400_000], TinyModel.ForInt8(server).Select(request => request.From));
    }

    [Fact]
    public void What_an_earlier_pull_got_is_not_asked_for_again()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number == 0 ? ModelServer.Good(request, Weights) with { CutAfter = 350_000 } : null);
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Waits = [] }));
        Assert.Contains("the connection was cut at 350,000 bytes", fault.Message);
        Assert.Null(_tiny.Store.Find("tiny"));
        StoredModel partial = _tiny.Store.List()[0];
        Assert.Equal((ModelState.Partial, 50), (partial.State, partial.Percent));
        Recorder recorder = new();
        _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Observer = recorder });
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal((350_000, "\"one\""), (TinyModel.ForInt8(server)[^1].From, TinyModel.ForInt8(server)[^1].IfRange));
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal((700_193, 700_193), (recorder.Total, recorder.Done));
        Assert.Equal(["700,193 bytes, 350,193 of them from an earlier try, checked"], recorder.Summaries);
    }

    [Fact]
    public void A_server_that_knows_no_ranges_makes_it_start_over()
    {
        using ModelServer server = TinyModel.Serve((_, number) => new ServerReply(200, Weights) { CutAfter = number == 0 ? 250_000 : null });
        Recorder recorder = new();
        _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Observer = recorder });
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal(recorder.Total, recorder.Done);
    }

    [Fact]
    public void A_part_that_was_not_asked_for_is_thrown_away()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number switch
        {
            0 => ModelServer.Good(request, Weights) with { CutAfter = 250_000 },
            1 => new ServerReply(206, Weights[100..], "ETag: \"one\"", $"Content-Range: bytes 100-{Weights.Length - 1}/{Weights.Length}"),
            _ => null,
        });
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Null(TinyModel.ForInt8(server)[^1].From);
    }

    [Fact]
    public void A_part_of_another_length_or_entity_is_thrown_away()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number switch
        {
            0 => ModelServer.Good(request, Weights) with { CutAfter = 250_000 },
            1 => new ServerReply(206, new byte[10], "ETag: \"one\"", "Content-Range: bytes 250000-250009/250010"),
            2 => ModelServer.Good(request, Weights) with { CutAfter = 250_000 },
            3 => new ServerReply(206, Weights[250_000..], "ETag: \"two\"", $"Content-Range: bytes 250000-{Weights.Length - 1}/{Weights.Length}"),
            _ => null,
        });
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal([null, 250_000, null, 250_000, null], TinyModel.ForInt8(server).Select(request => request.From));
    }

    [Fact]
    public void A_file_that_was_replaced_on_the_server_meanwhile_is_taken_whole()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number == 0
            ? ModelServer.Good(request, TinyModel.Bytes(Weights.Length, 99), "\"old\"") with { CutAfter = 250_000 }
            : ModelServer.Good(request, Weights, "\"new\""));
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal("\"old\"", TinyModel.ForInt8(server)[^1].IfRange);
    }

    [Fact]
    public void A_beginning_of_another_file_that_nobody_could_notice_costs_one_more_download()
    {
        byte[] other = TinyModel.Bytes(Weights.Length, 99);
        using ModelServer server = TinyModel.Serve((request, number) =>
        {
            int from = (int)(request.From ?? 0);
            string range = $"Content-Range: bytes {from}-{Weights.Length - 1}/{Weights.Length}";
            return new ServerReply(from == 0 ? 200 : 206, (number == 0 ? other : Weights)[from..], range) { CutAfter = number == 0 ? 250_000 : null };
        });
        Assert.Throws<EarshotException>(() => _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Waits = [] }));
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal([null, 250_000, null], TinyModel.ForInt8(server).Select(request => request.From));
    }

    [Fact]
    public void A_busy_server_is_asked_again_and_told_of()
    {
        using ModelServer server = TinyModel.Serve((_, number) => number < 2 ? new ServerReply(503, [], "Retry-After: 0") : null);
        Recorder recorder = new();
        _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Observer = recorder });
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal(["127.0.0.1: the server answers 503 Word; trying again in 0 s", "127.0.0.1: the server answers 503 Word; trying again in 0 s"],
            recorder.Warnings);
    }

    [Fact]
    public void A_server_that_stays_broken_is_given_up()
    {
        using ModelServer server = TinyModel.Serve((_, _) => new ServerReply(500, []));
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Pull(server.Address));
        Assert.EndsWith("can't be downloaded: the server answers 500 Word", fault.Message);
        Assert.Contains("--base", fault.Hint);
        Assert.Equal(4, TinyModel.ForInt8(server).Length);
    }

    [Fact]
    public void A_server_that_refuses_is_not_asked_again()
    {
        using ModelServer server = TinyModel.Serve((_, _) => new ServerReply(403, []));
        Assert.Contains("403", Assert.Throws<EarshotException>(() => _tiny.Pull(server.Address)).Message);
        Assert.Single(TinyModel.ForInt8(server));
    }

    [Fact]
    public void A_server_that_falls_silent_is_asked_again()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number == 0 ? ModelServer.Good(request, Weights) with { HoldAfter = 300_000 } : null);
        _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Patience = TimeSpan.FromMilliseconds(300) });
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal(300_000, TinyModel.ForInt8(server)[1].From);
    }

    [Fact]
    public void A_body_of_unknown_length_that_ends_early_is_noticed()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number == 0
            ? new ServerReply(200, Weights[..300_000], "ETag: \"one\"") { WithoutLength = true }
            : ModelServer.Good(request, Weights) with { WithoutLength = true });
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal(300_000, TinyModel.ForInt8(server)[1].From);
    }

    [Fact]
    public void A_server_that_does_not_end_is_stopped()
    {
        using ModelServer server = TinyModel.Serve((_, _) => new ServerReply(200, new byte[6_000_000]) { WithoutLength = true });
        Assert.Contains("sends more than", Assert.Throws<EarshotException>(() => _tiny.Pull(server.Address)).Message);
    }

    [Fact]
    public void Other_bytes_are_refused_with_both_sums_and_taken_only_on_request()
    {
        byte[] other = TinyModel.Bytes(Weights.Length + 5, 99);
        using ModelServer server = TinyModel.Serve((request, _) => ModelServer.Good(request, other));
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Pull(server.Address));
        Assert.Contains($"expected {TinyModel.Sum(Weights)} (700,000 bytes)", fault.Message);
        Assert.Contains($"found    {TinyModel.Sum(other)} (700,005 bytes)", fault.Message);
        Assert.Contains("--accept-changed", fault.Hint);
        Assert.Contains("--base", fault.Hint);
        Assert.False(Directory.Exists(_tiny.Folder));

        PullResult result = _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { AcceptChanged = true });
        Assert.Single(TinyModel.ForInt8(server)); // what was refused is what is taken
        Assert.Equal([TinyModel.Int8], result.Files.Where(file => file.Changed).Select(file => file.Path));
        Assert.Equal(other, File.ReadAllBytes(_tiny.Store.Find("tiny")!.Weights(ModelPrecision.Int8)));
        Assert.All(_tiny.Store.Verify("tiny", default), file => Assert.Equal(FileState.Ok, file.State));
        Assert.Equal(0, _tiny.Pull(server.Address).BytesTaken);

        File.WriteAllBytes(_tiny.Installed(TinyModel.Int8), Weights);
        Assert.Contains(FileState.Truncated, _tiny.Store.Verify("tiny", default).Select(file => file.State));
    }

    [Fact]
    public void Either_of_two_accepted_contents_will_do()
    {
        byte[] published = TinyModel.Bytes(1234, 5);
        CatalogueModel model = TinyModel.Catalogue.Find("tiny")!;
        FileContent second = new(1234, TinyModel.Sum(published));
        CatalogueFile[] files = [.. model.Files.Select(file => file.Path == TinyModel.Int8 ? file with { Contents = [.. file.Contents, second] } : file)];
        ModelStore store = new(_tiny.At("models"), null, new ModelCatalogue(model with { Files = files }));
        using ModelServer server = TinyModel.Serve((request, _) => ModelServer.Good(request, published));
        Assert.DoesNotContain(store.Pull("tiny", TinyModel.Options(server.Address)).Files, file => file.Changed);
        Assert.Equal(TinyModel.Sum(published)[..12], store.Find("tiny")!.Fingerprint(ModelPrecision.Int8));
    }

    [Fact]
    public void A_pull_that_is_cancelled_keeps_what_it_has()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number == 0 ? ModelServer.Good(request, Weights) with { HoldAfter = 300_000 } : null);
        using CancellationTokenSource cancellation = new();
        Recorder recorder = new() { Hears = done => { if (done >= 300_000) cancellation.Cancel(); } };
        PullOptions options = TinyModel.Options(server.Address) with { Observer = recorder, Cancellation = cancellation.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => _tiny.Store.Pull("tiny", options));
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.InRange(TinyModel.ForInt8(server)[1].From!.Value, 299_000, 300_000);
    }

    [Fact]
    public void A_model_comes_from_a_folder()
    {
        _tiny.WriteTo(_tiny.At("usb", "tiny"));
        _tiny.Pull(_tiny.At("usb"), ModelPrecision.Int8, ModelPrecision.Fp32);
        _tiny.AssertWhole(TinyModel.Int8, TinyModel.Fp32);
        _tiny.Store.Remove("tiny");
        _tiny.Pull(_tiny.At("usb", "tiny"));
        _tiny.AssertWhole(TinyModel.Int8);
    }

    [Fact]
    public void A_folder_is_copied_anew_and_nobody_is_told_that_a_broken_try_was_of_use()
    {
        _tiny.WriteTo(_tiny.At("usb", "tiny"));
        Directory.CreateDirectory(Path.GetDirectoryName(_tiny.Part(TinyModel.Int8))!);
        File.WriteAllBytes(_tiny.Part(TinyModel.Int8), Weights[..300_000]);
        Recorder recorder = new();
        _tiny.Store.Pull("tiny", TinyModel.Options(_tiny.At("usb")) with { Observer = recorder });
        _tiny.AssertWhole(TinyModel.Int8);
        Assert.Equal(["700,193 bytes, checked"], recorder.Summaries);
        Assert.Equal((700_193, 700_193), (recorder.Total, recorder.Done));
    }

    [Fact]
    public void A_file_that_a_place_does_not_have_is_named()
    {
        _tiny.WriteTo(_tiny.At("usb", "tiny"));
        File.Delete(_tiny.At("usb", "tiny", "config.json"));
        Assert.Equal($"{_tiny.At("usb")} has no config.json of tiny", Assert.Throws<EarshotException>(() => _tiny.Pull(_tiny.At("usb"))).Message);
        using ModelServer server = new(_ => new ServerReply(404, []));
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Pull(server.Address));
        Assert.Equal($"{server.Address} has no config.json of tiny", fault.Message);
        Assert.Contains("someone/tiny/resolve/abc/config.json", fault.Hint);
    }

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("/not/there")]
    public void A_place_that_is_none_is_refused_before_anything_is_made(string place)
    {
        Assert.Equal(2, Assert.Throws<EarshotException>(() => _tiny.Pull(place)).ExitCode);
        Assert.False(Directory.Exists(_tiny.At("models")));
    }

    [Fact]
    public void Other_weights_join_those_that_are_here()
    {
        using ModelServer server = TinyModel.Serve();
        _tiny.Pull(server.Address);
        Assert.Equal(TinyModel.Files[TinyModel.Fp32].Length, _tiny.Pull(server.Address, ModelPrecision.Fp32).BytesTaken);
        _tiny.AssertWhole(TinyModel.Int8, TinyModel.Fp32);
        Assert.Equal([ModelPrecision.Int8, ModelPrecision.Fp32], _tiny.Store.Find("tiny")!.Precisions);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public void A_pull_that_ended_between_moving_files_and_the_record_goes_on()
    {
        using ModelServer server = TinyModel.Serve();
        _tiny.Pull(server.Address);
        File.Delete(_tiny.Installed(ModelRecord.FileName));
        Assert.Equal(ModelState.Partial, _tiny.Store.List()[0].State);
        Assert.Equal(0, _tiny.Pull(server.Address).BytesTaken);
        _tiny.AssertWhole(TinyModel.Int8);

        File.WriteAllBytes(_tiny.Installed(TinyModel.Fp32), TinyModel.Files[TinyModel.Fp32]);
        Assert.Equal(0, _tiny.Pull(server.Address, ModelPrecision.Fp32).BytesTaken);
        Assert.Equal([ModelPrecision.Int8, ModelPrecision.Fp32], _tiny.Store.Find("tiny")!.Precisions);
    }

    [Fact]
    public void A_pull_of_other_weights_leaves_what_a_broken_one_gathered()
    {
        using ModelServer server = TinyModel.Serve((request, number) => number == 0 ? ModelServer.Good(request, Weights) with { CutAfter = 250_000 } : null);
        Assert.Throws<EarshotException>(() => _tiny.Store.Pull("tiny", TinyModel.Options(server.Address) with { Waits = [] }));
        _tiny.Pull(server.Address, ModelPrecision.Fp32);
        Assert.Equal([ModelState.Partial, ModelState.Present], _tiny.Store.List().Take(2).Select(model => model.State));
        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8, TinyModel.Fp32);
        Assert.Equal(250_000, TinyModel.ForInt8(server)[1].From);
    }

    [Fact]
    public void Two_pulls_at_once_do_not_fight()
    {
        using ModelServer server = TinyModel.Serve();
        using (FolderLock.Take(_tiny.Store.Folder))
        {
            EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Pull(server.Address));
            Assert.Equal((4, $"the models folder {_tiny.Store.Folder} is in use by another earshot"), (fault.ExitCode, fault.Message));
            Assert.Throws<EarshotException>(() => _tiny.Store.Remove("tiny"));
        }

        _tiny.Pull(server.Address);
        _tiny.AssertWhole(TinyModel.Int8);
    }

    private sealed class Recorder : IRunObserver
    {
        public long Total { get; private set; }

        public long Done { get; private set; }

        public List<string> Warnings { get; } = [];

        public List<string> Summaries { get; } = [];

        public Action<long>? Hears { get; init; }

        public void StageStarted(string stage, long total, string unit) => Total = total;

        public void Advanced(string stage, long amount)
        {
            Done += amount;
            Hears?.Invoke(Done);
        }

        public void StageFinished(string stage, string summary) => Summaries.Add(summary);

        public void Warned(string message, string? hint = null) => Warnings.Add(message);
    }
}
