namespace Earshot.Core.Text;

/// <summary>Frequent words of languages in Latin letters: function words, and the everyday words of people who ask for help. Lower case, any order.</summary>
internal static class LanguageWords
{
    /// <summary>Code and words; the order breaks ties.</summary>
    public static readonly (string Code, string Words)[] Latin =
    [
        ("en", """
            the and to of is it in for on with you my i me we our your was were are be been being have has had do does did done not no can could will would should
            this that these those there here what when where which who whom why how if or but so because than then from by at as an a about after before again any all
            also always am another around away back both came come don didn doesn isn wasn won ve ll re first get gets getting got give given go goes going gone good
            great help his her him he she they them their its just keep keeps know last later less let like little long look made make many may maybe might more most much must
            need needs never new next now off old once one only open other out over own part per please put really right said same say see seem set sent show since some
            someone something still stop such sure take tell thank thanks thing think time today tomorrow too try trying tried two under until up us use used using very
            want wants way week weeks day days month year hour hours minute minutes well went while without work working works wrong yes yesterday yet
            account accounts add added address alarm alarms amount answer app apps available balance bank bill book booking broken button buy call calls cancel cancelled card cards
            cash change changed charge charged charges check checked click code company complaint connect connection contact cost could create crash crashed crashes currency
            customer date deleted delivery details device different disable display does download email emails enable enter error event exchange expired fail failed failing
            fee fees file files find fix fixed free friend friday hardware hello hi hey dear home icon identity information install invoice issue issues item items job kind kindly
            laptop leave letter light lights limit link list lists login logged lost mail mailbox manager meeting member message missing mobile monday money monitor music name names
            network news nothing number offer office order ordered orders page paid password passwords pay payment payments pending permission phone pin place play problem problems product
            purchase question rate read ready reason receive received refund regards remind reminder remove report request requests reset restart return saved says screen
            search send server service services setting settings setup share sign size slow software song songs start state statement status stock subscription support switch
            system task team text ticket tickets times top train transaction transactions transfer transferred try turn unable update updated upgrade user users verify
            version volume wait waiting weather website why wifi window windows wish withdraw withdrawal word write access allow best between big bring brought board calendar
            confirm current currently daily data delete each easy else end enough even ever every everything extra far fast few food found full game half hear high hold
            inside instead into joke kitchen lamp large low near nice night noise olly outside party people person pizza podcast point possible radio recipe remote restaurant
            room schedule shopping shut speak speaker speed sound store story taxi through together tonight traffic travel tweet uber until vacuum wake watch wear what world
            morning evening afternoon saturday sunday tuesday wednesday thursday january february march april june july august september october november december
            three four five six seven eight nine ten hundred red blue green white black color colour brightness brighten dim louder quieter pause resume movie movies
            how's define mean meaning stocks price prices happened happening things look repeat forget nevermind ok okay thanks cool awesome perfect correct
            yeah nope whatever further explain quiet silent silence audio contacts events recipes reminders jokes begin food foods meals quick increase decrease percent direct deposit professional
            leaver starter engineer assign assigned approve approved approver attached additional required employee colleague colleagues printer headset cable keyboard
            """),
        ("de", """
            der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen ist sind war waren bin wird werden wurde wurden hat habe haben hatte ich
            du er sie es wir ihr mich mir mein meine meinen meinem meiner dein ihre ihren ihrem ihnen uns unser unsere sich auf aus bei mit nach seit von vom zu zum zur für über
            unter vor wegen durch ohne gegen um bis an am im als wie was wer wo wann warum wieso weshalb welche wenn weil dass daß ob noch schon nur auch sehr mehr immer nie
            jetzt heute gestern morgen hier dort bitte danke hallo guten tag liebe lieber grüße können kann könnte muss müssen soll will möchte geht funktioniert mehr wieder
            rechnung bestellung konto karte geld zahlung passwort anmelden anmeldung kunde kundin lieferung paket bekommen erhalten gesendet fehler problem hilfe frage leider
            nichts etwas alles man diese dieser dieses diesem lässt seite gerät kündigen rückerstattung stimmt falsch meldung
            """),
        ("fr", """
            le la les un une des du de et ou mais ne pas plus est sont était suis êtes sommes ai as avons avez ont je tu il elle nous vous ils elles mon ma mes ton ta tes son sa
            ses notre nos votre vos leur leurs ce cet cette ces que qui quoi dont où quand comment pourquoi si dans sur sous avec sans pour par chez vers depuis entre aux au en
            c'est j'ai n'est qu'il bonjour merci svp cordialement s'il plaît très bien aussi encore toujours jamais rien tout tous toute toutes être avoir faire fait peux
            peut pouvez veux voudrais dois carte compte commande argent paiement mot passe facture livraison colis erreur problème aide reçu connecter fonctionne marche
            va aujourd'hui hier demain jour jours mois semaine client remboursement site application
            """),
        ("es", """
            el la los las un una unos unas de del y o pero no es son era fue soy está están estoy he ha han hemos yo tú él ella nosotros ustedes mi mis tu tus su sus nuestro nuestra
            me te se le les lo que quien qué cómo cuándo dónde por porque para con sin sobre desde hasta entre en al muy más menos también siempre nunca nada todo todos toda ya
            hola gracias favor buenos días buenas saludos puedo puede pueden quiero quisiera necesito tengo tiene hay hacer hace cuenta tarjeta pedido dinero pago factura
            contraseña envío paquete error problema ayuda recibido llegado funciona aplicación ayer hoy mañana semana mes cliente reembolso este esta esto ese esa cuando como si va
            """),
        ("it", """
            il lo la i gli le un uno una di del dello della dei degli delle e o ma non è sono era ero ho hai ha abbiamo avete hanno io tu lui lei noi voi loro mio mia miei mie tuo
            tua suo sua nostro vostro mi ti si ci vi che chi cosa come quando dove perché per con senza su sul sulla da dal dalla in nel nella nei al alla ai anche ancora già
            sempre mai niente tutto tutti più molto buongiorno ciao salve grazie favore cordiali saluti posso può potete voglio vorrei devo fare fatto conto carta ordine soldi
            pagamento fattura consegna pacco errore problema aiuto ricevuto arrivato funziona accedere ieri oggi domani settimana mese cliente rimborso questo questa quello se va
            """),
        ("pt", """
            o a os as um uma uns umas de do da dos das e ou mas não é são era foi sou está estão estou tenho tem temos têm eu tu ele ela nós vocês você meu minha meus minhas seu sua
            seus suas nosso nossa me te se lhe que quem qual como quando onde porque por para com sem sobre desde até entre em no na nos nas ao à pelo pela muito mais menos
            também sempre nunca nada tudo todos já ainda olá oi obrigado obrigada favor bom dia cumprimentos posso pode podem quero queria gostaria preciso fazer feito conta
            cartão pedido dinheiro pagamento fatura senha entrega encomenda erro problema ajuda recebi chegou funciona aplicativo ontem hoje amanhã semana mês cliente reembolso
            este esta isso consigo
            """),
        ("nl", """
            de het een en of maar niet geen is zijn was waren ben bent heb hebt heeft hebben had ik jij je u hij zij ze wij we jullie mijn jouw uw zijn haar ons onze hun mij me
            dat die dit deze wat wie waar wanneer waarom hoe als omdat dan want in op aan bij met naar van voor door over onder uit om tot zonder tegen sinds nog al alleen ook
            heel zeer meer altijd nooit niets alles iets nu vandaag gisteren morgen hier daar hallo beste geachte bedankt dank alstublieft graag groeten groet kan kunnen kunt
            moet moeten wil wilt zou worden wordt werd rekening bestelling kaart geld betaling wachtwoord factuur levering pakket fout probleem hulp vraag ontvangen werkt inloggen
            klant terugbetaling er te krijg gekregen
            """),
        ("sv", """
            och att det är en ett som på för av med till inte den har jag du han hon vi ni de min mitt mina din ditt er ert sig från om men eller så när var vad vem hur varför här
            där kan kunde ska skulle vill måste får fick fått blir blev har hade varit vara inget ingen något någon alla allt mycket mer också bara redan ännu nu idag igår imorgon
            hej tack snälla vänliga hälsningar konto kort beställning pengar betalning lösenord faktura leverans paket fel problem hjälp fråga fungerar logga kund
            återbetalning efter innan utan mellan genom mig er eftersom den detta dessa
            """),
        ("da", """
            og at det er en et som på for af med til ikke den har jeg du han hun vi i de min mit mine din dit sig fra om men eller så når hvor hvad hvem hvordan hvorfor her der
            kan kunne skal skulle vil må får fik fået bliver blev havde været være ingen intet noget nogen alle alt meget mere også kun allerede endnu nu dag går morgen hej tak
            venlig venligst hilsen konto kort bestilling ordre penge betaling adgangskode faktura levering pakke fejl problem hjælp spørgsmål virker logge kunde refusion tilbage
            efter før uden mellem mig jer siden dette disse hvis
            """),
        ("no", """
            og å det er en et ei som på for av med til ikke den har jeg du han hun vi dere de min mitt mine din ditt seg fra om men eller så når hvor hva hvem hvordan hvorfor her
            der kan kunne skal skulle vil må får fikk fått blir ble hadde vært være ingen ingenting noe noen alle alt mye mer også bare allerede ennå nå dag går morgen hei takk
            vennlig vennligst hilsen konto kort bestilling ordre penger betaling passord faktura levering pakke feil problem hjelp spørsmål fungerer virker logge kunde
            refusjon tilbake etter før uten mellom meg dere siden dette disse hvis
            """),
        ("fi", """
            ja on ei se että en et olen olet ovat oli olivat ole ollut minä sinä hän me te he minun sinun hänen meidän teidän mutta tai jos kun kuin niin myös vain vielä jo nyt
            tänään eilen huomenna tämä tuo nämä mikä mitä missä milloin miksi miten kuka joka jotka hei moi kiitos terveisin ystävällisin voi voin voitte voisitte pitää
            haluan tarvitsen tili kortti tilaus rahat maksu salasana lasku toimitus paketti virhe ongelma apua kysymys toimi toimii kirjautua asiakas palautus kanssa ilman
            jälkeen ennen mitään kaikki saanut tilini korttini
            """),
        ("pl", """
            i w na z do nie że się jest są był była było być jestem mam ma mamy mój moja moje moją mojego twój jego jej nas was ich to ten ta te tego tej co kto gdzie kiedy
            dlaczego jak czy ale lub albo ponieważ jeśli gdy po od przez przed bez dla o za przy pod już jeszcze tylko też także bardzo więcej zawsze nigdy nic wszystko teraz
            dziś dzisiaj wczoraj jutro dzień dobry witam cześć proszę dziękuję pozdrawiam mogę może możecie chcę chciałbym muszę konto konta karta karty zamówienie pieniądze
            płatność hasło hasła faktura dostawa paczka paczki błąd problem pomoc pytanie działa zalogować klient zwrot aplikacja
            """),
        ("cs", """
            a v na z do ne že se si je jsou byl byla bylo být jsem jste máme mám má můj moje moji mého váš vaše jeho její nás vás jejich to ten ta ty toho co kdo kde kdy proč
            jak ale nebo protože pokud když po od přes před bez pro o za při pod už ještě jen také velmi více vždy nikdy nic všechno teď dnes včera zítra dobrý den ahoj prosím
            děkuji pozdravem mohu může můžete chci chtěl musím účet účtu karta kartu objednávka objednávku peníze platba heslo faktura doručení balíček zásilka chyba
            problém pomoc otázka nefunguje funguje přihlásit zákazník vrácení aplikace
            """),
        ("tr", """
            ve bir bu şu için ile de da mi mı mu mü değil var yok ben sen biz siz onlar benim senin bizim sizin ne nasıl neden niçin nerede zaman kim hangi ama veya çünkü eğer
            gibi kadar sonra önce daha çok en hiç her şey şimdi bugün dün yarın merhaba selam lütfen teşekkürler teşekkür ederim saygılarımla olarak oldu olan olduğu edildi
            hesap hesabım hesabıma kart kartım sipariş siparişim para ödeme şifre şifremi fatura teslimat kargo paket hata sorun yardım çalışmıyor giriş yapamıyorum
            istiyorum almadım gelmedi uygulama iade müşteri hala hâlâ
            """),
        ("ro", """
            și si nu este sunt era am ai are avem au eu tu el ea noi voi ei meu mea mei mele dumneavoastră pe la cu din de în pentru că să ce cine unde când cum dacă dar sau
            fără după mai foarte tot toate acum astăzi ieri mâine bună ziua salut mulțumesc vă rog pot poate vreau trebuie contul cont cardul comanda bani banii plata parola
            factura livrare coletul pachet eroare problemă ajutor primit funcționează aplicația rambursare nimic încă deja o un
            va sa ca se ne fie bun pare inca daca dupa fara cand buna multumesc maine astazi
            """),
        ("hu", """
            a az és nem hogy van volt vagyok egy ez azt ezt mi mit ki hol mikor miért hogyan de vagy mert ha is csak már még nagyon most ma tegnap holnap jó napot kívánok
            szia üdvözlettel köszönöm kérem szeretném tudok tudom lehet kell számla fiókom fiók kártyám kártya rendelés rendelésem pénz fizetés jelszó szállítás
            csomag hiba probléma segítség kérdés működik bejelentkezni ügyfél visszatérítés nekem meg el ki be fel
            """),
        ("id", """
            yang dan di ke dari ini itu untuk dengan tidak bukan adalah saya anda kami kita mereka dia apa siapa mana kapan mengapa kenapa bagaimana tetapi atau karena jika kalau
            sudah belum akan bisa dapat harus ingin mau juga hanya masih sekarang kemarin besok hari halo selamat pagi siang terima kasih tolong mohon akun kartu pesanan uang
            pembayaran kata sandi faktur pengiriman paket kesalahan masalah bantuan masuk aplikasi pengembalian dana pada ada
            """),
        ("vi", """
            và của là không có tôi bạn chúng này đó cho với trong được đã đang sẽ một những các khi nào ở đâu tại sao như thế nhưng hoặc vì nếu rất cũng chỉ còn bây giờ hôm nay
            qua xin chào cảm ơn vui lòng giúp tài khoản thẻ đơn hàng tiền thanh toán mật khẩu hóa giao lỗi vấn đề hỗ trợ nhận đăng nhập ứng dụng hoàn tôi
            """),
    ];

