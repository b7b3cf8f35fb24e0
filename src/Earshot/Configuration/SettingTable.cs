using static Earshot.Configuration.SettingKinds;

namespace Earshot.Configuration;

/// <summary>
/// Every setting, one line each: key, default, range, what it decides, command-line option. Parsing, validation, help, <c>earshot config</c> and
/// docs/reference/settings.md are made from this table. Read one with <c>settings.Get(SettingTable.Clusters)</c>.
/// </summary>
internal static class SettingTable
{
    private static readonly List<Setting> Registered = [];

    public static readonly Setting<string> Workspace = Add(Text("workspace", ".", "folder that everything is kept in", "--workspace"));
    public static readonly Setting<int> Threads = Add(Count("threads", 0, 0, 1024, "threads to work with; 0 for all cores", "--threads"));
    public static readonly Setting<long> Memory = Add(Size("memory", "4GB", "256MB", "1TB", "memory to stay within", "--memory"));

    public static readonly Setting<long> Tickets = Add(Whole("data.tickets", 10_000_000, 1, 10_000_000_000, "synthetic tickets to make", "--tickets"));
    public static readonly Setting<int> Partitions = Add(Count("data.partitions", 50, 1, 10_000, "partitions that tickets are divided into", "--partitions"));
    public static readonly Setting<long> Seed = Add(Whole("data.seed", 42, 0, long.MaxValue, "seed of the synthetic tickets", "--seed"));

    public static readonly Setting<DateOnly> AsOf = Add(Day("data.as_of", "2026-02-01", "day that the 30 days of the synthetic tickets come before", "--as-of"));
    public static readonly Setting<int> RowsPerPartition = Add(Count("data.rows_per_partition", 200_000, 100, 10_000_000, "rows of a partition read from files, at most", "--rows-per-partition"));

    public static readonly Setting<bool> Mask = Add(Flag("text.mask", false, "mask personal data before anything is stored", "--mask"));

    public static readonly Setting<int> Clusters = Add(Count("topics.clusters", 20, 2, 65_536, "clusters that tickets are divided into", "--clusters"));
    public static readonly Setting<int> BatchSize = Add(Count("topics.batch_size", 20_000, 100, 1_000_000, "vectors in a mini-batch of k-means", "--batch-size"));
    public static readonly Setting<long> TopicSeed = Add(Whole("topics.seed", 42, 0, long.MaxValue, "seed of the start of k-means", "--topic-seed"));

    public static readonly Setting<IReadOnlyDictionary<string, IReadOnlyList<string>>> Teams =
        Add(Lists("analysis.teams", "teams and the words that route a topic to them; without any, the built-in teams"));

    public static readonly Setting<int> WindowDays = Add(Count("analysis.window_days", 7, 1, 180, "days of the two windows that are compared", "--window-days"));

    public static readonly Setting<string> ModelsFolder = Add(Text("models.folder", "", "folder of models and of ONNX Runtime; empty for earshot/models in the user's cache folder", "--models-folder"));
    public static readonly Setting<string> ModelsBase = Add(Text("models.base", "https://huggingface.co", "where models are pulled from: a hub, a mirror of it, or a folder", "--base"));
    public static readonly Setting<string> OnnxRuntime = Add(Text("models.onnxruntime", "", "library of ONNX Runtime; empty for the one that is fetched with the first model"));

    public static readonly Setting<string> LogLevel = Add(Choice("logging.level", "information", ["debug", "information", "warning", "error"], "least level that goes to the log"));
    public static readonly Setting<bool> LogFile = Add(Flag("logging.file", true, "write a log file, a new one each day"));
    public static readonly Setting<string> LogFolder = Add(Text("logging.folder", "", "folder of the log files; without one, logs/ in the workspace"));

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
