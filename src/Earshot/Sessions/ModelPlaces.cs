using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Inference.Catalogue;

namespace Earshot.Sessions;

/// <summary>Where models lie and where they come from, under the settings.</summary>
internal static class ModelPlaces
{
    /// <summary>The models folder that the settings name, or the one in the user's cache folder.</summary>
    public static ModelStore Store(Invocation invocation)
    {
        string library = invocation.Settings.Get(SettingTable.OnnxRuntime);
        string folder = invocation.Settings.Get(SettingTable.ModelsFolder) is { Length: > 0 } given
            ? invocation.FullPath(given)
            : DefaultFolder(invocation.Surroundings.Environment);
        return new ModelStore(folder, library.Length == 0 ? null : invocation.FullPath(library));
    }

    /// <summary>The model that a setting or an option names: one of the store, else a folder by its path from the current folder.</summary>
    /// <exception cref="EarshotException">It is not here, or the folder holds no model.</exception>
    public static ModelFolder Model(Invocation invocation, ModelStore store, string nameOrPath)
    {
        bool isKnown = store.Find(nameOrPath) is not null || store.Names.Contains(nameOrPath, StringComparer.OrdinalIgnoreCase);
        string path = invocation.FullPath(nameOrPath);
        return store.Resolve(!isKnown && Directory.Exists(path) ? path : nameOrPath);
    }

    /// <summary>The address, or the full path of the folder, that models are pulled from.</summary>
    public static string Base(Invocation invocation)
    {
        string text = invocation.Settings.Get(SettingTable.ModelsBase);
        return text.Contains("://", StringComparison.Ordinal) ? text : invocation.FullPath(text);
    }

    /// <summary>
    /// <c>earshot/models</c> below <c>XDG_CACHE_HOME</c> (where it is an absolute path, as its specification asks), <c>%LOCALAPPDATA%</c>, or
    /// <c>~/.cache</c>.
    /// </summary>
    internal static string DefaultFolder(IReadOnlyDictionary<string, string> environment)
    {
        string cache = environment.GetValueOrDefault("XDG_CACHE_HOME") is { } chosen && Path.IsPathFullyQualified(chosen) ? chosen
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            : Path.Combine(environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home : Path.GetTempPath(), ".cache");
        return Path.Combine(cache, "earshot", "models");
    }
}
