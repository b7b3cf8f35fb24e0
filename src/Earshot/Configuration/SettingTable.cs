using Earshot.Core.Embeddings;
using static Earshot.Configuration.SettingKinds;

namespace Earshot.Configuration;

/// <summary>
/// Every setting, one statement each: key, default, range, what it decides, command-line option. Parsing, validation, help, <c>earshot config</c> and
/// docs/reference/settings.md are made from this table. Read one with <c>settings.Get(SettingTable.Clusters)</c>.
/// </summary>
internal static class SettingTable
{
    private static readonly List<Setting> Registered = [];

    public static readonly Setting<string> Workspace = Add(Text("workspace", ".", "folder that everything is kept in", "--workspace"));
    public static readonly Setting<int> Threads = Add(Count("threads", 0, 0, 1024, "threads to work with; 0 for all cores", "--threads"));
    public static readonly Setting<long> Memory = Add(Size("memory", "4GB", "256MB", "1TB", "memory to stay within", "--memory"));

    public static readonly Setting<long> Tickets =
        Add(Whole("data.tickets", 10_000_000, 1, 10_000_000_000, "synthetic tickets to make", "--tickets"));
    public static readonly Setting<int> Partitions =
        Add(Count("data.partitions", 50, 1, 10_000, "partitions that tickets are divided into", "--partitions"));
    public static readonly Setting<long> Seed = Add(Whole("data.seed", 42, 0, long.MaxValue, "seed of the synthetic tickets", "--seed"));

    public static readonly Setting<DateOnly> AsOf =
        Add(Day("data.as_of", "2026-02-01", "day that the 30 days of the synthetic tickets come before", "--as-of"));
    public static readonly Setting<int> RowsPerPartition =
        Add(Count("data.rows_per_partition", 200_000, 100, 10_000_000, "rows of a partition read from files, at most", "--rows-per-partition"));

    public static readonly Setting<bool> Mask = Add(Flag("text.mask", false, "mask personal data before anything is stored", "--mask"));

    public static readonly Setting<string> EmbedWith =
        Add(Choice("embed.with", "auto", ["auto", "student", "adapted", "teacher", "remote"], "what makes the vectors; auto takes the best that the number of tickets, the time and what is present allow", "--with"));
    public static readonly Setting<int> EmbedSample =
        Add(Count("embed.sample", 0, 0, EmbeddingOptions.LargestSample, "texts that the transformer embeds to fit the student; 0 for 20,000, and 50,000 from a million tickets on", "--sample"));
    public static readonly Setting<int> EmbedRecheck =
        Add(Count("embed.recheck", -1, -1, 100, "percent of the other texts, those in doubt, that go to the transformer; -1 for 10, and 1 from a million tickets on", "--recheck"));
    public static readonly Setting<int> EmbedMinutes =
        Add(Count("embed.minutes", 10, 0, 100_000, "minutes that the transformer may take on two cores: the sample and the recheck shrink to fit; 0 for no limit", "--minutes"));
    public static readonly Setting<long> EmbedSeed =
        Add(Whole("embed.seed", 42, 0, long.MaxValue, "seed of the sample that the student is fitted to"));
    public static readonly Setting<string> EmbedTeacher =
        Add(Text("embed.teacher", "all-MiniLM-L6-v2", "the transformer: a name of `earshot models list`, or a folder"));
    public static readonly Setting<string> EmbedPrecision =
        Add(Choice("embed.precision", "int8", ["int8", "fp32"], "precision of the transformer: fp32 takes about three times as long", "--precision"));

