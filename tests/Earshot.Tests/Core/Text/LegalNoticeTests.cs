using Earshot.Core.Text;

namespace Earshot.Tests.Core.Text;

public sealed class LegalNoticeTests
{
    [Theory]
    [InlineData(
        "please reset password thanks content communication classified confidential proprietary information intended solely individual intended recipient hereby notified disclosure copying strictly prohibited then delete",
        "please reset password thanks")]
    [InlineData(
        "My VPN drops. This e-mail is confidential and intended solely for the addressee. If you are not the intended recipient, copying is strictly prohibited. Call me back.",
        "My VPN drops. Call me back.")]
    public void A_notice_is_cut_though_no_line_marks_it(string mail, string rest) => Assert.Equal(rest, TextCleaner.Clean(TextOrigin.Ticket, "", mail));

    [Theory]
    [InlineData("The parcel was signed by someone who is not the intended recipient. Is that not strictly prohibited?")]
    [InlineData("Our confidential report was printed twice, please delete the copy.")]
    public void What_a_customer_says_about_one_stays(string text) => Assert.Equal(text, TextCleaner.Clean(TextOrigin.Ticket, "", text));

    [Fact]
    public void A_mail_that_is_nothing_but_a_notice_keeps_it()
    {
        const string Notice = "intended recipient hereby notified disclosure copying strictly prohibited";
        Assert.Equal(Notice, LegalNotice.Cut(Notice));
    }
}