    /// <summary>Letters that few of the languages use, with the codes of those that do.</summary>
    public static readonly (string Letters, string Codes)[] Letters =
    [
        ("ß", "de"), ("ñ¿¡", "es"), ("ł", "pl"), ("ąęśźżć", "pl"), ("řěů", "cs"), ("šžč", "cs"), ("ý", "cs vi"), ("ğış", "tr"), ("ãõ", "pt vi"), ("ç", "fr pt tr"), ("å", "sv da no"), ("æø", "da no"),
        ("őű", "hu"), ("țșă", "ro"), ("ă", "vi"), ("ơưđ", "vi"), ("ü", "de tr hu"), ("ö", "de sv fi tr hu"), ("ä", "de sv fi"), ("œ", "fr"), ("êèùîôû", "fr"), ("ì", "it"), ("ò", "it"), ("î", "ro"),
        ("â", "ro pt fr"), ("áíú", "es pt cs hu"), ("ó", "es pt pl cs hu"), ("é", "fr es hu cs pt"), ("à", "fr it"), ("ë", "nl"),
    ];

    /// <summary>Endings of words of five letters and more that no list above holds.</summary>
    public static readonly (string Ending, string Code)[] Endings =
    [
        ("ing", "en"), ("ted", "en"), ("ght", "en"), ("ould", "en"), ("ness", "en"), ("ally", "en"), ("ough", "en"), ("ked", "en"), ("wn", "en"), ("ngs", "en"), ("sh", "en"), ("ee", "en"), ("ack", "en"),
        ("ung", "de"), ("lich", "de"), ("isch", "de"), ("ungen", "de"), ("keit", "de"), ("ez", "fr"), ("eux", "fr"), ("aient", "fr"), ("ción", "es"), ("ando", "es"),
        ("zione", "it"), ("mente", "it"), ("ção", "pt"), ("ções", "pt"), ("ijk", "nl"), ("aan", "nl"), ("ningen", "sv"), ("arna", "sv"), ("ssa", "fi"), ("sta", "fi"), ("lla", "fi"), ("nen", "fi"),
        ("ować", "pl"), ("ego", "pl"), ("ych", "pl"), ("ého", "cs"), ("ých", "cs"), ("lar", "tr"), ("ler", "tr"), ("yorum", "tr"), ("iyor", "tr"), ("nya", "id"), ("kan", "id"),
    ];
}
