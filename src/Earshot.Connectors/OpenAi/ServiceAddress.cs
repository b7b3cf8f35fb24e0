namespace Earshot.Connectors.OpenAi;

/// <summary>Where requests go, made from the base address that a user gives.</summary>
internal sealed record ServiceAddress(Uri Url, bool IsAzure)
{
    internal const string AzureApiVersion = "2024-10-21"; // a general release, not a preview: those are switched off after some months
    private static readonly string[] AzureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    /// <summary>Completes a base address as the service wants it.</summary>
    /// <param name="address">As the user gave it: with the path or without.</param>
    /// <param name="apiVersion">Azure's; empty for the usual one at Azure's addresses. Any other service with one is asked in Azure's way.</param>
    /// <param name="deployment">Name of the deployment, for Azure.</param>
    /// <param name="method">Path of what is asked for, <c>/embeddings</c>.</param>
    public static ServiceAddress Of(string address, string apiVersion, string deployment, string method)
    {
        UriBuilder url = new(address);
        bool azure = apiVersion.Length > 0 || IsAzureHost(url.Host);
        string path = url.Path.TrimEnd('/');
        if (azure && !path.EndsWith("/openai/v1", StringComparison.Ordinal) && !path.EndsWith(method, StringComparison.Ordinal))
        {
            string version = apiVersion.Length > 0 ? apiVersion : AzureApiVersion;
            if (!path.EndsWith("/openai", StringComparison.Ordinal) && !path.Contains("/deployments/")) path += "/openai";
            if (!path.Contains("/deployments/")) path += "/deployments/" + Uri.EscapeDataString(deployment);
            if (!url.Query.Contains("api-version=")) url.Query = (url.Query.Length > 1 ? url.Query + "&" : "") + "api-version=" + Uri.EscapeDataString(version);
        }

        url.Path = path.EndsWith(method, StringComparison.Ordinal) ? path : path + method;
        return new ServiceAddress(url.Uri, azure);
    }

    /// <summary>What is wrong with a base address, or null.</summary>
    /// <param name="address">As the user gave it.</param>
    /// <param name="service">Whose it is, for the message: "the embedding service".</param>
    public static string? Fault(string address, string service)
    {
        bool isWeb = Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        if (!isWeb || url!.Host.Length == 0)
            return $"the address of {service} is '{Shown(address)}', it must begin with https:// or http://, such as https://api.openai.com/v1";
        return url.UserInfo.Length > 0 ? $"the address of {service} has a name or password in it; give the key by itself instead" : null;
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
