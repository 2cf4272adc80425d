"""Recognisers of e-mail addresses and links to a profile."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType

_AT = r"(?: ?@ ?| (?:ape?n?staart(?:je)?|aapje|a-tje|at|ad) | ?[-_] ?(?:at|ape?n?staart(?:je)?) ?[-_] ?)"
_DOT = r"(?: ?[.•] ?|,(?=[a-z])| (?:dot|punt(?:je)?|point) | ?[-_] ?(?:dot|punt) ?[-_] ?)"
_JOIN = rf"(?:{_DOT}| (?:underscore|laag streepje|liggend streepje|streepje|min(?:netje)?|dash) )"
TLD = (
    r"(?:nl|com|net|org|be|de|eu|me|io|example|info|fr|pl|ru|ua|uk|tr|frl|online|app|email|gov|edu)"
)
HANDLE = r"[A-Za-z0-9](?:[\w.-]{1,28}[\w])?_?"
_PROVIDER = r"(?:gmail|hotmail|outlook|live|ziggo|kpnmail|kpnplanet|planet|xs4all|hetnet|upcmail|icloud|yahoo|proton(?:mail)?|protonmail|msn|gmx)"
_LOCAL = r"[\w+%'&=-]{1,64}+(?:\.[\w+%'&=-]{1,64}+){0,6}"
_HOSTS = (
    r"(?:facebook|fb|instagram|instagr|tiktok|x|twitter|linkedin|snapchat|youtube|twitch|reddit|strava|"
    r"vsco|flickr|github|gitlab|soundcloud|steamcommunity|rumble|threads|pinterest|onlyfans|bsky|"
    r"discord(?:app)?|telegram|vk|tumblr|medium|behance|spotify|last|mixcloud|bandcamp|letterboxd|goodreads|"
    r"couchsurfing|marktplaats|vinted|patreon|about|linktr|wa|t|m|signal|gezichtsboek|tikkie|paypal|bunq|revolut|gofundme|beacons|kwai|bereal|ko-fi|buymeacoffee|venmo|cash|wise|"
    r"insta|ig|snap|messenger|ngl|tellonym|ask|curiouscat|calendly|polarsteps|komoot|wattpad|untappd|allmylinks|campsite|lnk|whydonate|doneeractie|fansly|geni|myheritage)"
)
_ENDING = r"(?:com|nl|tv|app|example|me|co|gg|fm|ee|be|org|net|ly|social|ai|link|live|bio|to|page)"
_BLOGS = (
    r"(?:blogspot|wordpress|tumblr|wixsite|weebly|jouwweb|carrd|github|gitlab|itch|bandcamp|deviantart|livejournal|substack|artstation|webnode|"
    r"neocities|myportfolio|waarbenjij|reislogger|simplesite|strikingly|mystrikingly|dreamwidth|netlify|vercel|medium)"
)
_PUBLIC = (
    r"(?!(?:groups?|events?|watch|p|reels?|status|hashtag|explore|search|news|jobs|company|"
    r"help|about|v|a|q|l|r|playlist|results|policies|legal|sharer?|i|tag|tags|topic|topics|home|features|pricing|login|signup|"
    r"terms|privacy|download|settings|trending|discover|marketplace|business|directory)(?![\w.-]))"
)
_PERSONAL = (
    r"(?:u|user|users|profile|profiles|profiel|profielen|people|in|add|id|member|members|leden|lid|athletes|"
    r"athlete|author|auteur|over-mij|about-me|wie-ben-ik|mijn-verhaal|@(?=/)|~\w{1,60}|@[\w.]{1,60}|channel|c|photos|wie|cv|hyver)"
)

CONTACT: Final = (
    Recogniser(
        id="intl.email",
        min_digits=0,
        needs=("@",),
        type=PIIType.EMAIL,
        pattern=Regex(
            rf"(?<![\w+@])(?<!\w[.-]){_LOCAL}@(?:[\w-]{{1,63}}+\.){{1,4}}[^\W\d_]{{2,15}}(?![\w@])"
        ),
        score=0.95,
        source="RFC 5322",
    ),
    Recogniser(
        id="intl.email.obfuscated",
        gate=Regex(r"@|(?i:staart|aapje|a-tje|\bat\b|[-_]at[-_]|\bad\b)"),
        min_digits=0,
        needs=("@", "staart", "aapje", "a-tje", " at ", " ad ", "-at-", "_at_", " - at "),
        type=PIIType.EMAIL,
        pattern=Regex(
            rf"(?<![\w+@-])[\w+-]{{1,64}}(?:{_JOIN}[\w+-]{{1,64}}){{0,4}}{_AT}(?:{_PROVIDER}\b(?: {TLD}(?!\w)|(?!{_DOT}))|[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,2}}{_DOT}(?:{TLD}|c\.o\.m|n\.l)(?![\w@]))",
            re.IGNORECASE,
        ),
        score=0.85,
        source="RFC 5322; separators written out, to evade filters",
    ),
    Recogniser(
        id="intl.email.capitals",
        min_digits=0,
        gate=Regex("[a-z0-9](?:AT|PUNT|DOT)[a-z]"),
        type=PIIType.EMAIL,
        pattern=Regex(
            r"(?<!\w)[a-z][a-z0-9._-]{1,40}(?:AT|APENSTAARTJE)[a-z0-9-]{2,40}(?:DOT|PUNT|\.)[a-z]{2,6}(?!\w)"
        ),
        score=0.8,
        source="RFC 5322; separators in capitals, to evade filters",
    ),
    Recogniser(
        id="intl.email.provider",
        min_digits=0,
        needs=("gmail", "hotmail", "outlook"),
        type=PIIType.EMAIL,
        pattern=Regex(
            rf"(?<!\w)(?:gmail|hotmail|outlook) ?[:=] ?({HANDLE})(?![\w@])|(?<![\w@])(?=[a-z]*[\d._])[\w.-]{{4,40}} (?:op|bij) (?:gmail|hotmail|outlook)(?!\w)",
            re.IGNORECASE,
        ),
        score=0.65,
        source="RFC 5322; the name and the provider apart, to evade filters",
    ),
    Recogniser(
        id="web.profile.host",
        min_digits=0,
        needs=("/",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{{1,63}}+\.){{0,4}}(?:{_HOSTS}\.{_ENDING}/{_PUBLIC}|500px\.com/p/|whatsapp\.com/send/?\?)"
            r"[\w~@%.=?&/#+-]{0,200}[\w/]",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a profile page",
    ),
    Recogniser(
        id="web.payment",
        min_digits=0,
        needs=("betaal", "tikkie", "payment"),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){0,4}(?:betaalverzoek\.[\w-]{1,40}\.[a-z]{2,6}|tikkie\.me|[\w-]{1,40}\.[a-z]{2,6}/(?:betaalverzoek|payment-?request|betaal-?link))"
            r"[/?][\w~@%.=?&/#+-]{1,200}",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a request to pay one person",
    ),
    Recogniser(
        id="web.profile.spoken",
        min_digits=0,
        needs=("slash", " . com", " . nl", " .com", " .nl", " / ", " com/"),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@])(?:h(?:tt|xx)ps? ?: ?/ ?/ ?)?(?:www[ .]{{1,3}})?{_HOSTS}(?:{_DOT}{_ENDING}(?: ?/ ?| slash )| com/)(?:[\w.@-]{{1,60}}(?: ?/ ?| slash )){{0,3}}"
            r"(?:ape?n?staart(?:je)? )?[\w.@-]{1,60}\w(?: (?:punt|dot|underscore|(?:(?:laag|liggend) )?streepje) \w{1,30}){0,4}",
            re.IGNORECASE,
        ),
        accept=lambda text: " " in text,
        score=0.8,
        source="AVG art. 4(1), online identifier; signs written out or spaced",
    ),
    Recogniser(
        id="web.profile.blog",
        min_digits=0,
        needs=(".",),
        gate=Regex(rf"\.{_BLOGS}\.", re.IGNORECASE),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@.-])(?:h(?:tt|xx)ps?://)?(?:www\.)?(?!(?:www|blog|help|support|docs|status|api|en|nl|about|shop)\.)[\w-]{{2,63}}\.{_BLOGS}\.[a-z]{{2,4}}(?![\w@])(?:/[\w~@%.=?&/#+-]{{0,200}}[\w/])?",
            re.IGNORECASE,
        ),
        score=0.75,
        source="AVG art. 4(1), online identifier; the pages of one person on a host of many",
    ),
    Recogniser(
        id="web.profile.own",
        min_digits=0,
        needs=("site", "blog", "portfolio", "stamboom", "pagina", "page", "vlog", "mijn "),
        gate=Regex(r"[\w-]\.[A-Za-z]{2}"),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@.-])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){1,3}[a-z]{2,12}(?![\w@-])(?:/[\w~@%.=?&/#+-]{0,200}[\w/])?",
            re.IGNORECASE,
        ),
        before=words(
            r"\b(?:mijn|m'?n|zijn|z'n|haar|d'r|eigen)(?: (?:eigen|nieuwe|persoonlijke))? (?:web)?(?:site|blog|vlog|portfolio|stamboom|pagina|page|homepage)\b[^.!?\n]{0,20}\Z"
            r"|(?:site|blog|portfolio|pagina) van (?:mijn|m'?n|mij)\b[^.!?\n]{0,30}\Z"
            r"|\bmijn [^.!?\n:]{3,40}: \Z"
        ),
        score=0.65,
        source="AVG art. 4(1), online identifier; said to be somebody's own pages",
    ),
    Recogniser(
        id="web.profile.diary",
        min_digits=0,
        needs=("boek", "log", "verslag", "album", "portfolio"),
        gate=Regex(r"\.[a-z]{2,12}/", re.IGNORECASE),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@.-])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){1,3}[a-z]{2,12}/(?:(?:dag|log|gasten|foto|reis)boek|(?:web|bouw|reis|vaar)log|reisverslag(?:en)?|fotoalbum|portfolio)(?![\w-])(?:/(?:[\w~@%.=?&/#+-]{0,200}[\w/])?)?",
            re.IGNORECASE,
        ),
        score=0.65,
        source="AVG art. 4(1), online identifier; what somebody keeps for himself",
    ),
    Recogniser(
        id="web.profile.member",
        min_digits=0,
        needs=("/",),
        gate=Regex(r"/(?:stamboom-|[a-z-]{4,30}/[a-z]+-[a-z])", re.IGNORECASE),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){1,4}[^\W\d_]{2,15}/(?:[\w.~-]{1,60}+/){0,4}?(?:stamboom-[\w-]{3,60}"
            r"|(?:leerling(?:en)?|spelers?|players?|medewerkers?|docent(?:en)?|artsen|team|bestuur|collegas|trainers?|raadsleden|studenten|staff|overlijdensberichten|condoleances?|rouwadvertenties?|persons?|personen)"
            r"/[a-z]{2,20}(?:-[a-z]{1,20}){1,5}(?:-\d{1,10})?)(?![\w-])(?:/[\w~@%.=?&/#+-]{0,100}[\w/])?",
            re.IGNORECASE,
        ),
        score=0.75,
        source="AVG art. 4(1), online identifier; the page of a member, by name",
    ),
    Recogniser(
        id="web.profile.path",
        min_digits=0,
        needs=("/",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            rf"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{{1,63}}+\.){{1,4}}[^\W\d_]{{2,15}}(?::\d+)?/(?:[\w.~-]{{1,60}}+/){{0,6}}{_PERSONAL}(?![\w-])(?:[/?][\w~@%.=?&/#+-]{{0,200}}[\w/]|(?<=mij))?",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a page per user",
    ),
    Recogniser(
        id="web.profile.query",
        min_digits=0,
        needs=("?",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(
            r"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,63}+\.){1,4}[^\W\d_]{2,15}/[\w~@%.=&/#+-]{0,100}+\?[\w%.=&-]{0,60}(?:user|profile|member|account|owner)_?(?:id|name)?=[\w.%-]{1,60}",
            re.IGNORECASE,
        ),
        score=0.85,
        source="AVG art. 4(1), online identifier; a user in the query",
    ),
    Recogniser(
        id="web.profile.short",
        min_digits=0,
        needs=("/in/",),
        type=PIIType.URL_PERSONAL,
        pattern=Regex(r"(?<![\w/.])/in/[\w%-]{3,60}"),
        score=0.7,
        source="AVG art. 4(1), online identifier; the path of a profile without its host",
    ),
)
"""Rules for contact data, most specific first."""
