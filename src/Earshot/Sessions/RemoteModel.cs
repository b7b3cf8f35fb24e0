using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Connectors.Embeddings;
using Earshot.Core;
using Earshot.Core.Embeddings;

namespace Earshot.Sessions;

/// <summary>The embedding service that the settings name.</summary>
internal static class RemoteModel
{
    /// <summary>
    /// The model of <c>embed.*</c>, address and key as <see cref="ServicePlace"/> says. Nothing is sent before the first text is embedded or
    /// <see cref="IEmbeddingModel.Dimensions"/> is read.
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
        ServicePlace place = ServicePlace.Of(invocation, SettingTable.EmbedUrl, SettingTable.EmbedKey, needsKey);
        return new RemoteEmbeddingOptions
        {
            Address = place.Url,
            Key = place.Key,
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
}
