using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Earshot.Core;
using Earshot.Inference;
using Earshot.Inference.Students;
using Earshot.Inference.Training;

namespace Earshot.Tests.Inference;

public sealed class StudentTests
{
    private readonly byte[] _file = StudentFileWriter.Write(
        [101, 999, 2000], new FourBitRows(new Half[3], new byte[3 * 192]), [5, 66_000, 70_000], new FourBitRows(new Half[3], new byte[3 * 192]));

    [Fact]
    public void The_general_student_names_the_file_that_ships()
    {
        byte[] file = EmbeddedFile.Bytes(Student.GeneralFile).ToArray();
        string sum = Convert.ToHexStringLower(SHA256.HashData(file));
        Assert.Equal(sum[..12], Student.General.Revision);
        Assert.Equal("student-general", Student.General.Name);
        Assert.Equal(sum[..12], Student.Read(file, "copy").Revision);
        string readme = File.ReadAllText(Path.Combine(Shared.Repository, "src", "Earshot.Inference", "Models", "README.md"));
        Assert.Contains(sum, readme);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Student.General.TokenRowCount:N0} token rows"), readme);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{file.Length:N0} bytes"), readme);
    }

    [Fact]
    public void The_student_that_ships_stays_about_as_large_as_it_was() =>
        Assert.InRange(EmbeddedFile.Bytes(Student.GeneralFile).Length, 7_500_000, 8_100_000);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void A_file_cut_off_anywhere_is_refused(int length)
    {
        var fault = Assert.Throws<EarshotException>(() => Student.Read(_file.AsSpan(0, length < 0 ? _file.Length + length : length), "mine.safetensors"));
        Assert.StartsWith("mine.safetensors is not a student: ", fault.Message);
        Assert.Equal("the file is cut off or of another kind; fetch or build it again", fault.Hint);
        Assert.Equal(3, fault.ExitCode);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        byte[] file = [.. BitConverter.GetBytes(5_000_000L), .. "no student"u8];
        var fault = Assert.Throws<EarshotException>(() => Student.Read(file, "x.zip"));
        Assert.Equal("x.zip is not a student: it is cut off, or no safetensors file: its first 8 bytes give no length of a header", fault.Message);
    }

    [Theory]
    [InlineData("tokens.id", "dtype", "\"F32\"", "x is not a student: tensor tokens.id is F32, not U16")]
    [InlineData("tokens.q", "shape", "[3,96]", "x is not a student: tensor tokens.q has shape [3,96], not [rows, 192]")]
    [InlineData("tokens.q", "shape", "[99,192]", "x is not a student: tensor tokens.q of 19008 bytes stands at 606 to 1182 of 1182 bytes")]
    [InlineData("tokens.scale", "data_offsets", "[-8,-2]", "x is not a student: tensor tokens.scale of 6 bytes stands at -8 to -2 of 1182 bytes")]
    [InlineData("bigrams.key", "shape", "\"many\"", "x is not a student: the entry of tensor bigrams.key is malformed")]
    [InlineData("bigrams.key", "data_offsets", "[4]", "x is not a student: the entry of tensor bigrams.key is malformed")]
    [InlineData("bigrams.key", "data_offsets", "[4,16]", "x is not a student: bigrams.key is not ascending")]
    [InlineData("tokens.id", "data_offsets", "[596,602]", "x is not a student: token id 0 in row 2 is out of order or above 30521")]
    [InlineData("bigrams.scale", null, null, "x is not a student: it has no tensor bigrams.scale")]
    public void A_header_that_does_not_fit_is_refused_by_name(string tensor, string? field, string? value, string message)
    {
        byte[] changed = WithHeader(header =>
        {
            if (field is null) header.Remove(tensor);
            else header[tensor]![field] = JsonNode.Parse(value!);
        });
        Assert.Equal(message, Assert.Throws<EarshotException>(() => Student.Read(changed, "x")).Message);
    }

    [Fact]
    public void Headers_of_random_bytes_never_crash_the_reader()
    {
        Random random = new(5);
        int header = BitConverter.ToInt32(_file, 0);
        for (int round = 0; round < 200; round++)
        {
            byte[] changed = _file[..(8 + header + 100)];
            for (int i = 0; i < 4; i++) changed[random.Next(8 + header)] = (byte)random.Next(256);
            Assert.Throws<EarshotException>(() => Student.Read(changed, "x"));
        }
    }

    private byte[] WithHeader(Action<JsonObject> change)
    {
        int length = BitConverter.ToInt32(_file, 0);
        JsonObject header = JsonNode.Parse(_file.AsSpan(8, length))!.AsObject();
        change(header);
        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString(new JsonSerializerOptions()));
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. _file.AsSpan(8 + length)];
    }
}
