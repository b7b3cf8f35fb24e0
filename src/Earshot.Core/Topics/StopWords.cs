namespace Earshot.Core.Topics;

/// <summary>Which lower-case words are terms and which are not. English in full; German, French, Spanish, Italian, Portuguese, Dutch and Romanian in short.</summary>
internal static class StopWords
{
    private const string Bridges =
        "a an the my your our their his her its this that these those some any " +
        "is are was were be been being am has have had having just still already also now always both each every t s";

    private const string Negations = "not can't won't no never";

    private const string Linkers = "of to for";

    private const string Particles = "up ups in on off out down back over";

    private const string English =
        "i me mine myself we us ours ourselves you yours yourself yourselves he him himself she hers herself it itself they them theirs themselves " +
        "who whom whose which what when where why how whether and but or nor if then else than because as until while since unless though although " +
        "do does did doing done can could should would shall will may might must ought need needs needed needing dare let lets " +
        "at by with from into onto upon about against between among through throughout during before after above below under again further once here there " +
        "all few more most many much other another others such only own same so too very quite rather really actually basically currently recently please " +
        "yes yeah ok okay oh hey hi hello dear greetings good morning afternoon evening thanks thank thx ty cheers regards sincerely kind kindly best " +
        "sir madam mr mrs ms team guys folks everyone anybody anyone anything nothing something someone somebody everything nobody none " +
        "want wants wanted wanting know knows knew known knowing tell tells told telling get gets got gotten getting make makes made making " +
        "say says said saying see sees saw seen seeing go goes went gone going come comes came coming try tries tried trying " +
        "think thinks thought thinking guess hope hoping wish seem seems seemed look looks looking looked happen happens happened happening " +
        "thing things stuff way ways kind sort lot lots bit able possible possibly maybe perhaps probably sure like likes would wondering wonder " +
        "give gives gave given giving put puts putting keep keeps kept keeping take takes taking took believe understand mean means meant " +
        "use uses used using find finds found finding help helps helped helping explain advise appreciate apologies sorry glad happy pleased assist assistance " +
        "however therefore thus hence otherwise instead either neither even ever yet soon later ago away around via per etc eg ie vs re fw fwd cc bcc " +
        "one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand zero first second third twice couple several " +
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december " +
        "mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec am pm utc gmt est pst " +
        "ve ll im ive ill youre youve theyre theyve thats whats " +
        "heres theres hes shes gonna wanna gotta lemme gimme plz pls u ur r n " +
        "sent wrote subject forwarded message attached attachment below mentioned following follows per asap behalf importance " +
        "according regarding concerning based due within without across along despite toward towards onto beyond except besides " +
        "hours hour minutes minute seconds moment " +
        "nt exactly certain properly simply especially usually often sometimes immediately quickly easily " +
        "correctly suddenly apparently obviously definitely certainly whatever whenever wherever whichever anyway almost enough well right hereby strictly prohibited " +
        "hear heard letting supposed allow allows ask asks asked asking reply answer tell reason reasons";

    private const string Residue =
        "div nbsp quot amp lt gt apos http https www com html htm br href src span td tr th li ul ol img pre tbody table colspan noformat panel " +
        "org net php aspx url email_address redacted xxxx xxx xx unknown null undefined true false lorem ipsum hr px rgb css img alt colgroup strong blockquote rd nd th name names";

    private const string German =
        "der die das den dem des ein eine einen einem einer eines und oder aber ich du er sie es wir ihr mich mir dich dir uns euch ihnen mein meine meinen " +
        "meinem meiner dein ihre ihren sein seine ist sind war waren bin bist habe hat haben hatte wird werden wurde worden kann können konnte muss müssen soll " +
        "nicht kein keine keinen auch nur noch schon sehr mehr wie was wer wo wann warum wenn weil dass als ob für mit von vom bei beim nach aus auf an am im " +
        "in zu zum zur über unter vor durch gegen ohne um bis seit hier dort dann doch mal bitte danke hallo guten tag liebe grüße freundlichen mfg sich diese dieser dieses";

    private const string French =
        "le la les l un une des du de au aux et ou mais je tu il elle on nous vous ils elles me te se mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs " +
        "ce cet cette ces qui que quoi dont où quand comment pourquoi est sont était suis êtes ai as a avez ont avoir être été fait ne pas plus très aussi si dans " +
        "en sur sous pour par avec sans chez vers entre depuis mais donc car bonjour merci cordialement svp qu d j n s c y";

