using System.Reflection;
using System.Runtime.CompilerServices;
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

    private static readonly Type[] Scheduling = [typeof(Thread), typeof(ThreadPool), typeof(Timer), typeof(SynchronizationContext), typeof(SemaphoreSlim)];

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
    public void A_pure_room_has_no_tasks_or_threads_in_any_signature(string project)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var guilty = from type in Assembly.Load(project).GetTypes()
                     where !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                     from member in type.GetMembers(All)
                     where !member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                     from used in Types(member)
                     where used.Namespace == typeof(Task).Namespace || Scheduling.Any(kind => kind.IsAssignableFrom(used))
                     select $"{type.FullName}.{member.Name}";
        Assert.Empty(guilty);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Fewer_than_half_of_the_types_of_a_room_are_public(string project)
    {
        Type[] types = [.. Assembly.Load(AssemblyOf(project)).GetTypes()
            .Where(type => type.DeclaringType is null && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))];
        int exposed = types.Count(type => type.IsPublic);
        Assert.True(exposed * 2 < types.Length, $"{project}: {exposed} of {types.Length} types are public; make internal what no other room uses");
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

    // The executable's file has its name in lower case.
    private static string AssemblyOf(string project) => project == "Earshot" ? typeof(Commands.CommandTree).Assembly.GetName().Name! : project;

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
