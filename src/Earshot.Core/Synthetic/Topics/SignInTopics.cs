namespace Earshot.Core.Synthetic.Topics;

/// <summary>Topics of the product line Mobile App about getting in.</summary>
internal static class SignInTopics
{
    public static IReadOnlyList<TopicTemplate> All { get; } =
    [
        new("login code never arrives", 52, (44, 2), (8, 32, 2))
        {
            Subjects = """
                the login code
                the missing SMS code
                the verification code
                the login codes
                """,
            Problems = """
                I don't get the SMS code to log in.
                The login code never arrives on my {phone}[, I've requested it {times}|].
                Waiting for the six-digit code for {minutes}, no text message at all.
                The verification code arrives {minutes} late and is expired by then.
                I can't log in because the SMS with the code isn't sent[ to my new number|].
                Login code says "invalid" although I typed in ######.
                Requested {times} a login code by text, received none. Mobile operator is [Vodafone|O2|T-Mobile|Orange|AT&T].
                The app asks for a code from an authenticator I no longer have.
                No verification SMS since {day}, so I'm locked out.
                I got a new number and the login code still goes to the old one.
                i am not receiving any otp code for login on my {phone} since {minutes}
                """,
            Details = """
                Other text messages arrive without problems.
                The "resend code" button is greyed out.
                I checked the number, the last digits are ##.
                The code by voice call doesn't come either.
                Now it says too many attempts, try again in {minutes}.
                I need to log in to see [my account|{order}|my bookings].
                Could you send the code by e-mail instead?
                """,
            Shorts = """
                no login code
                sms code not coming
                code never arrives, tried {times}
                can't log in, no SMS since {day}
                otp not received on {phone}
                """,
        },
        new("face and fingerprint login", 26, (32, 5), (26, 12, 0))
        {
            Subjects = """
                Face ID
                the fingerprint login
                biometric login
                the face unlock
                """,
            Problems = """
                Face ID [stopped working|isn't recognised|is no longer offered] since {day} on my {iphone}.
                The app asks for my PIN each time, although Face ID is switched on.
                Fingerprint login fails on my {android} with "biometrics not available".
                After the update to {version} I can't enable the fingerprint sensor.
                Face ID works for other apps but not yours.
                I set up a new {iphone} and the Face ID switch is greyed out.
                The fingerprint is accepted and then I still have to type the password.
                Touch ID prompt appears {times} in a row before it lets me in.
                Face recognition fails when I wear glasses, only in your app.
                my finger print is not accepting by the app since {day}
                """,
            Details = """
                I turned Face ID off and on in the settings.
                The fingerprint was registered anew on the phone.
                It says {appcode} under the fingerprint icon.
                Typing the PIN works.
                Biometrics are allowed in the phone's settings.
                Face ID unlocks the phone itself without trouble.
                """,
            Shorts = """
                face id broken
                Face ID not working on {iphone}
                fingerprint no longer works
                fingerprint fails, {android}
                """,
        },
        new("password reset", 44, (28, 5), (16, 24, 1))
        {
            Subjects = """
                the password reset
                the reset link
                my password
                """,
            Problems = """
                I forgot my password and the reset e-mail [doesn't come|never arrives|isn't sent][, tried {times}|, also not to my second address|].
                The password reset link says [expired|"invalid token"|already used], I clicked it within {minutes}.
                I reset my password {times} and the new one isn't accepted.
                The reset link opens a blank page on my {phone}.
                How can I change my password in [the app|app {version}]? I can't find it under [settings|security|my profile].
                No password reset mail since {day}, also not in the spam folder.
                The new password is refused, it says it must have 12 characters and it has 1#.
                Account locked after {times} wrong passwords, the reset doesn't unlock it.
                My old e-mail address [is gone|was deleted {date}|no longer works], so I can't use the password reset link.
                i forget my password, reset mail is not coming since {days}
                """,
            Details = """
                I requested the reset link {times}.
                The spam folder is empty as well.
                With the new password it says "wrong credentials".
                The link was only {minutes} old.
                Please send a new link or set a temporary password.
                I used the same e-mail address as always for the reset.
                """,
            Shorts = """
                forgot my password
                password reset not working
                reset link expired after {minutes}
                no password reset mail since {day}
                locked out, need a new password
                """,
        },
    ];
}
