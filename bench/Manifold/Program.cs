using Earshot.Bench;

// <texts> <peer's Python or nothing> <script> <file> [<file> …]
ManifoldBench bench = new(int.Parse(args[0]), args[3..]);
bench.Run(args[1], args[2]);
