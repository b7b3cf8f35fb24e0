using System.Text;
using Earshot.Core.Columns;
using Earshot.Core.Text;

namespace Earshot.Tests.Core.Text;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("mail bob.smith+shop@mail.example.co.uk now", "mail [email] now")]
    [InlineData("<bob@example.com>, (eve@example.org).", "<[email]>, ([email]).")]
    [InlineData("jürgen@müller.de", "[email]")]
    [InlineData("mailto:bob@example.com", "mailto:[email]")]
    [InlineData("call +49 170 1234567 today", "call [phone] today")]
    [InlineData("+1 (555) 123-4567", "[phone]")]
    [InlineData("+14155552671", "[phone]")]
    [InlineData("(555) 123-4567.", "[phone].")]
    [InlineData("555-123-4567 or 555-123-4568", "[phone] or [phone]")]
    [InlineData("555.123.4567", "[phone]")]
    [InlineData("1-800-555-0199", "[phone]")]
    [InlineData("my number is 5551234567", "my number is [phone]")]
    [InlineData("phone: 555-1234", "phone: [phone]")]
    [InlineData("0171 2345678", "[phone]")]
    [InlineData("030/12345678", "[phone]")]
    [InlineData("06 12 34 56 78", "[phone]")]
    [InlineData("020 7946 0958", "[phone]")]
    [InlineData("07911123456", "[phone]")]
    [InlineData("0049 170 1234567", "[phone]")]
    [InlineData("card 4111 1111 1111 1111 was declined", "card [card] was declined")]
    [InlineData("4111-1111-1111-1111", "[card]")]
    [InlineData("4111111111111111", "[card]")]
    [InlineData("amex 3782 822463 10005", "amex [card]")]
    [InlineData("6304 0000 0000 0000 and 4000-0000-0000-0000-006", "[card] and [card]")]
    [InlineData("5555555555554444, 6011111111111117", "[card], [card]")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00", "IBAN [iban]")]
    [InlineData("GB29NWBK60161331926819", "[iban]")]
    [InlineData("nl91abna0417164300", "[iban]")]
    [InlineData("from 192.168.1.77:8080", "from [ip]:8080")]
    [InlineData("ip 8.8.8.8", "ip [ip]")]
    [InlineData("host fe80::1ff:fe23:4567:890a down", "host [ip] down")]
    [InlineData("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "[ip]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[key]")]
    [InlineData("use ghp_abcdefghijklmnopqrstuvwxyz0123456789", "use [key]")]
    [InlineData("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "[key]")]
    [InlineData("xoxb-123456789012-abcdefGHIJ", "[key]")]
    [InlineData("Authorization: Bearer abcdef1234567890abcdef", "Authorization: Bearer [key]")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "[key]")]
    [InlineData("password=hunter2", "password=[key]")]
    [InlineData("Password: \"S3cret!pass\" ok", "Password: \"[key]\" ok")]
    [InlineData("api_key = 9f8e7d6c5b4a39281706", "api_key = [key]")]
    [InlineData("client_secret=AbCdEfGhIjKlMnOpQr", "client_secret=[key]")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY----- end", "[key] end")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEow", "[key]")]
    [InlineData("bob@example.com 4111111111111111 +49 170 1234567", "[email] [card] [phone]")]
    [InlineData("📞 +49 170 1234567 – Zoë", "📞 [phone] – Zoë")]
    public void Personal_data_is_masked_by_its_kind(string text, string masked)
    {
        Assert.Equal(masked, PersonalData.Mask(text));
        Assert.Equal(masked, MaskUtf8(text));
    }

    [Theory]
    [InlineData("order #12345678 is late")]
    [InlineData("order 5551234567 is late")]
    [InlineData("order number 555-123-4567")]
    [InlineData("ORD-2024-000123 and INV-0012345678")]
    [InlineData("tracking 1Z999AA10123456784")]
    [InlineData("card 4111 1111 1111 1112 has a wrong check digit")]
    [InlineData("GB28NWBK60161331926819 has wrong check digits")]
    [InlineData("error 0x80070005, code E-40312, HTTP 404")]
    [InlineData("2024-01-05 10:22:33.123 and 05.01.2024 10:22 and 01/05/2024")]
    [InlineData("2024-01-05T10:22:33Z, 1700000000000, 20240105102233")]
    [InlineData("paid 1,234,567.89 USD or 1.234.567,89 EUR or $1200000000")]
    [InlineData("version 10.0.19041.1, v1.2.3.4, build 192.168.1.7, Chrome 120.0.6099.109")]
    [InlineData("update 1.2.3.4")]
    [InlineData("at 10:22:33 and 12:30:45:99")]
    [InlineData("icon@2x.png, package@1.2.3, @mention, a @ b")]
    [InlineData("commit 9fceb02d0ae598e95dc970b74767f19372d61af8")]
    [InlineData("123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("my password: incorrect, forgot password? token expired, token: invalid")]
    [InlineData("the key = important, secret: none")]
    [InlineData("risk-based, sk-learn and eyJ are words")]
    [InlineData("12 34 56 78 and 1 2 3 4 5 6 7 8 9")]
    [InlineData("temperature -12 to +35, ratio 16:9, +100 points")]
    [InlineData("std::vector<int>::iterator, ::1")]
    [InlineData("I0828 21:21:46.377961 27646 sched.cpp:137] calling back 0.041714119635")]
    [InlineData("20:18:31-1740121354-55566 and 20150114-185134 and 2012-03-14 17")]
    [InlineData("tell me, refund 1234567")]
    [InlineData("PWD=/Applications/eclipse_42/Eclipse.app, aToken : Titanium.Locale.getString(")]
    [InlineData("1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1")]
    [InlineData("[email] [phone] [card] [iban] [ip] [key]")]
    [InlineData("")]
    public void Order_numbers_codes_dates_and_versions_survive(string text)
    {
        Assert.Equal(text, PersonalData.Mask(text));
        Assert.Equal(text, MaskUtf8(text));
    }

    [Fact]
    public void Masking_twice_changes_nothing_and_the_utf8_way_gives_the_same()
    {
        foreach (string text in HostileText.Samples(6000))
        {
            string once = PersonalData.Mask(text);
            Assert.Equal(once, PersonalData.Mask(once));
            string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.Equal(PersonalData.Mask(valid), MaskUtf8(valid));
        }
    }

    [Fact]
    public void Spans_are_in_order_and_say_where_and_what()
    {
        const string Text = "call 555-123-4567, bob@example.com";
        Assert.Equal([new PersonalSpan(5, 12, PersonalKind.Phone), new PersonalSpan(19, 15, PersonalKind.Email)], PersonalData.Find(Text));
    }

    [Fact]
    public void Secrets_do_not_hide_at_any_place_of_a_long_text()
    {
        string[] secrets = ["a@b.co", "AKIAIOSFODNN7EXAMPLE", "192.168.1.77", "4111111111111111", "password=hunter2", "fe80::1ff:fe23:4567:890a", "+49 170 1234567"];
        for (int before = 0; before < 140; before++)
            foreach (string secret in secrets)
            {
                string padding = string.Concat(Enumerable.Repeat("ab ", before))[..before];
                string text = padding + " " + secret + " end of it all";
                Assert.DoesNotContain(secret, PersonalData.Mask(text), StringComparison.Ordinal);
                Assert.NotEqual(text, MaskUtf8(text));
            }
    }

    [Theory]
    [InlineData("@")]
    [InlineData("a@a.")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData("a:")]
    [InlineData("4111 ")]
    [InlineData("+1(")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("password=")]
    [InlineData("sk-")]
    [InlineData("DE89")]
    [InlineData("phone 1")]
    public void A_megabyte_of_beginnings_is_searched_in_linear_time(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        Assert.NotNull(PersonalData.Mask(text));
    }

    [Fact]
    public void Customers_questions_without_personal_data_stay_as_they_are() =>
        Assert.DoesNotContain(SampleRows.Texts("banking77/train.csv"), static text => PersonalData.Mask(text) != text);

    private static string MaskUtf8(string text)
    {
        BytesColumn column = new();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!PersonalData.TryMask(bytes, column))
        {
            Assert.Equal(0, column.Count);
            return text;
        }

        return column.GetString(0);
    }
}
