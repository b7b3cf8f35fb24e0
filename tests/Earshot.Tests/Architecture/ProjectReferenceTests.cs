using System.Reflection;
using System.Xml.Linq;

namespace Earshot.Tests.Architecture;

public sealed class ProjectReferenceTests
{
    /// <summary>The rooms, and what each may refer to (docs: CONTRIBUTING.md).</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Earshot.Numerics"] = [],
        ["Earshot.Core"] = ["Earshot.Numerics"],
        ["Earshot.Storage"] = ["Earshot.Core", "Earshot.Numerics"],
        ["Earshot.Inference"] = ["Earshot.Core", "Earshot.Numerics"],
        ["Earshot.Connectors"] = ["Earshot.Core", "Earshot.Numerics"],
        ["Earshot"] = ["Earshot.Numerics", "Earshot.Core", "Earshot.Storage", "Earshot.Inference", "Earshot.Connectors"],
    };

    private static readonly string[] Pure = ["Earshot.Numerics", "Earshot.Core"];

    public static TheoryData<string> Projects => [.. Directory.GetFiles(Path.Combine(Shared.Repository, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_refers_only_to_rooms_it_may(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is a new room: say in this test what it may refer to");
        Assert.All(References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)), reference => Assert.Contains(reference, Allowed[project]));
    }

    [Theory]
    [InlineData("Earshot.Numerics")]
    [InlineData("Earshot.Core")]
    public void A_pure_room_has_no_packages(string project) => Assert.Empty(References(project, "PackageReference"));

    [Theory]
    [InlineData("Earshot.Numerics")]
    [InlineData("Earshot.Core")]
    public void A_pure_room_has_no_tasks_in_any_signature(string project)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var guilty = from type in Assembly.Load(project).GetTypes()
                     from member in type.GetMembers(All)
                     from used in Types(member)
                     where typeof(Task).IsAssignableFrom(used) || used.FullName?.StartsWith("System.Threading.Tasks.ValueTask", StringComparison.Ordinal) == true
                     select $"{type.FullName}.{member.Name}";
        Assert.Empty(guilty);
    }

    [Fact]
    public void Packages_have_their_versions_in_one_place() =>
        Assert.All(Allowed.Keys.Where(project => File.Exists(ProjectFile(project))), project => Assert.DoesNotContain("Version=", File.ReadAllText(ProjectFile(project))));

    [Fact]
    public void Banned_calls_are_refused_in_the_pure_rooms()
    {
        string props = File.ReadAllText(Path.Combine(Shared.Repository, "Directory.Build.props"));
        Assert.All(Pure, project => Assert.Contains($"'{project}'", props));
        Assert.Contains("BannedSymbols.txt", props);
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(ProjectFile(project)).Descendants(kind).Select(element => ((string)element.Attribute("Include")!).Replace('\\', '/'));

    private static string ProjectFile(string project) => Path.Combine(Shared.Repository, "src", project, project + ".csproj");

    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        _ => [],
    };
}
