namespace Earshot.Connectors.Embeddings;

/// <summary>Where requests go, made from the base address that a user gives.</summary>
internal sealed record ServiceAddress(Uri Url, bool IsAzure)
{
    internal const string AzureApiVersion = "2024-10-21"; // a general release, not a preview: those are switched off after some months
    private const string Path = "/embeddings";
    private static readonly string[] AzureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    public static ServiceAddress Of(RemoteEmbeddingOptions options)
    {
        UriBuilder url = new(options.Address);
        bool azure = options.ApiVersion.Length > 0 || IsAzureHost(url.Host);
        string path = url.Path.TrimEnd('/');
        if (azure && !path.EndsWith("/openai/v1", StringComparison.Ordinal) && !path.EndsWith(Path, StringComparison.Ordinal))
        {
            string version = options.ApiVersion.Length > 0 ? options.ApiVersion : AzureApiVersion;
            if (!path.EndsWith("/openai", StringComparison.Ordinal) && !path.Contains("/deployments/")) path += "/openai";
            if (!path.Contains("/deployments/")) path += "/deployments/" + Uri.EscapeDataString(options.AskedFor);
            if (!url.Query.Contains("api-version=")) url.Query = (url.Query.Length > 1 ? url.Query + "&" : "") + "api-version=" + Uri.EscapeDataString(version);
        }

        url.Path = path.EndsWith(Path, StringComparison.Ordinal) ? path : path + Path;
        return new ServiceAddress(url.Uri, azure);
    }

    /// <summary>What is wrong with a base address, or null.</summary>
    public static string? Fault(string address)
    {
        bool isWeb = Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        if (!isWeb || url!.Host.Length == 0)
            return $"the address of the embedding service is '{Shown(address)}', it must begin with https:// or http://, such as https://api.openai.com/v1";
        return url.UserInfo.Length > 0 ? "the address of the embedding service has a name or password in it; give the key by itself instead" : null;
    }

    /// <summary>An address for messages: a password or a key in it is left out.</summary>
    public static string Shown(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && url.Host.Length > 0
            ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : address.Split('@')[^1].Split('?')[0];

    /// <summary>The service as recorded with the vectors: host, and port where it is not the usual one.</summary>
    public string Host => Url.GetComponents(UriComponents.Host | UriComponents.Port, UriFormat.UriEscaped);

    private static bool IsAzureHost(string host) => AzureHosts.Any(ending => host.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
