using System.Globalization;
using Earshot.Connectors.OpenAi;

namespace Earshot.Connectors.Chat;

/// <summary>Which chat service is asked, how, and at what price.</summary>
public sealed record ChatServiceOptions
{
    /// <summary>
    /// Base address of a service that speaks OpenAI's protocol: <c>/chat/completions</c> is added unless it ends so. For Azure, the address of the
    /// resource: the path of the deployment and <c>api-version</c> are added, unless they are there.
    /// </summary>
    public required string Address { get; init; }

    /// <summary>The model, as the service calls it.</summary>
    public required string Model { get; init; }

    /// <summary>The key, sent as <c>Authorization: Bearer</c>, to Azure as <c>api-key</c>; empty for none. Never in a message.</summary>
    public string Key { get; init; } = "";

    /// <summary>Azure's deployment, or an alias of a gateway, where that is not the model's name. Empty: the model.</summary>
    public string Deployment { get; init; } = "";

    /// <summary>Azure's <c>api-version</c>. Empty: 2024-10-21 for Azure's addresses; any other service with one is asked in Azure's way.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Longest time from sending a request to the end of its answer, 0.1 s to 1 h.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a request that failed is sent again, after 1, 2, 4 … s; 0 to 10. One that was not answered in time is sent again once.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Longest wait that <c>Retry-After</c> may ask for before the request is given up, 1 s to 1 day.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Seed of the jitter, which lengthens each wait by up to a quarter.</summary>
    public ulong JitterSeed { get; init; }

    /// <summary>Price of a million tokens of a question, in whatever currency the budget is in; 0 to 10,000.</summary>
    public decimal PriceIn { get; init; }

    /// <summary>Price of a million tokens of an answer, likewise.</summary>
    public decimal PriceOut { get; init; }

    /// <summary>What the names of its settings begin with, for hints: <c>label.</c> or <c>label.local_</c>.</summary>
    public string Settings { get; init; } = "label.";

    /// <summary>The name that goes into requests.</summary>
    internal string AskedFor => Deployment.Length > 0 ? Deployment : Model;

    /// <summary>All faults, each with the value and what is allowed; empty when there are none. Never holds the key.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (ServiceAddress.Fault(Address, "the chat service") is { } fault) faults.Add(fault);
        if (Model.AsSpan().Trim().IsEmpty) faults.Add("the name of the chat model is empty, it must be the service's name of it, such as gpt-4o-mini");
        if (Key.Any(c => c is <= ' ' or > '~'))
            faults.Add("the key of the chat service has blanks, line breaks or letters that a key can't have; it must be copied without them");
        Range("seconds that a request may take", (decimal)Timeout.TotalSeconds, 0.1m, 3_600);
        Range("retries", Retries, 0, 10);
        Range("seconds that the service may ask to wait", (decimal)LongestWait.TotalSeconds, 1, 86_400);
        Range("price of a million tokens of a question", PriceIn, 0, 10_000);
        Range("price of a million tokens of an answer", PriceOut, 0, 10_000);
        return faults;

        void Range(string name, decimal value, decimal least, decimal most)
        {
            if (value < least || value > most)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value:#,0.##}, allowed is {least:#,0.##} to {most:#,0.##}"));
        }
    }

    /// <summary>What is allowed but unwise, one sentence each.</summary>
    public IReadOnlyList<string> Warnings() =>
        Key.Length > 0 && Uri.TryCreate(Address, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback
            ? [$"the key and the texts go to {address.Host} over http, which anybody on the way can read; use https"]
            : [];

    /// <summary>Model and address, without the key.</summary>
    public override string ToString() => $"{Model} at {ServiceAddress.Shown(Address)}";
}
