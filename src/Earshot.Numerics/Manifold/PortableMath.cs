namespace Earshot.Numerics.Manifold;

/// <summary>Functions from +, × and ÷ alone: the last bit of the base library's depends on the operating system and the processor.</summary>
internal static class PortableMath
{
    private const double Log2OfE = 1.4426950408889634;
    private const double LnTwoHigh = 0.693147180369123816490; // its last bits are zeros, so that a whole multiple is exact
    private const double LnTwoLow = 1.90821492927058770002e-10;

    /// <summary>eˣ, to about the last bit; 0 below −745, infinity above 709.8.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        double whole = Math.Round(Math.Clamp(x, -2000, 2000) * Log2OfE);
        double rest = Math.Clamp(x, -2000, 2000) - (whole * LnTwoHigh) - (whole * LnTwoLow);
        double sum = 1;
        for (int term = 14; term >= 1; term--) sum = 1 + (sum * rest / term); // |rest| < 0.35: the 15th term is below 2⁻⁶⁰
        return Math.ScaleB(sum, (int)whole);
    }
}