    private const string Spanish =
        "el la los las un una unos unas y o pero yo tú él ella nosotros ustedes ellos ellas mi mis tu tus su sus me te se nos lo le les que qué quien cual cuando donde " +
        "como cómo por para con sin de del al en sobre entre desde hasta es son era fue ser estar está están estoy he ha han hay muy más ya también si sí porque esta este esto hola gracias saludos favor";

    private const string Italian =
        "il lo la i gli le un uno una e ed o ma io tu lui lei noi voi loro mio mia miei mie tuo tua suo sua mi ti si ci vi che chi cui quando dove come perché di del della dei " +
        "delle al alla ai dal dalla nel nella sul sulla con per tra fra è sono era ho hai ha abbiamo hanno stato non più anche se molto questo questa ciao grazie salve saluti buongiorno";

    private const string Portuguese =
        "o a os as um uma e ou mas eu ele ela nós eles elas você vocês meu minha meus minhas seu sua seus suas me te se lhe que quem qual quando onde como por para com sem de do da " +
        "dos das no na nos nas ao aos em sobre entre até é são era foi ser estar está estão tenho tem há muito mais já também não porque este esta isso olá obrigado obrigada";

    private const string Dutch =
        "de het een en of maar ik jij je hij zij ze wij we jullie u mij mijn jouw uw hun hem haar ons onze dit dat deze die wie wat waar wanneer hoe waarom is zijn was waren ben " +
        "heb heeft hebben had wordt worden kan kunnen moet zal niet geen ook nog al wel zeer meer als dan om te van met voor door bij naar uit aan op over onder tot hallo bedankt groeten graag";

    private const string Romanian =
        "si sa se ca va cu din sau pe ce ne ii iar mai dupa daca este sunt ati nu pentru prin fost pare cum bun dar deci doar foarte acest aceasta aceste unde cand buna ziua salut multumesc rog fie inca cele cei " +
        "și să că vă în îmi mă după dacă ați fără când bună mulțumesc într la de cea cel";

    private const string WeakWords =
        "issue issues problem problems trouble question questions case cases ticket tickets new old last next previous current " +
        "usage show shows showing showed shown work works working worked " +
        "day days week weeks month months year years today tomorrow yesterday tonight time times long recent early late " +
        "wrong different correct incorrect proper good bad better great big small high low little full whole real main general specific particular " +
        "need want change changes changed changing add adding added send sends sending receive receives received receiving start started starting stop stopped " +
        "check checking checked call called calling provide provided providing include includes including included create creating created " +
        "number numbers part people person man company place end set setting run running runs ran appear appears appeared expect expected expecting " +
        "wait waiting waited available ready fine unable note notice noticed info information detail details example instance multiple single " +
        "do done fix fixed seems cause causes caused causing contact request requests requested requesting following correct option options " +
        "steps step result results test tests current latest version type types user users line lines list item items file files value values page system code " +
        "amount extra additional item colleague colleagues recently cost lead manager engineer officer senior " +
        "turn turned turning support supported side side move moved allowed ability correctly existing missing ensure implement implemented " +
        "actual reproduce reproduces reproduced reproducing reproducible behavior behaviour observed acceptance criteria environment intended confidential proprietary " +
        "analyst administrator specialist consultant coordinator director assistant executive intern responsible respectfully cordially faithfully truly " +
        "id ids ext important complete completed completing recipient recipients automatic automatically open opened opening shut data care pot click clicked clicking press pressed disclosure copying dissemination affiliates subsidiaries notify notified attachments";

    private static readonly HashSet<string> Negated =
    [
        "doesn", "didn", "isn", "wasn", "aren", "weren", "hasn", "haven", "hadn", "shouldn", "wouldn", "don", "ain",
        "doesnt", "didnt", "dont", "isnt", "wasnt", "arent", "werent", "hasnt", "havent", "hadnt", "shouldnt", "wouldnt", "aint",
    ];

    private static readonly Dictionary<string, WordClass> Classes = Build();

    private static readonly HashSet<string> PhrasalVerbs =
    [
        "top up", "log in", "log on", "log out", "log off", "sign in", "sign up", "sign out", "set up", "back up", "turn on", "turn off", "turn down", "turn up", "switch on",
        "switch off", "switch over", "check in", "check out", "pick up", "opt in", "opt out", "plug in", "shut down", "start up", "lock out", "sold out", "roll out", "roll back", "wake up",
        "clean up", "follow up", "how long", "power on", "power off", "drop off", "break down", "run out", "speed up", "time out", "cash back", "cash out", "pay back", "pay off",
        "charge back", "send back", "call back", "sync up", "line up", "hang up", "slow down", "fill in", "fill out", "block out", "kick out", "cut off", "go down", "show up",
    ];

