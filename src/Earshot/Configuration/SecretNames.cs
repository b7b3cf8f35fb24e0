namespace Earshot.Configuration;

/// <summary>Tells by its name whether a value is a secret.</summary>
internal static class SecretNames
{
    /// <summary>Shown instead of a secret.</summary>
    public const string Mask = "(secret)";

    private static readonly string[] Words = ["secret", "password", "passwd", "token", "credential", "key", "apikey"];

    /// <summary>Whether one of the words of the name says so: <c>s3.access_key</c>, <c>Password</c>; not <c>keywords</c> or <c>monkey</c>.</summary>
    public static bool IsSecret(string name)
    {
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool ends = i == name.Length || !char.IsAsciiLetterOrDigit(name[i])
                || (i > start && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]));
            if (!ends) continue;
            if (IsSecretWord(name.AsSpan(start, i - start))) return true;
            start = i < name.Length && char.IsAsciiLetterOrDigit(name[i]) ? i : i + 1;
        }

        return false;
    }

    private static bool IsSecretWord(ReadOnlySpan<char> word)
    {
        foreach (string secret in Words)
            if (word.Equals(secret, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
