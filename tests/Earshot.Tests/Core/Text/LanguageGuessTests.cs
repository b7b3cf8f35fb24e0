using System.Text;
using Earshot.Core.Text;

namespace Earshot.Tests.Core.Text;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("en", "I was charged twice for the same order, please refund one of them.")]
    [InlineData("en", "card not working")]
    [InlineData("en", "connection with icon icon dear please setup icon per icon engineers")]
    [InlineData("en", "RESET PASSWORD")]
    [InlineData("en", "Why can’t I log in?")]
    [InlineData("de", "Meine Bestellung ist noch nicht angekommen, wo bleibt das Paket?")]
    [InlineData("de", "Ich kann mich nicht mehr anmelden, das Passwort stimmt aber.")]
    [InlineData("de", "Bitte um Rückerstattung der Rechnung")]
    [InlineData("fr", "Je n'arrive pas à me connecter à mon compte depuis hier.")]
    [InlineData("fr", "Ma carte a été débitée deux fois, pouvez-vous me rembourser ?")]
    [InlineData("fr", "Où est ma commande ?")]
    [InlineData("es", "No puedo iniciar sesión en mi cuenta desde ayer.")]
    [InlineData("es", "Me han cobrado dos veces el mismo pedido, quiero el reembolso.")]
    [InlineData("es", "¿Dónde está mi paquete?")]
    [InlineData("it", "Non riesco ad accedere al mio conto da ieri.")]
    [InlineData("it", "Mi avete addebitato due volte lo stesso ordine, vorrei il rimborso.")]
    [InlineData("it", "Quando arriva il mio pacco?")]
    [InlineData("pt", "Não consigo entrar na minha conta desde ontem.")]
    [InlineData("pt", "Fui cobrado duas vezes pelo mesmo pedido, quero o reembolso.")]
    [InlineData("pt", "Onde está a minha encomenda?")]
    [InlineData("nl", "Ik kan sinds gisteren niet meer inloggen op mijn rekening.")]
    [InlineData("nl", "Er is twee keer betaald voor dezelfde bestelling, ik wil het geld terug.")]
    [InlineData("nl", "Waar blijft mijn pakket?")]
    [InlineData("sv", "Jag kan inte logga in på mitt konto sedan igår.")]
    [InlineData("sv", "Ni har dragit pengar två gånger för samma beställning.")]
    [InlineData("sv", "Varför fungerar inte mitt kort?")]
    [InlineData("da", "Jeg kan ikke logge ind på min konto siden i går, hvad gør jeg?")]
    [InlineData("da", "Jeg har ikke fået min pakke endnu, og adgangskoden virker heller ikke.")]
    [InlineData("da", "Hvornår bliver beløbet sendt tilbage af jer?")]
    [InlineData("no", "Jeg får ikke logget inn, passordet fungerer ikke lenger. Hva gjør jeg nå?")]
    [InlineData("no", "Jeg har ikke fått pakken ennå og vil ha pengene tilbake.")]
    [InlineData("no", "Hvorfor ble kortet mitt avvist? Kan dere hjelpe meg?")]
    [InlineData("fi", "En pääse kirjautumaan tililleni, miksi salasana ei toimi?")]
    [InlineData("fi", "Minulta on veloitettu kaksi kertaa samasta tilauksesta.")]
    [InlineData("fi", "Missä pakettini on?")]
    [InlineData("pl", "Nie mogę się zalogować na moje konto od wczoraj.")]
    [InlineData("pl", "Pobrano mi dwa razy pieniądze za to samo zamówienie, proszę o zwrot.")]
    [InlineData("pl", "Gdzie jest moja paczka?")]
    [InlineData("cs", "Od včerejška se nemohu přihlásit ke svému účtu.")]
    [InlineData("cs", "Za stejnou objednávku mi byly strženy peníze dvakrát.")]
    [InlineData("cs", "Kde je moje zásilka?")]
    [InlineData("tr", "Dünden beri hesabıma giriş yapamıyorum, lütfen yardım edin.")]
    [InlineData("tr", "Aynı sipariş için iki kez ödeme alındı, iade istiyorum.")]
    [InlineData("tr", "Kargo neden hala gelmedi?")]
    [InlineData("ro", "Nu pot să intru în contul meu de ieri, vă rog ajutați-mă.")]
    [InlineData("hu", "Tegnap óta nem tudok bejelentkezni a fiókomba.")]
    [InlineData("id", "Saya tidak bisa masuk ke akun saya sejak kemarin.")]
    [InlineData("vi", "Tôi không thể đăng nhập vào tài khoản của tôi.")]
    [InlineData("ru", "Не могу войти в аккаунт со вчерашнего дня.")]
    [InlineData("ru", "С меня дважды списали деньги за один заказ, верните, пожалуйста.")]
    [InlineData("ru", "Где мой заказ? Жду уже неделю, это неприемлемо.")]
    [InlineData("uk", "Не можу увійти до свого облікового запису з учорашнього дня.")]
    [InlineData("uk", "З мене двічі зняли гроші за одне замовлення, поверніть їх.")]
    [InlineData("uk", "Де моя посилка? Її досі немає.")]
    [InlineData("ro", "va rog sa imi spuneti daca se poate si cum, multumesc")]
    [InlineData("fr", "ça va si la carte va la")]
    [InlineData("bg", "Защо още не съм получил поръчката си?")]
    [InlineData("el", "Δεν μπορώ να συνδεθώ στον λογαριασμό μου.")]
    [InlineData("el", "Με χρεώσατε δύο φορές για την ίδια παραγγελία.")]
    [InlineData("el", "Πού είναι το δέμα μου;")]
    [InlineData("ar", "لا أستطيع تسجيل الدخول إلى حسابي منذ أمس.")]
    [InlineData("ar", "تم خصم المبلغ مرتين لنفس الطلب.")]
    [InlineData("ar", "أين طلبي؟")]
    [InlineData("he", "אני לא מצליח להתחבר לחשבון שלי מאתמול.")]
    [InlineData("he", "חויבתי פעמיים על אותה הזמנה.")]
    [InlineData("he", "איפה החבילה שלי?")]
    [InlineData("hi", "मैं कल से अपने खाते में लॉगिन नहीं कर पा रहा हूँ।")]
    [InlineData("hi", "एक ही ऑर्डर के लिए दो बार पैसे कट गए।")]
    [InlineData("hi", "मेरा पैकेट कहाँ है?")]
    [InlineData("th", "ฉันเข้าสู่ระบบบัญชีไม่ได้ตั้งแต่เมื่อวาน")]
    [InlineData("th", "ถูกเรียกเก็บเงินสองครั้งสำหรับคำสั่งซื้อเดียวกัน")]
    [InlineData("th", "พัสดุของฉันอยู่ที่ไหน")]
    [InlineData("zh", "我从昨天开始无法登录我的账户。")]
    [InlineData("zh", "同一个订单被扣了两次款，请退款。")]
    [InlineData("zh", "我的包裹在哪里？")]
    [InlineData("ja", "昨日からアカウントにログインできません。")]
    [InlineData("ja", "同じ注文で二回請求されました。返金してください。")]
    [InlineData("ja", "iPhone アプリが起動しません")]
    [InlineData("ko", "어제부터 계정에 로그인할 수 없습니다.")]
    [InlineData("ko", "같은 주문에 두 번 결제되었습니다.")]
    [InlineData("ko", "제 택배는 어디에 있나요?")]
    public void Support_text_is_counted_under_its_language(string code, string text) => Assert.Equal(code, Guess(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("12345 #778 2024-01-05")]
    [InlineData("???!!!")]
    [InlineData("🎉🎉")]
    [InlineData("xq zzkt qwfp")]
    public void What_cannot_be_known_is_und_and_not_a_wrong_language(string text) => Assert.Equal("und", Guess(text));

    [Theory]
    [InlineData("banking77/train.csv")]
    [InlineData("banking77/test.csv")]
    [InlineData("hwu64/train.csv")]
    [InlineData("helpdesk/tickets.csv")]
    public void English_support_data_is_english_at_97_percent_or_more(string file)
    {
        string[] texts = SampleRows.Texts(file);
        int english = texts.Count(static text => Guess(text) == "en");
        Assert.True(english >= 0.97 * texts.Length, $"{english} of {texts.Length} are English");
    }

    [Fact]
    public void A_foreign_name_does_not_change_the_language() => Assert.Equal("en", Guess("The invoice from Łódź to Müller & Søn is wrong, please send a new one"));

    [Fact]
    public void Random_bytes_and_every_cut_of_a_text_are_survived()
    {
        for (ulong seed = 0; seed < 300; seed++) _ = LanguageGuess.Of(HostileText.Bytes((int)seed * 5, seed));
        byte[] text = Encoding.UTF8.GetBytes("Привет мир, où est 日本語 ñandú 🎉");
        for (int length = 0; length <= text.Length; length++) _ = LanguageGuess.Of(text.AsSpan(0, length));
    }

    [Fact]
    public void Indices_and_codes_belong_together()
    {
        Assert.Equal("und", LanguageGuess.Code(LanguageGuess.Undetermined));
        Assert.Equal("en", LanguageGuess.Code(1));
        Assert.Equal(LanguageGuess.Codes.Count, LanguageGuess.Codes.Distinct(StringComparer.Ordinal).Count());
        Assert.Throws<ArgumentOutOfRangeException>(static () => LanguageGuess.Code(250));
    }

    private static string Guess(string text) => LanguageGuess.Code(LanguageGuess.Of(Encoding.UTF8.GetBytes(text)));
}