    private static readonly HashSet<string> VerbsWithParticle = [.. PhrasalVerbs.Select(pair => pair[..pair.IndexOf(' ')])];

    /// <summary>Words with digits that are words all the same.</summary>
    private static readonly HashSet<string> WordsWithDigits =
    [
        "2fa", "3d", "3ds", "3g", "4g", "5g", "4k", "s3", "ec2", "mp3", "mp4", "o365", "m365", "office365", "k8s", "oauth2", "http2", "ipv4", "ipv6", "h264", "p2p", "b2b", "b2c", "utf8",
        "base64", "sha256", "md5", "html5", "log4j", "neo4j", "python3", "win10", "ps4", "ps5", "401k", "i18n", "l10n", "x86", "3rd-party",
    ];

    /// <summary>True for a word with digits that is a word all the same; ASCII, any case.</summary>
    public static bool IsWordWithDigits(ReadOnlySpan<byte> word)
    {
        if (word.Length > 12) return false;
        Span<char> lower = stackalloc char[word.Length];
        for (int i = 0; i < word.Length; i++) lower[i] = char.ToLowerInvariant((char)word[i]);
        return WordsWithDigits.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower);
    }

    /// <summary>
    /// What a lower-case word with plain apostrophes counts as: "card's" as "card", "isn't" as "not", "couldn't" as "can't", "l'argent" as
    /// "argent", all others as themselves.
    /// </summary>
    public static string Canonical(string word)
    {
        int apostrophe = word.LastIndexOf('\'');
        if (apostrophe < 0) return word is "cannot" or "cant" or "couldnt" or "couldn" ? "can't" : word == "wont" ? "won't" : Negated.Contains(word) ? "not" : word;
        if (word.EndsWith("n't", StringComparison.Ordinal)) return word is "can't" or "couldn't" ? "can't" : word == "won't" ? word : "not";
        string before = word[..apostrophe], after = word[(apostrophe + 1)..];
        if (after is "s" or "ll" or "re" or "ve" or "d" or "m") return before;
        return before.Length <= 2 || before is "dell" or "nell" or "all" or "sull" or "quest" ? after : word;
    }

    /// <summary>The words that say little by themselves.</summary>
    public static IEnumerable<string> Weak => Classes.Where(entry => entry.Value == WordClass.Weak).Select(entry => entry.Key);

    /// <summary>The class of a lower-case word with plain apostrophes.</summary>
    public static WordClass ClassOf(string word) => Classes.TryGetValue(word, out WordClass known) ? known : IsWord(word) ? WordClass.Plain : WordClass.Stop;

    /// <summary>True for the stem of a verb that makes one word with some particle.</summary>
    public static bool TakesParticle(string stem) => VerbsWithParticle.Contains(stem);

    /// <summary>True for a verb's stem and a particle that make one word: "log", "in"; so do "how" and "long", the question that is asked most.</summary>
    public static bool IsPhrasalVerb(string stem, string particle) => PhrasalVerbs.Contains(stem + " " + (particle == "ups" ? "up" : particle));

    // One letter, or forty, or with digits: an initial, a key, an identifier.
    private static bool IsWord(string word)
    {
        if (word.Length is < 2 or > 28) return WordsOfOneCharacter(word);
        foreach (char c in word)
            if (char.IsDigit(c)) return WordsWithDigits.Contains(word);

        // "xxxxxxxx" is a mask.
        return word.Length < 3 || word.AsSpan().ContainsAnyExcept(word[0]) || word[0] >= 0x2E80;
    }

    // An ideograph is a word of its own.
    private static bool WordsOfOneCharacter(string word) => word.Length == 1 && word[0] >= 0x2E80;

    private static Dictionary<string, WordClass> Build()
    {
        Dictionary<string, WordClass> classes = new(2000);
        void Add(string words, WordClass value)
        {
            foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) classes[word] = value;
        }

        // Later lists win: a word that is both weak and a stop word in some other language stays what English makes of it.
        foreach (string words in (string[])[German, French, Spanish, Italian, Portuguese, Dutch, Romanian]) Add(words, WordClass.Foreign);
        // What is a word of business in English stays one.
        foreach (string word in (string[])["pin", "car", "date", "sons", "hat", "van", "tag", "ai", "bin", "os", "eu", "ci"]) classes.Remove(word);
        Add(WeakWords, WordClass.Weak);
        Add(English, WordClass.Stop);
        Add(Residue, WordClass.Stop);
        Add(Bridges, WordClass.Bridge);
        Add(Particles, WordClass.Particle);
        Add(Linkers, WordClass.Linker);
        Add(Negations, WordClass.Negation);
        return classes;
    }
}
