using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Connectors.Embeddings;

/// <summary>
/// A model behind an HTTP service that speaks OpenAI's protocol: OpenAI, Azure, Ollama, LiteLLM, vLLM and others. Texts go in requests of
/// <see cref="RemoteEmbeddingOptions.RequestItems"/>, <see cref="RemoteEmbeddingOptions.Workers"/> at a time; the rows of each are reported as soon
/// as its answer has come. Nothing is sent before the first call. Counters, the cap on cost and the pause that a service asks for hold for the life
/// of the model.
/// </summary>
public sealed class RemoteEmbeddingModel : IEmbeddingModel
{
    private readonly RemoteEmbeddingOptions _options;
    private readonly RequestSender _sender;
    private readonly CancellationToken _cancellation;
    private int _dimensions;

    /// <summary>Makes the model; sends nothing.</summary>
    /// <param name="clock">What waits and dates go by; the system's where null.</param>
    /// <param name="notice">Told, at most once a minute, that the service makes everybody wait.</param>
    /// <param name="cancellation">Ends the question for the number of dimensions, which has no token of its own.</param>
    /// <exception cref="EarshotException">Options are out of range; the message has all faults.</exception>
    public RemoteEmbeddingModel(
        RemoteEmbeddingOptions options, TimeProvider? clock = null, Action<string>? notice = null, CancellationToken cancellation = default)
    {
        if (options.Validate() is { Count: > 0 } faults)
            throw new EarshotException(string.Join('\n', faults), "'earshot config' shows every setting; those of embedding services begin with embed.", 2);
        (_options, _cancellation, _dimensions) = (options, cancellation, options.Dimensions > 0 ? options.Dimensions : options.KnownDimensions);
        _sender = new RequestSender(options, clock ?? TimeProvider.System, notice ?? (_ => { }));
        Model = $"{options.Model}@{_sender.Host}"
            + (options.Dimensions > 0 ? $":{options.Dimensions}" : "")
            + (options.ItemTokens != RemoteEmbeddingOptions.DefaultItemTokens ? $"+{options.ItemTokens}tokens" : "")
            + (options.Mask ? "+masked" : "");
    }

    /// <summary>
    /// <c>text-embedding-3-small@api.openai.com:256+masked</c>: model, service, dimensions where asked for, and what is done to texts. Known without
    /// a request.
    /// </summary>
    public string Model { get; }

    /// <summary>Numbers a vector. Where the options leave it to the model, the service is asked with one word the first time.</summary>
    /// <exception cref="EarshotException">The service can't be asked.</exception>
    public int Dimensions => _dimensions > 0 ? _dimensions : _dimensions = AskDimensions();

    /// <summary>What was asked of the service so far.</summary>
    public RemoteUsage Usage => _sender.Usage;

    /// <inheritdoc/>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        if (texts.Count == 0) return;
        int dimensions = Dimensions;
        if (vectors.Length != (long)texts.Count * dimensions)
            throw new ArgumentException($"{vectors.Length} numbers are no {texts.Count} × {dimensions}", nameof(vectors));
        new EmbeddingCall(_sender, _options, texts, vectors, dimensions, options).Run();
    }

    public void Dispose() => _sender.Dispose();

    private int AskDimensions()
    {
        BytesColumn texts = new();
        texts.Append("dimensions"u8);
        RequestPart part = new(0, 1);
        RequestBody body = RequestBody.Write(texts, part, _options);
        ServiceReply reply = Task.Run(() => _sender.Ask(body, part, 0, _cancellation)).GetAwaiter().GetResult();
        return reply.Kind == ReplyKind.Vectors ? reply.Vectors[0].Length : throw _sender.Failed(reply);
    }
}
