using Earshot.Bench;

// teacher <model folder> <library> <peer script> <name> <csv> <column> <most texts> [<name> <csv> …]
// student <name> <csv> <column> [<name> <csv> …] fit <texts> <file> [<file> …]
switch (args[0])
{
    case "teacher":
        TeacherBench bench = new(args[1], args[2], args[3]);
        bench.Begin();
        for (int at = 4; at + 3 < args.Length; at += 4) bench.Compare(args[at], args[at + 1], int.Parse(args[at + 2]), int.Parse(args[at + 3]));
        break;
    case "student":
        int fit = Array.IndexOf(args, "fit");
        Console.WriteLine("| texts | tokens | texts/s, 1 thread | all threads |\n|---|---|---|---|");
        for (int at = 1; at + 2 < fit; at += 3) StudentBench.Embed(args[at], args[at + 1], int.Parse(args[at + 2]));
        StudentBench.Fit(int.Parse(args[fit + 1]), args[(fit + 2)..]);
        break;
    default:
        throw new ArgumentException($"no such bench: {args[0]}");
}
