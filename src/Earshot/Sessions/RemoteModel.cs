using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Connectors.Embeddings;
using Earshot.Core;
using Earshot.Core.Embeddings;

namespace Earshot.Sessions;

/// <summary>The embedding service that the settings name.</summary>
internal static class RemoteModel
{
    private const string OpenAiHost = "api.openai.com";

    /// <summary>
    /// The model of <c>embed.*</c>. Where <c>embed.url</c> is not given, OPENAI_BASE_URL is used; where <c>embed.key</c> is not, OPENAI_API_KEY, but only for
    /// OpenAI itself or that address, so that the key never goes to a service that it is not for. Both are looked for in the environment, then in <c>.env</c>.
    /// Nothing is sent before the first text is embedded or <see cref="IEmbeddingModel.Dimensions"/> is read.
    /// </summary>
    /// <exception cref="EarshotException">Settings are wrong, or OpenAI is to be asked without a key.</exception>
    /// <param name="knownDimensions">Numbers a vector, where the workspace knows them; else 0.</param>
    public static RemoteEmbeddingModel FromSettings(Invocation invocation, int knownDimensions = 0)
    {
        RemoteEmbeddingOptions options = Options(invocation) with { KnownDimensions = knownDimensions };
        foreach (string warning in options.Warnings()) invocation.Say("warning: " + warning);
        return new RemoteEmbeddingModel(options, invocation.Surroundings.Clock, invocation.Say, invocation.Cancellation);
    }

    /// <summary>How its vectors are recorded; known without a key, and nothing is sent.</summary>
    public static string NameOf(Invocation invocation)
    {
        using RemoteEmbeddingModel model = new(Options(invocation, needsKey: false));
        return model.Model;
    }

    internal static RemoteEmbeddingOptions Options(Invocation invocation, bool needsKey = true)
    {
        Settings settings = invocation.Settings;
        string? foreignUrl = settings.IsGiven(SettingTable.EmbedUrl) ? null : Foreign(invocation, "OPENAI_BASE_URL");
        string url = foreignUrl ?? settings.Get(SettingTable.EmbedUrl);
        bool isOpenAi = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Host.Equals(OpenAiHost, StringComparison.OrdinalIgnoreCase);
        string key = settings.Get(SettingTable.EmbedKey);
        if (key.Length == 0 && (foreignUrl is not null || isOpenAi)) key = Foreign(invocation, "OPENAI_API_KEY") ?? "";
        if (needsKey && key.Length == 0 && isOpenAi)
        {
            throw new EarshotException(
                $"there is no key for {OpenAiHost}",
                "set EMBED__KEY or OPENAI_API_KEY in the environment or in .env; another service, such as Ollama on this machine, is named by embed.url",
                ExitCode.Usage);
        }

        // A workspace may come from anybody: its file must not decide where the key is sent.
        if (needsKey && key.Length > 0 && settings.Origin(SettingTable.EmbedUrl).EndsWith(SettingSource.FileName, StringComparison.Ordinal))
        {
            throw new EarshotException(
                $"embed.url is {url} by the workspace's {SettingSource.FileName}, and a key would be sent there",
                "if you trust it, set EMBED__URL in the environment or in .env, beside the key",
                ExitCode.Usage);
        }

        return new RemoteEmbeddingOptions
        {
            Address = url,
            Key = key.Trim(),
            Model = settings.Get(SettingTable.EmbedModel),
            Deployment = settings.Get(SettingTable.EmbedDeployment),
            ApiVersion = settings.Get(SettingTable.EmbedApiVersion),
            Dimensions = settings.Get(SettingTable.EmbedDimensions),
            Workers = settings.Get(SettingTable.EmbedWorkers),
            RequestItems = settings.Get(SettingTable.EmbedRequestItems),
            RequestTokens = settings.Get(SettingTable.EmbedRequestTokens),
            ItemTokens = settings.Get(SettingTable.EmbedItemTokens),
            Timeout = TimeSpan.FromSeconds(settings.Get(SettingTable.EmbedTimeout)),
            Mask = settings.Get(SettingTable.EmbedMask),
            Price = settings.Get(SettingTable.EmbedPrice) ?? 0,
            MaxCost = settings.Get(SettingTable.EmbedMaxCost),
            MaxTokens = settings.Get(SettingTable.EmbedMaxTokens) is > 0 and long most ? most : null,
            JitterSeed = (ulong)(Environment.ProcessId ^ invocation.Surroundings.Clock.GetTimestamp()),
        };
    }

    // variables that other programs share, which are therefore no settings
    private static string? Foreign(Invocation invocation, string name)
    {
        if (invocation.Surroundings.Environment.TryGetValue(name, out string? value) && value.Length > 0) return value;
        string file = invocation.FullPath(".env");
        string? written = File.Exists(file) ? DotEnv.Parse(File.ReadLines(file)).LastOrDefault(variable => variable.Key == name).Value : null;
        return string.IsNullOrEmpty(written) ? null : written;
    }
}
