namespace Earshot.Inference.Students;

/// <summary>How a student is fitted to a sample. All properties have defaults; <see cref="Validate"/> says what is out of range.</summary>
public sealed record AdaptedStudentOptions
{
    /// <summary>Name of the student, as stored beside embeddings.</summary>
    public string Name { get; init; } = "student-adapted";

    /// <summary>Name of the teacher, for the report.</summary>
    public string Teacher { get; init; } = "all-MiniLM-L6-v2";

    /// <summary>Bigrams taken from the sample, the most frequent ones, 0 to 1,000,000.</summary>
    public int Bigrams { get; init; } = 30_000;

    /// <summary>Occurrences that a bigram of the sample must have, 1 to 1,000,000.</summary>
    public int LeastBigramCount { get; init; } = 2;

    /// <summary>λ, what a row pays for leaving its start, above 0 up to 1,000. Between 0.3 and 1.5 the cosine moves by less than 0.01.</summary>
    public float Penalty { get; init; } = 1;

    /// <summary>Iterations of conjugate gradients, 1 to 1,000.</summary>
    public int Iterations { get; init; } = 12;

    /// <summary>Seed of the split in halves by which the student is measured.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Check(nameof(Bigrams), Bigrams, 0, 1_000_000);
        Check(nameof(LeastBigramCount), LeastBigramCount, 1, 1_000_000);
        Check(nameof(Iterations), Iterations, 1, 1_000);
        if (!(Penalty is > 0 and <= 1_000)) faults.Add(FormattableString.Invariant($"{nameof(Penalty)} is {Penalty}; allowed is above 0 up to 1000"));
        return faults;

        void Check(string name, int value, int least, int most)
        {
            if (value < least || value > most) faults.Add(FormattableString.Invariant($"{name} is {value}; allowed are {least} to {most}"));
        }
    }
}