    public static readonly Setting<string> EmbedUrl =
        Add(Text("embed.url", "https://api.openai.com/v1", "base address of the embedding service; for OpenAI's protocol it mostly ends in /v1"));
    public static readonly Setting<string> EmbedKey = Add(Text("embed.key", "", "key of the embedding service"));
    public static readonly Setting<string> EmbedModel = Add(Text("embed.model", "text-embedding-3-small", "model of the embedding service"));
    public static readonly Setting<string> EmbedDeployment =
        Add(Text("embed.deployment", "", "what the service calls the model, where that is another name: a deployment of Azure, an alias of a gateway"));
    public static readonly Setting<string> EmbedApiVersion =
        Add(Text("embed.api_version", "", "api-version of Azure; empty for 2024-10-21 at Azure's addresses"));
    public static readonly Setting<int> EmbedDimensions =
        Add(Count("embed.dimensions", 0, 0, 65_536, "numbers a vector to ask the service for; 0 for as many as the model has"));
    public static readonly Setting<int> EmbedWorkers = Add(Count("embed.workers", 5, 1, 64, "requests to the embedding service at the same time"));
    public static readonly Setting<int> EmbedRequestItems = Add(Count("embed.request_items", 100, 1, 2_048, "texts in a request, at most"));
    public static readonly Setting<int> EmbedRequestTokens =
        Add(Count("embed.request_tokens", 100_000, 100, 1_000_000, "tokens in a request, at most, estimated from bytes"));
    public static readonly Setting<int> EmbedItemTokens =
        Add(Count("embed.item_tokens", 8_000, 16, 1_000_000, "tokens of a text that are sent, estimated from bytes; longer texts are cut"));
    public static readonly Setting<int> EmbedTimeout = Add(Count("embed.timeout", 120, 1, 3_600, "seconds that a request may take"));
    public static readonly Setting<bool> EmbedMask = Add(Flag("embed.mask", true, "mask personal data in texts that are sent to the service"));
    public static readonly Setting<decimal?> EmbedPrice = Add(Amount("embed.price", 10_000, "price of a million tokens, to count the cost"));
    public static readonly Setting<decimal?> EmbedMaxCost =
        Add(Amount("embed.max_cost", 1_000_000, "cost that embedding by a service stops before, in the currency of the price", "--max-cost"));
    public static readonly Setting<long> EmbedMaxTokens =
        Add(Whole("embed.max_tokens", 0, 0, 1_000_000_000_000_000, "tokens that embedding by a service stops before; 0 for no such cap"));

    public static readonly Setting<string> TopicMethod =
        Add(Choice("topics.method", "graph", ["graph", "kmeans", "hdbscan", "umap-hdbscan"], "how topics are found; graph finds as many as the texts have, kmeans as many as --clusters says", "--method"));
    public static readonly Setting<string> TopicDetail =
        Add(Choice("topics.detail", "normal", ["coarse", "normal", "fine"], "how finely topics are told apart; coarse is what fits one screen", "--detail"));
    public static readonly Setting<int> TopicCount =
        Add(Count("topics.count", 0, 0, 10_000, "topics to find, about, by graph; 0 for as many as the texts have", "--topics"));
    public static readonly Setting<int> TopicSample =
        Add(Count("topics.sample", 50_000, 100, 1_000_000, "different texts that topics are found on, at most; all others join the nearest of them", "--topic-sample"));
    public static readonly Setting<int> MinClusterSize =
        Add(Count("topics.min_cluster_size", 0, 0, 1_000_000, "texts of a cluster at least, for hdbscan; 0 for one in 200, at least 5"));
    public static readonly Setting<int> UnclearPercent =
        Add(Count("topics.unclear", 50, 0, 100, "percent of membership below which a ticket is said to be unclear about its topic"));
    public static readonly Setting<int> Clusters =
        Add(Count("topics.clusters", 20, 2, 65_536, "clusters of k-means, which it chooses where no method is given; not given, fewer below 2,000 different texts", "--clusters"));
    public static readonly Setting<int> BatchSize =
        Add(Count("topics.batch_size", 20_000, 100, 1_000_000, "vectors in a mini-batch of k-means", "--topic-batch-size"));
    public static readonly Setting<long> TopicSeed = Add(Whole("topics.seed", 42, 0, long.MaxValue, "seed of every random choice in finding topics", "--topic-seed"));

    public static readonly Setting<IReadOnlyDictionary<string, IReadOnlyList<string>>> Teams =
        Add(Lists("analysis.teams", "teams and the words that route a topic to them; without any, the built-in teams"));

    public static readonly Setting<int> WindowDays =
        Add(Count("analysis.window_days", 7, 1, 180, "days of the two windows that are compared", "--window-days"));

