namespace Earshot.Inference.Training.Corpus;

/// <summary>One-line descriptions of software packages.</summary>
internal static class PackageDescriptions
{
    private const string Field = "Description: ";

    /// <summary>
    /// The <c>Description</c> of each package in the output of <c>apt-cache dumpavail</c>, in its order; of those that differ in nothing but digits,
    /// marks and case only the first.
    /// </summary>
    public static IEnumerable<string> Read(TextReader dump)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (dump.ReadLine() is { } line)
        {
            if (!line.StartsWith(Field, StringComparison.Ordinal)) continue;
            string description = line[Field.Length..].Trim();
            if (seen.Add(string.Concat(description.Where(char.IsLetter)).ToLowerInvariant())) yield return description;
        }
    }
}
