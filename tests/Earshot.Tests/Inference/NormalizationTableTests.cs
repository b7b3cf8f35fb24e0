using System.Text;
using Earshot.Inference.Tokenizing;

namespace Earshot.Tests.Inference;

public sealed class NormalizationTableTests
{
    private readonly CodePoints _codePoints = CodePoints.Read();

    [Fact]
    public void The_shipped_table_is_the_one_built_from_the_reference()
    {
        byte[] built = _codePoints.BuildTable();
        string path = Path.Combine(Shared.Repository, "src", "Earshot.Inference", "Tokenizing", "normalization.bin");
        if (Environment.GetEnvironmentVariable("EARSHOT_REGENERATE") == "1") File.WriteAllBytes(path, built);
        Assert.True(built.AsSpan().SequenceEqual(File.ReadAllBytes(path)), "normalization.bin differs: run with EARSHOT_REGENERATE=1");
    }

    [Fact]
    public void Every_character_is_treated_as_the_reference_treats_it()
    {
        byte[] source = new byte[4];
        byte[] output = new byte[16];
        for (int scalar = 0; scalar < CodePoints.Count; scalar++)
        {
            if (!Rune.TryCreate(scalar, out Rune rune)) continue;
            int size = rune.EncodeToUtf8(source);
            int length = 0;
            int scalars = 0;
            CharacterKind kind = NormalizationTable.Normalize(scalar, source.AsSpan(0, size), output, ref length, ref scalars);
            CharacterKind expected = _codePoints.Kinds[scalar];
            string form = expected is CharacterKind.Removed or CharacterKind.Space ? "" : _codePoints.Replacement(scalar) ?? rune.ToString();
            if (kind != expected || scalars != form.EnumerateRunes().Count() || Encoding.UTF8.GetString(output, 0, length) != form)
                Assert.Fail($"U+{scalar:X4}: {kind} '{Encoding.UTF8.GetString(output, 0, length)}', not {expected} '{form}'");
        }
    }
}
