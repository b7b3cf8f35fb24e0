namespace Earshot.Core.Assets;

/// <summary>A partition to build, and why.</summary>
public sealed record PlanStep(string Asset, string Partition, string Reason);

/// <summary>Decides what to build: a pure function from definitions and manifests to an ordered list.</summary>
public static class Planner
{
    /// <summary>
    /// The partitions of all <paramref name="definitions"/> (upstream first) that are not fresh, in the order to build them. A partition
    /// downstream of one to be rebuilt is listed too; when that one comes out with the same bytes it will turn out fresh and be skipped.
    /// </summary>
    /// <param name="definitions">All assets, each after those it reads.</param>
    /// <param name="manifests">The manifest of an asset's partition whose data file is in place, or null.</param>
    public static IReadOnlyList<PlanStep> Plan(IReadOnlyList<AssetDefinition> definitions, Func<string, string, Manifest?> manifests)
    {
        List<PlanStep> steps = [];
        HashSet<string> stale = [];
        Dictionary<string, AssetDefinition> byName = definitions.ToDictionary(d => d.Name);
        foreach (AssetDefinition definition in definitions)
        {
            foreach (string partition in definition.Partitions)
            {
                string? reason = WhyStale(definition, partition, byName, manifests, stale);
                if (reason is null) continue;
                stale.Add(Key(definition.Name, partition));
                steps.Add(new PlanStep(definition.Name, partition, reason));
            }
        }

        return steps;
    }

    /// <summary>The inputs of a partition as its manifest records them, or null while an upstream partition is not built.</summary>
    public static IReadOnlyDictionary<string, string>? Inputs(
        AssetDefinition definition, string partition, IReadOnlyDictionary<string, AssetDefinition> byName, Func<string, string, Manifest?> manifests)
    {
        SortedDictionary<string, string> inputs = new(StringComparer.Ordinal);
        if (definition.ExternalInputs.TryGetValue(partition, out IReadOnlyDictionary<string, string>? external))
            foreach ((string name, string hash) in external) inputs[name] = hash;
        foreach ((string asset, string input) in UpstreamPartitions(definition, partition, byName))
        {
            Manifest? manifest = manifests(asset, input);
            if (manifest is null) return null;
            inputs[Key(asset, input)] = manifest.ContentHash;
        }

        return inputs;
    }

    private static string? WhyStale(
        AssetDefinition definition,
        string partition,
        Dictionary<string, AssetDefinition> byName,
        Func<string, string, Manifest?> manifests,
        HashSet<string> stale)
    {
        Manifest? manifest = manifests(definition.Name, partition);
        if (manifest is null) return "not built yet";
        if (manifest.Version != definition.Version) return $"version {manifest.Version} was built, {definition.Version} is wanted";
        string? option = ChangedOption(manifest.Options, definition.Options);
        if (option is not null) return option;
        foreach ((string asset, string input) in UpstreamPartitions(definition, partition, byName))
            if (stale.Contains(Key(asset, input))) return $"{Key(asset, input)} will be rebuilt";
        IReadOnlyDictionary<string, string>? inputs = Inputs(definition, partition, byName, manifests);
        return inputs is null ? "an input is not built yet" : ChangedInput(manifest.Inputs, inputs);
    }

    private static IEnumerable<(string Asset, string Partition)> UpstreamPartitions(
        AssetDefinition definition, string partition, IReadOnlyDictionary<string, AssetDefinition> byName) =>
        definition.Upstream.SelectMany(upstream => upstream.Mapping == PartitionMapping.Same
            ? [(upstream.Asset, partition)]
            : byName[upstream.Asset].Partitions.Select(p => (upstream.Asset, p)));

    private static string? ChangedOption(IReadOnlyDictionary<string, string> built, IReadOnlyDictionary<string, string> wanted)
    {
        foreach ((string name, string value) in wanted.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            if (!built.TryGetValue(name, out string? old)) return $"option {name} is new: {value}";
            if (old != value) return $"option {name} changed: {old} → {value}";
        }

        string? gone = built.Keys.Where(name => !wanted.ContainsKey(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        return gone is null ? null : $"option {gone} is gone";
    }

    private static string? ChangedInput(IReadOnlyDictionary<string, string> built, IReadOnlyDictionary<string, string> wanted)
    {
        foreach ((string name, string hash) in wanted)
        {
            if (!built.TryGetValue(name, out string? old)) return $"{name} is a new input";
            if (old != hash) return $"{name} changed";
        }

        string? gone = built.Keys.Where(name => !wanted.ContainsKey(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        return gone is null ? null : $"{gone} is no longer an input";
    }

    private static string Key(string asset, string partition) => asset + "/" + partition;
}
