using System.Globalization;
using Earshot.Inference.Catalogue;

namespace Earshot.Output;

/// <summary>Numbers as people read them, the same in every country.</summary>
internal static class Quantity
{
    /// <summary>1,234,567</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1 row, 1,234 rows.</summary>
    public static string Count(long count, string noun) => Count(count) + " " + noun + (count == 1 ? "" : "s");

    /// <summary>12.3% of a share of 0.123; 0.0% never stands for something.</summary>
    public static string Share(double share) =>
        share is > 0 and < 0.0005 ? "<0.1%" : (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>1.4 GB: bytes in steps of 1,000, three digits at most.</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < 1000) return $"{bytes} B";
        double value = bytes;
        int unit = 0;
        for (; value >= 999.5 && unit < 4; unit++) value /= 1000;
        return value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + "B kB MB GB TB".Split(' ')[unit];
    }

    /// <summary>int8, fp32; empty where there is none.</summary>
    public static string Precision(ModelPrecision? precision) => precision switch { ModelPrecision.Int8 => "int8", ModelPrecision.Fp32 => "fp32", _ => "" };

    /// <summary>0.3 s, 12 s, 4 min 05 s, 2 h 10 min.</summary>
    public static string Duration(TimeSpan exact)
    {
        if (exact.TotalSeconds < 9.95) return exact.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        var time = TimeSpan.FromSeconds(Math.Round(exact.TotalSeconds));
        if (time.TotalMinutes < 1) return $"{time.Seconds} s";
        return time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds:00} s" : $"{(int)time.TotalHours} h {time.Minutes:00} min";
    }

    /// <summary>312,000/s, rounded to three digits; 0.5/s below one.</summary>
    public static string Rate(double perSecond)
    {
        if (perSecond < 9.95) return perSecond.ToString("0.0", CultureInfo.InvariantCulture) + "/s";
        double step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(perSecond)) - 2));
        return Count((long)(Math.Round(perSecond / step) * step)) + "/s";
    }
}
