using System.Reflection;

namespace Earshot.CommandLine;

/// <summary>The version of the program.</summary>
internal static class ProductVersion
{
    /// <summary>As released: 0.1.0, without the commit.</summary>
    public static string Number { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
