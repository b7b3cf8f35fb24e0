using System.Globalization;
using Earshot.Connectors.OpenAi;

namespace Earshot.Connectors.Embeddings;

/// <summary>Which service embeds, how it is asked, and what it may cost. The defaults are OpenAI's; everything else needs an address and a model.</summary>
public sealed record RemoteEmbeddingOptions
{
    /// <summary>
    /// Base address of a service that speaks OpenAI's protocol: <c>/embeddings</c> is added unless it ends so. For Azure, the address of the
    /// resource: the path of the deployment and <c>api-version</c> are added, unless they are there.
    /// </summary>
    public string Address { get; init; } = "https://api.openai.com/v1";

    /// <summary>The key, sent as <c>Authorization: Bearer</c>, to Azure as <c>api-key</c>; empty for none. Never in a message.</summary>
    public string Key { get; init; } = "";

    /// <summary>The model, as it is recorded with the vectors and as the service must call it in its answers.</summary>
    public string Model { get; init; } = "text-embedding-3-small";

    /// <summary>What the service is asked for, where that is not the model's name: Azure's deployment, an alias of a gateway. Empty: the model.</summary>
    public string Deployment { get; init; } = "";

    /// <summary>Azure's <c>api-version</c>. Empty: 2024-10-21 for Azure's addresses; any other service with one is asked in Azure's way.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Numbers a vector to ask for, 1 to 65,536; 0 leaves it to the model, which is then asked once with one word.</summary>
    public int Dimensions { get; init; }

    /// <summary>Requests at the same time (MAX_WORKERS), 1 to 64.</summary>
    public int Workers { get; init; } = 5;

    /// <summary>Texts in a request (BATCH_SIZE), at most; 1 to 2,048.</summary>
    public int RequestItems { get; init; } = 100;

    /// <summary>Tokens in a request, at most, as <see cref="TokenEstimate"/> counts them; 100 to 1,000,000. OpenAI takes 300,000.</summary>
    public int RequestTokens { get; init; } = 100_000;

    /// <summary>Tokens of a text, as <see cref="TokenEstimate"/> counts them; what is longer is cut there. 16 to 1,000,000. OpenAI takes 8,191.</summary>
    public int ItemTokens { get; init; } = DefaultItemTokens;

    /// <summary>Longest time from sending a request to the end of its answer, 0.1 s to 1 h.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a request that failed is sent again, after 1, 2, 4, 8, 16 … s; 0 to 10.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Longest wait that <c>Retry-After</c> may ask for before the run gives up, 1 s to 1 day.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Seed of the jitter, which lengthens each wait by up to a quarter: another one for each process that uses the same key.</summary>
    public ulong JitterSeed { get; init; }

    /// <summary>Numbers a vector that the model gave before; 0 where it is not known: the service is then asked with one word. Answers are checked against it.</summary>
    public int KnownDimensions { get; init; }

    /// <summary>Whether personal data is masked before a text is sent. Vectors of masked texts are others, so <c>Model</c> says it.</summary>
    public bool Mask { get; init; } = true;

    /// <summary>Price of a million tokens, in whatever currency <see cref="MaxCost"/> is in; 0 to 10,000.</summary>
    public decimal Price { get; init; }

    /// <summary>Cost that is not passed: a request that would is not sent. Null for no such cap; 0 to 1,000,000. Needs a price.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Tokens that are not passed, likewise; null for no such cap, 0 to 10¹⁵.</summary>
    public long? MaxTokens { get; init; }

    internal const int DefaultItemTokens = 8_000;

    /// <summary>The name that goes into requests.</summary>
    internal string AskedFor => Deployment.Length > 0 ? Deployment : Model;

    /// <summary>All faults, each with the value and what is allowed; empty when there are none. Never holds the key.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        void Range<T>(string name, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value:#,0.##}, allowed is {least:#,0.##} to {most:#,0.##}"));
        }

        if (ServiceAddress.Fault(Address, "the embedding service") is { } fault) faults.Add(fault);
        if (Model.AsSpan().Trim().IsEmpty)
            faults.Add("the name of the embedding model is empty, it must be the service's name of it, such as text-embedding-3-small");
        if (Key.Any(c => c is <= ' ' or > '~'))
            faults.Add("the key of the embedding service has blanks, line breaks or letters that a key can't have; it must be copied without them");
        Range("dimensions", Dimensions, 0, 65_536);
        Range("workers", Workers, 1, 64);
        Range("texts in a request", RequestItems, 1, 2_048);
        Range("tokens in a request", RequestTokens, 100, 1_000_000);
        Range("tokens of a text", ItemTokens, 16, 1_000_000);
        Range("seconds that a request may take", Timeout.TotalSeconds, 0.1, 3_600);
        Range("retries", Retries, 0, 10);
        Range("seconds that the service may ask to wait", LongestWait.TotalSeconds, 1, 86_400);
        Range("price of a million tokens", Price, 0, 10_000);
        Range("most cost", MaxCost ?? 0, 0, 1_000_000);
        Range("most tokens", MaxTokens ?? 0, 0, 1_000_000_000_000_000);
        if (MaxCost is not null && Price == 0) faults.Add("there is a most cost but no price of a million tokens, without which no cost can be counted");
        return faults;
    }

    /// <summary>What is allowed but unwise, one sentence each.</summary>
    public IReadOnlyList<string> Warnings() =>
        Key.Length > 0 && Uri.TryCreate(Address, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback
            ? [$"the key and the texts go to {address.Host} over http, which anybody on the way can read; use https"]
            : [];

    /// <summary>Model and address, without the key.</summary>
    public override string ToString() => $"{Model} at {ServiceAddress.Shown(Address)}";
}
