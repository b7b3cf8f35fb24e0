namespace Earshot.Numerics.Manifold;

/// <summary>
/// The curve 1 / (1 + a·d^(2b)) that says how near two points at distance d are in the layout. It is the least-squares fit to a plateau of 1 up to
/// the least distance with an exponential fall beyond it (McInnes, Healy, Melville 2018, section 3.2).
/// </summary>
/// <param name="A">Steepness, above 0.</param>
/// <param name="B">Half the exponent of the distance, above 0.</param>
internal readonly record struct CurveParameters(double A, double B)
{
    private const int Points = 300;
    private const int MostIterations = 500;

    /// <summary>Sum of the squared differences to the curve asked for, at 300 distances from 0 to three times the spread.</summary>
    public double SquaredResidual(double minDist, double spread)
    {
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double residual = Residual(DistanceAt(i, spread), minDist, spread, out _, out _);
            sum += residual * residual;
        }

        return sum;
    }

    /// <summary>The parameters for a least distance and a spread, by Levenberg and Marquardt's method on log a and log b from a = b = 1.</summary>
    /// <param name="minDist">Distance up to which points count as together, 0 to <paramref name="spread"/>.</param>
    /// <param name="spread">Scale of the fall, above 0.</param>
    public static CurveParameters Fit(double minDist, double spread)
    {
        CurveParameters best = new(1, 1);
        double least = best.SquaredResidual(minDist, spread), damping = 1e-3;
        for (int iteration = 0; iteration < MostIterations && damping < 1e12; iteration++)
        {
            CurveParameters next = best.Step(minDist, spread, damping);
            double squared = next.SquaredResidual(minDist, spread);
            if (squared < least)
            {
                (best, least) = (next, squared);
                damping /= 4;
            }
            else
            {
                damping *= 3;
            }
        }

        return best;
    }

    private CurveParameters Step(double minDist, double spread, double damping)
    {
        double aa = 0, ab = 0, bb = 0, ra = 0, rb = 0;
        for (int i = 0; i < Points; i++)
        {
            double residual = Residual(DistanceAt(i, spread), minDist, spread, out double byA, out double byB);
            aa += byA * byA;
            ab += byA * byB;
            bb += byB * byB;
            ra += byA * residual;
            rb += byB * residual;
        }

        aa *= 1 + damping;
        bb *= 1 + damping;
        double determinant = (aa * bb) - (ab * ab);
        double stepA = ((ab * rb) - (bb * ra)) / determinant, stepB = ((ab * ra) - (aa * rb)) / determinant;
        return new CurveParameters(A * PortableMath.Exp(Math.Clamp(stepA, -1, 1)), B * PortableMath.Exp(Math.Clamp(stepB, -1, 1)));
    }

    /// <summary>Difference of the curves at a distance, with its derivatives by log a and by log b.</summary>
    private double Residual(double distance, double minDist, double spread, out double byLogA, out double byLogB)
    {
        double wanted = distance < minDist ? 1 : PortableMath.Exp((minDist - distance) / spread);
        double log = distance > 0 ? SplitMix64.PortableLog(distance) : 0;
        double power = distance > 0 ? A * PortableMath.Exp(2 * B * log) : 0;
        double near = 1 / (1 + power);
        byLogA = -near * near * power;
        byLogB = byLogA * 2 * B * log;
        return near - wanted;
    }

    private static double DistanceAt(int point, double spread) => 3 * spread * point / (Points - 1);
}
