using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;

namespace Earshot.Sessions;

/// <summary>Where a service is and the key that goes there, under the settings.</summary>
/// <param name="Url">Its base address.</param>
/// <param name="Key">Empty for none.</param>
internal sealed record ServicePlace(string Url, string Key)
{
    private const string OpenAiHost = "api.openai.com";

    /// <summary>
    /// Reads a pair of settings. Where the address is not given, OPENAI_BASE_URL is used; where the key is not, OPENAI_API_KEY, but only for OpenAI itself or
    /// that address, so that the key never goes to a service that it is not for. Both are looked for in the environment, then in <c>.env</c>.
    /// </summary>
    /// <param name="needsKey">Whether the service will be asked.</param>
    /// <exception cref="EarshotException">OpenAI is to be asked without a key, or a workspace's file decides where a key would be sent.</exception>
    public static ServicePlace Of(Invocation invocation, Setting<string> urlSetting, Setting<string> keySetting, bool needsKey = true)
    {
        Settings settings = invocation.Settings;
        string? foreignUrl = settings.IsGiven(urlSetting) ? null : Foreign(invocation, "OPENAI_BASE_URL");
        string url = foreignUrl ?? settings.Get(urlSetting);
        bool isOpenAi = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Host.Equals(OpenAiHost, StringComparison.OrdinalIgnoreCase);
        string key = settings.Get(keySetting);
        if (key.Length == 0 && (foreignUrl is not null || isOpenAi)) key = Foreign(invocation, "OPENAI_API_KEY") ?? "";
        if (needsKey && key.Length == 0 && isOpenAi)
        {
            throw new EarshotException(
                $"there is no key for {OpenAiHost}",
                $"set {keySetting.Variable} or OPENAI_API_KEY in the environment or in .env; another service, such as Ollama on this machine, "
                + $"is named by {urlSetting.Key}",
                ExitCode.Usage);
        }

        // A workspace may come from anybody: its file must not decide where the key is sent.
        if (needsKey && key.Length > 0 && settings.Origin(urlSetting).EndsWith(SettingSource.FileName, StringComparison.Ordinal))
        {
            throw new EarshotException(
                $"{urlSetting.Key} is {url} by the workspace's {SettingSource.FileName}, and a key would be sent there",
                $"if you trust it, set {urlSetting.Variable} in the environment or in .env, beside the key",
                ExitCode.Usage);
        }

        return new ServicePlace(url, key.Trim());
    }

    // variables that other programs share, which are therefore no settings
    private static string? Foreign(Invocation invocation, string name)
    {
        if (invocation.Surroundings.Environment.TryGetValue(name, out string? value) && value.Length > 0) return value;
        string file = invocation.FullPath(".env");
        string? written = File.Exists(file) ? DotEnv.Parse(File.ReadLines(file)).LastOrDefault(variable => variable.Key == name).Value : null;
        return string.IsNullOrEmpty(written) ? null : written;
    }
}
