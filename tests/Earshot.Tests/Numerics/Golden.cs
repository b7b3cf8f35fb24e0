using System.Runtime.InteropServices;
using System.Text.Json;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

/// <summary>Reads the reference values of the Python libraries.</summary>
internal static class Golden
{
    private static readonly Lazy<FloatMatrix> X3000 = new(() => new FloatMatrix(Read<float>("inputs/x3000.f32"), 384));

    /// <summary>3,000 unit rows of 384 floats, embeddings of real texts.</summary>
    public static FloatMatrix Embeddings => X3000.Value;

    public static T[] Read<T>(string name)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Shared.Path("goldens/" + name))).ToArray();

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Shared.Path("goldens/" + name))).RootElement;

    /// <summary>The elements of a JSON list, or of a file with one object a line.</summary>
    public static IEnumerable<JsonElement> List(string name)
    {
        string text = File.ReadAllText(Shared.Path("goldens/" + name));
        return JsonDocument.Parse(text).RootElement.EnumerateArray();
    }

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Integers(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>A list of rows, row-major.</summary>
    public static double[] Rows(this JsonElement element) => [.. element.EnumerateArray().SelectMany(row => row.Doubles())];
}