    public static readonly Setting<IReadOnlyDictionary<string, IReadOnlyList<string>>> TagCategories =
        Add(Lists("tags.categories", "categories that tickets are tagged with, and texts that describe each; without any, no tags are made"));
    public static readonly Setting<float> TagThreshold =
        Add(Fraction("tags.threshold", 0.5f, "the least similarity of a ticket to a description of a category that it gets as a tag"));
    public static readonly Setting<int> TagsMost = Add(Count("tags.most", 3, 1, 20, "tags of a ticket, at most"));

    public static readonly Setting<string> LabelLocalUrl =
        Add(Text("label.local_url", "http://localhost:11434/v1", "base address of a language model of your own that names topics; Ollama's is the default"));
    public static readonly Setting<string> LabelLocalModel =
        Add(Text("label.local_model", "", "model there; empty for no such service"));
    public static readonly Setting<string> LabelUrl =
        Add(Text("label.url", "https://api.openai.com/v1", "base address of the language model that names topics; for OpenAI's protocol it mostly ends in /v1"));
    public static readonly Setting<string> LabelKey = Add(Text("label.key", "", "key of that service"));
    public static readonly Setting<string> LabelModel = Add(Text("label.model", "", "model there; empty for no such service"));
    public static readonly Setting<string> LabelDeployment =
        Add(Text("label.deployment", "", "what the service calls the model, where that is another name: a deployment of Azure, an alias of a gateway"));
    public static readonly Setting<string> LabelApiVersion =
        Add(Text("label.api_version", "", "api-version of Azure; empty for 2024-10-21 at Azure's addresses"));
    public static readonly Setting<int> LabelRemoteAbove =
        Add(Count("label.remote_above", 50, 0, int.MaxValue, "topics of more tickets than that go to label.url first, others to label.local_url, where both are set"));
    public static readonly Setting<string> LabelCategories =
        Add(Text("label.categories", Core.Labels.LabelCategories.Default, "categories that a topic can be put into, between commas"));
    public static readonly Setting<bool> LabelMask = Add(Flag("label.mask", true, "mask personal data in tickets that are sent to a language model"));
    public static readonly Setting<int> LabelTimeout = Add(Count("label.timeout", 120, 1, 3_600, "seconds that an answer of a language model may take"));
    public static readonly Setting<decimal?> LabelPriceIn =
        Add(Amount("label.price_in", 10_000, "price of a million tokens of questions to label.url, to count the cost"));
    public static readonly Setting<decimal?> LabelPriceOut = Add(Amount("label.price_out", 10_000, "price of a million tokens of its answers"));
    public static readonly Setting<decimal?> LabelMaxCost =
        Add(Amount("label.max_cost", 1_000_000, "cost that naming topics stops before, in the currency of the prices"));
    public static readonly Setting<int> LabelMaxCalls =
        Add(Count("label.max_calls", 0, 0, 1_000_000, "calls of language models that a command makes at most; 0 for no such cap"));

    public static readonly Setting<string> ModelsFolder =
        Add(Text("models.folder", "",
            "folder of models and of ONNX Runtime; empty for earshot/models in XDG_CACHE_HOME, else in ~/.cache (%LOCALAPPDATA% on Windows)",
            "--models-folder"));
    public static readonly Setting<string> ModelsBase =
        Add(Text("models.base", "https://huggingface.co", "where models are pulled from: a hub, a mirror of it, or a folder", "--base"));
    public static readonly Setting<string> OnnxRuntime =
        Add(Text("models.onnxruntime", "", "library of ONNX Runtime; empty for the one that is fetched with the first model"));

    public static readonly Setting<string> LogLevel =
        Add(Choice("logging.level", "information", ["debug", "information", "warning", "error"], "least level that goes to the log"));
    public static readonly Setting<bool> LogFile = Add(Flag("logging.file", true, "write a log file, a new one each day"));
    public static readonly Setting<string> LogFolder =
        Add(Text("logging.folder", "", "folder of the log files; without one, logs/ in the workspace"));

    /// <summary>All settings, in the order of the table.</summary>
    public static IReadOnlyList<Setting> All => Registered;

    /// <summary>The setting with a key, in any case; null where there is none.</summary>
    public static Setting? Find(string key) => Registered.Find(setting => string.Equals(setting.Key, key, StringComparison.OrdinalIgnoreCase));

    private static Setting<T> Add<T>(Setting<T> setting)
    {
        Registered.Add(setting);
        return setting;
    }
}
