using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Connectors.Chat;
using Earshot.Connectors.Labels;
using Earshot.Core;
using Earshot.Core.Labels;

namespace Earshot.Sessions;

/// <summary>The language models that the settings name, and what they may cost together.</summary>
internal sealed class LabelServices : IDisposable
{
    private readonly ChatService? _local;
    private readonly ChatService? _remote;

    /// <summary>Makes the clients; sends nothing.</summary>
    /// <exception cref="EarshotException">Settings are wrong, or OpenAI is to be asked without a key.</exception>
    public LabelServices(Invocation invocation)
    {
        Settings settings = invocation.Settings;
        Budget = new ChatBudget(settings.Get(SettingTable.LabelMaxCalls) is > 0 and int calls ? calls : null, settings.Get(SettingTable.LabelMaxCost));
        _local = Open(invocation, LocalOptions(invocation));
        _remote = Open(invocation, RemoteOptions(invocation));
        Labeler = new TopicLabeler(
            _local is null ? null : new LabelService(_local, _local.Name),
            _remote is null ? null : new LabelService(_remote, _remote.Name),
            LabelerOptions(settings),
            invocation.Surroundings.Clock);
    }

    /// <summary>Whether the settings name any.</summary>
    public bool Any => _local is not null || _remote is not null;

    public TopicLabeler Labeler { get; }

    /// <summary>Counts what is asked.</summary>
    public ChatBudget Budget { get; }

    /// <summary>What no service was named means, and what to set.</summary>
    public static EarshotException NoService() => new(
        "no language model is set that could name topics",
        "one of your own: LABEL__LOCAL_MODEL=llama3.2 (with LABEL__LOCAL_URL where it is not Ollama on this machine); another: LABEL__MODEL, LABEL__KEY and "
        + "LABEL__URL, in the environment or in .env; `earshot topics label --dry-run` shows what would be sent",
        ExitCode.Usage);

    internal static LabelerOptions LabelerOptions(Settings settings) => new(
        LabelCategories.Parse(settings.Get(SettingTable.LabelCategories)),
        settings.Get(SettingTable.LabelMask),
        settings.Get(SettingTable.LabelRemoteAbove));

    /// <summary>The service of <c>label.local_*</c>; null where no model is named. It gets no key and costs nothing.</summary>
    internal static ChatServiceOptions? LocalOptions(Invocation invocation)
    {
        Settings settings = invocation.Settings;
        string model = settings.Get(SettingTable.LabelLocalModel);
        if (model.Length == 0)
            return settings.IsGiven(SettingTable.LabelLocalUrl) ? throw WithoutModel(SettingTable.LabelLocalUrl, SettingTable.LabelLocalModel) : null;
        return new ChatServiceOptions
        {
            Address = settings.Get(SettingTable.LabelLocalUrl),
            Model = model,
            Timeout = TimeSpan.FromSeconds(settings.Get(SettingTable.LabelTimeout)),
            JitterSeed = Jitter(invocation),
            Settings = "label.local_",
        };
    }

    /// <summary>The service of <c>label.*</c>; null where no model is named.</summary>
    internal static ChatServiceOptions? RemoteOptions(Invocation invocation)
    {
        Settings settings = invocation.Settings;
        string model = settings.Get(SettingTable.LabelModel);
        if (model.Length == 0) return settings.IsGiven(SettingTable.LabelUrl) ? throw WithoutModel(SettingTable.LabelUrl, SettingTable.LabelModel) : null;
        ServicePlace place = ServicePlace.Of(invocation, SettingTable.LabelUrl, SettingTable.LabelKey);
        decimal priceIn = settings.Get(SettingTable.LabelPriceIn) ?? 0, priceOut = settings.Get(SettingTable.LabelPriceOut) ?? 0;
        if (settings.Get(SettingTable.LabelMaxCost) is not null && priceIn + priceOut == 0)
        {
            throw new EarshotException(
                "label.max_cost is set, but no price of a million tokens, without which no cost can be counted",
                "set label.price_in and label.price_out",
                ExitCode.Usage);
        }

        return new ChatServiceOptions
        {
            Address = place.Url,
            Key = place.Key,
            Model = model,
            Deployment = settings.Get(SettingTable.LabelDeployment),
            ApiVersion = settings.Get(SettingTable.LabelApiVersion),
            Timeout = TimeSpan.FromSeconds(settings.Get(SettingTable.LabelTimeout)),
            PriceIn = priceIn,
            PriceOut = priceOut,
            JitterSeed = Jitter(invocation),
        };
    }

    public void Dispose()
    {
        _local?.Dispose();
        _remote?.Dispose();
    }

    private static EarshotException WithoutModel(Setting<string> url, Setting<string> model) =>
        new($"{url.Key} is set, but no model there", $"set {model.Key}, or {model.Variable} in the environment or in .env", ExitCode.Usage);

    private static ulong Jitter(Invocation invocation) => (ulong)(Environment.ProcessId ^ invocation.Surroundings.Clock.GetTimestamp());

    private ChatService? Open(Invocation invocation, ChatServiceOptions? options)
    {
        if (options is null) return null;
        foreach (string warning in options.Warnings()) invocation.Say("warning: " + warning);
        return new ChatService(options, Budget, invocation.Surroundings.Clock, invocation.Say);
    }
}
