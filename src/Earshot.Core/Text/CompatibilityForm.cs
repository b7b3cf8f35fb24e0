using System.Collections.Frozen;
using System.Text;

namespace Earshot.Core.Text;

/// <summary>
/// The part of Unicode's NFKC that titles meet: Latin letters and their combining marks composed, full-width ASCII, Latin ligatures and raised digits
/// replaced. The runtime's own normalisation needs ICU, which invariant globalisation leaves out. Other characters stay as they are.
/// </summary>
internal static class CompatibilityForm
{
    // Each row: a combining mark, then pairs of a letter and the two composed (Unicode 15, canonical decompositions of Latin letters).
    private static readonly string[] Compositions =
    [
        "\u0300AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ",
        "\u0301AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤ",
        "\u0301âấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ",
        "\u0302AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ",
        "\u0303AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ",
        "\u0304AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳGḠgḡḶḸḷḹṚṜṛṝ",
        "\u0306AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặ",
        "\u0307CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ",
        "\u0308AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ",
        "\u0309AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ",
        "\u030AAÅaåUŮuůwẘyẙ",
        "\u030BOŐoőUŰuű",
        "\u030CCČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ",
        "\u030FAȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕ",
        "\u0311AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ",
        "\u0323BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ",
        "\u0324UṲuṳ",
        "\u0325AḀaḁ",
        "\u0326SȘsșTȚtț",
        "\u0327CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ",
        "\u0328AĄaąEĘeęIĮiįUŲuųOǪoǫ",
        "\u032DDḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ",
        "\u032EHḪhḫ",
        "\u0330EḚeḛIḬiḭUṴuṵ",
        "\u0331BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ",
    ];

    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed = Compositions
        .SelectMany(static row => row[1..].Chunk(2).Select(pair => KeyValuePair.Create((pair[0], row[0]), pair[1])))
        .ToFrozenDictionary();

    public static string Of(string text)
    {
        StringBuilder form = new(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case >= '\u0300' and <= '\u036F' when form.Length != 0 && Composed.TryGetValue((form[^1], c), out char composed): form[^1] = composed; break;
                case >= '\uFF01' and <= '\uFF5E': form.Append((char)(c - 0xFEE0)); break;
                case >= '\uFB00' and <= '\uFB06': form.Append(Ligatures[c - 0xFB00]); break;
                case '\u00B9': form.Append('1'); break;
                case '\u00B2' or '\u00B3': form.Append((char)(c - 0xB0 + '0')); break;
                case '\u2070' or (>= '\u2074' and <= '\u2079'): form.Append((char)(c - 0x2070 + '0')); break;
                case >= '\u2080' and <= '\u2089': form.Append((char)(c - 0x2080 + '0')); break;
                default: form.Append(c); break;
            }
        }

        return form.ToString();
    }
}
