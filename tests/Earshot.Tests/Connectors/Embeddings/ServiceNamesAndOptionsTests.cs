using System.Text;
using Earshot.Connectors.Embeddings;
using Earshot.Connectors.OpenAi;
using Earshot.Core;

namespace Earshot.Tests.Connectors.Embeddings;

public sealed class ServiceNamesAndOptionsTests
{
    [Theory]
    [InlineData("text-embedding-3-small", "text-embedding-3-small", true)]
    [InlineData("text-embedding-3-small", "openai/Text-Embedding-3-Small", true)]
    [InlineData("text-embedding-ada-002", "text-embedding-ada-002-v2", true)]
    [InlineData("text-embedding-3-small", "text-embedding-3-small-2024-01-25", true)]
    [InlineData("nomic-embed-text", "nomic-embed-text:latest", true)]
    [InlineData("nomic-embed-text:v1.5", "nomic-embed-text", true)]
    [InlineData("BAAI/bge-m3", "/models/bge-m3/", true)]
    [InlineData("bge-m3", "bge-m3-q4_K_M.gguf", false)]
    [InlineData("bge-m3", "bge-m3-q4_K_M", true)]
    [InlineData("qwen3-embedding", "qwen3-embedding:0.6b", true)]
    [InlineData("qwen3-embedding:8b", "qwen3-embedding:0.6b", false)]
    [InlineData("text-embedding-3-small", "nomic-embed-text", false)]
    [InlineData("text-embedding-3-small", "text-embedding-3-large", false)]
    [InlineData("voyage-3", "voyage-3-lite", false)]
    [InlineData("voyage-3", "voyage-3.5", false)]
    [InlineData("bge-small", "bge-small-zh", false)]
    public void A_version_or_a_date_makes_no_other_model_and_another_word_does(string asked, string answered, bool same)
    {
        Assert.Equal(same, ServiceModelName.IsSame(asked, answered));
        Assert.Equal(same, ServiceModelName.IsSame(answered, asked));
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "", "https://api.openai.com/v1/embeddings")]
    [InlineData("http://localhost:11434/v1/", "", "http://localhost:11434/v1/embeddings")]
    [InlineData("https://gateway.example/embeddings?team=a", "", "https://gateway.example/embeddings?team=a")]
    [InlineData("https://us.openai.azure.com", "", "https://us.openai.azure.com/openai/deployments/m/embeddings?api-version=2024-10-21")]
    [InlineData("https://us.openai.azure.com/openai/", "2025-01-01-preview", "https://us.openai.azure.com/openai/deployments/m/embeddings?api-version=2025-01-01-preview")]
    [InlineData("https://us.openai.azure.com/openai/deployments/other", "", "https://us.openai.azure.com/openai/deployments/other/embeddings?api-version=2024-10-21")]
    [InlineData("https://us.openai.azure.com/openai/deployments/other/embeddings?api-version=2023-05-15", "", "https://us.openai.azure.com/openai/deployments/other/embeddings?api-version=2023-05-15")]
    [InlineData("https://us.openai.azure.com/openai/v1/", "", "https://us.openai.azure.com/openai/v1/embeddings")]
    [InlineData("https://proxy.example/azure", "2024-10-21", "https://proxy.example/azure/openai/deployments/m/embeddings?api-version=2024-10-21")]
    public void Addresses_are_completed_as_each_service_has_them(string address, string version, string expected) =>
        Assert.Equal(expected, ServiceAddress.Of(address, version, "m", "/embeddings").Url.AbsoluteUri);

    [Fact]
    public void All_faults_are_told_at_once_and_none_shows_the_key()
    {
        RemoteEmbeddingOptions options = new()
        {
            Address = "localhost:11434",
            Key = "secret\nkey",
            Model = " ",
            Dimensions = -1,
            Workers = 65,
            RequestItems = 0,
            RequestTokens = 99,
            ItemTokens = 15,
            Timeout = TimeSpan.Zero,
            Retries = 11,
            LongestWait = TimeSpan.FromDays(2),
            Price = -1,
            MaxCost = -1,
            MaxTokens = -1,
        };
        var fault = Assert.Throws<EarshotException>(() => new RemoteEmbeddingModel(options));
        Assert.Equal("""
            the address of the embedding service is 'localhost:11434', it must begin with https:// or http://, such as https://api.openai.com/v1
            the name of the embedding model is empty, it must be the service's name of it, such as text-embedding-3-small
            the key of the embedding service has blanks, line breaks or letters that a key can't have; it must be copied without them
            dimensions is -1, allowed is 0 to 65,536
            workers is 65, allowed is 1 to 64
            texts in a request is 0, allowed is 1 to 2,048
            tokens in a request is 99, allowed is 100 to 1,000,000
            tokens of a text is 15, allowed is 16 to 1,000,000
            seconds that a request may take is 0, allowed is 0.1 to 3,600
            retries is 11, allowed is 0 to 10
            seconds that the service may ask to wait is 172,800, allowed is 1 to 86,400
            price of a million tokens is -1, allowed is 0 to 10,000
            most cost is -1, allowed is 0 to 1,000,000
            most tokens is -1, allowed is 0 to 1,000,000,000,000,000
            """, fault.Message);
        Assert.Equal(2, fault.ExitCode);
        Assert.Empty(new RemoteEmbeddingOptions().Validate());
        Assert.Contains("no price", Assert.Single(new RemoteEmbeddingOptions { MaxCost = 1 }.Validate()));
    }

    [Theory]
    [InlineData("https://anna:hunter2@api.example/v1")]
    [InlineData("ftp://anna:hunter2@api.example/v1")]
    [InlineData("anna:hunter2@api.example?key=hunter2")]
    public void A_password_in_an_address_is_refused_and_not_repeated(string address) =>
        Assert.DoesNotContain("hunter2", Assert.Single(new RemoteEmbeddingOptions { Address = address }.Validate()));

    [Theory]
    [InlineData("http://models.lan/v1", "k", true)]
    [InlineData("http://models.lan/v1", "", false)]
    [InlineData("https://models.lan/v1", "k", false)]
    [InlineData("http://localhost:4000", "k", false)]
    [InlineData("http://[::1]:4000", "k", false)]
    public void A_key_that_goes_over_the_network_unencrypted_is_warned_of(string address, string key, bool warned) =>
        Assert.Equal(warned, new RemoteEmbeddingOptions { Address = address, Key = key }.Warnings().Count == 1);

    [Theory]
    [InlineData("", 1)]
    [InlineData("the card was declined", 7)]
    [InlineData("発送状況を教えて", 12)]
    [InlineData("!?", 1)]
    public void Tokens_are_estimated_on_the_high_side(string text, int tokens) => Assert.Equal(tokens, TokenEstimate.Of(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("aaaaaaaaaa", 2, "aaaaaa")]
    [InlineData("aaaaaa", 2, "aaaaaa")]
    [InlineData("žžžžžž", 2, "žž")]
    [InlineData("a😀😀", 2, "a")]
    [InlineData("a😀😀", 3, "a😀")]
    public void Cuts_are_between_characters(string text, int tokens, string expected) => Assert.Equal(expected, Encoding.UTF8.GetString(TokenEstimate.Cut(Encoding.UTF8.GetBytes(text), tokens)));
}
