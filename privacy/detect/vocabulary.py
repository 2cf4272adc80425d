"""Words around names: titles, kinship, introductions, verbs; and places that are no person."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

from typing import Final

_GROUPS: Final = {
    "title": """mevrouw mevr mw mvr meneer mijnheer menir dhr heer heren dames juf juffrouw meester meneertje drs dr mr ir
        ing prof professor dominee ds imam pastor pastoor rabbijn rabbi kapelaan bisschop zuster broeder
        pater sheikh hadji frau herr miss mister sir lady madame monsieur señor pan pani
        fam familie gezin weduwe weduwnaar wed mej mejuffrouw jhr baron don ustaz meneren mevrouwen bro bruder""",
    "job": """wethouder burgemeester agent wijkagent rechercheur inspecteur hoofdagent brigadier commissaris boa handhaver
        dokter tandarts huisarts fysio verpleegkundige psycholoog therapeut apotheker dierenarts trainer coach
        raadslid minister staatssecretaris kamerlid statenlid fractievoorzitter voorzitter secretaris penningmeester
        directeur directrice conciërge conrector rector mentor docent docente lerares leraar bakker slager boer kapper
        huisbaas verhuurder makelaar aannemer loodgieter stukadoor schilder monteur chauffeur collega advocaat
        rechter officier notaris journalist journaliste redacteur schrijfster schrijver organist dirigent
        chef baas manager teamleider begeleider begeleidster vrijwilliger vrijwilligster coördinator
        contactpersoon woordvoerder woordvoerster griffier ambtenaar griffiemedewerker bezorger postbode koerier
        kok keeper spits scheids scheidsrechter aanvoerder captain dj rapper zanger zangeres vlogger streamer
        akela leider leidster oppas gastouder kraamhulp thuiszorg mantelzorger beheerder admin moderator penningm
        medewerker medewerkster stagiair stagiaire ondernemer eigenaar eigenaresse dader verdachte slachtoffer
        getuige melder bewoner bewoonster huurder huurster buurtbewoner prof wijkbeheerder huismeester
        kunstenaar fotograaf imker visboer marktkoopman kandidaat lijsttrekker voorganger""",
    "kin": """opa oma opoe oma'tje omi opi tante tant oom ome neef neefje nicht nichtje broer broertje bro zus zusje zussie zuster
        zoon zoontje dochter dochtertje vader moeder pa ma papa mama pap mam vriend vriendin vriendje vriendinnetje
        vrouw man ex schoonvader schoonmoeder schoonzus schoonzoon zwager kleinzoon kleindochter kleinkind kind kids
        kindje baby tweeling buurman buurvrouw buuf buur buurjongen buurmeisje buurtje overbuurman overbuurvrouw
        bovenbuurman bovenbuurvrouw onderbuurman onderbuurvrouw vriendje maat matti makker jongen meisje gozer gast
        peetoom peettante stiefvader stiefzoon stiefdochter stiefmoeder verloofde verkering lief nonno abi abla teyze
        amca khalti habibi oudtante oudoom achterneef bonuszoon bonusdochter pleegzoon pleegdochter huisgenoot
        klasgenoot teamgenoot ploegmaat jeugdvriend jeugdvriendin schoonmaakster werkster hulp kameraad""",
    "intro": """heet heette heten heetten noemt noem noemen noemde genaamd geheten naam namen achternaam voornaam bijnaam alias
        aka ofwel oftewel ene zekere""",
    "ask": """bel bellen belt app appen appt vraag vragen mail mailen contact reageer reageren opgeven aanmelden melden
        meld ophalen afhalen inleveren ask tag tagt dm pb pm info inlichtingen spreek aanspreekpunt bericht""",
    "close": """groet groetjes groeten gr grt grtz grtjes mvg vriendelijke hoogachtend liefs xx xxx x kus kusjes knuffel
        namens afz afzender get getekend was dank bedankt dankjewel thx thanks tnv t.n.v. tnv. groets salam tabee""",
    "greet": """hoi hallo hey hee heej yo ewa ewa? dag beste lieve liefste goedemorgen goedenavond goedemiddag moi jo hi
        geachte salaam salam selam fa wsg waddup proficiat gefeliciteerd gefeli hbd happy birthday sterkte rip r.i.p.
        rust condoleer condoleance succes welkom beterschap pst oi sup tjeee schatje schat moppie""",
    "say": """zegt zei zeggen zeg zeiden vertelt vertelde roept riep schrijft schreef vindt vond weet wist denkt dacht heeft had hebben
        is was zijn waren gaat ging komt kwam woont woonde werkt werkte belt belde loopt liep rijdt reed zit zat staat
        stond ligt lag moet moest kan kon wil wilde wou doet deed krijgt kreeg blijft bleef kijkt keek speelt speelde
        ziet zag vraagt vroeg houdt hield brengt bracht neemt nam geeft gaf slaapt sliep lacht lachte helpt hielp
        heet regelt betaalt deelt zoekt mag zou zal wordt werd bakt kookt draait filmt appt verkoopt durft hoort""",
    "poss": """mijn m'n mn me zijn z'n zn haar d'r dr hun ons onze jouw je uw jullie""",
    "prep": """van voor met bij aan door naar op tegen over zonder volgens sinds namens langs tussen om uit in en of & + vs dan als
        behalve door via""",
    "det": """de het een 't 'n die dat deze dit elke iedere sommige alle geen""",
    "pron": """ik jij je u hij zij ze wij we jullie iemand niemand wie wat er hier daar men iedereen""",
    "small": """kleine grote lange dikke ouwe oude jonge rooie rode blonde zwarte mooie lieve arme gekke gouden dove schele slimme""",
    "pet": """hond hondje honden kat kater poes kitten katten puppy labrador stabij beagle pony paard geit konijn cavia hamster
        parkiet papegaai vis golden retriever teckel herder poedel dier dieren gechipt chip baasje blaft miauwt kip haan ezel
        schildpad beestje vissen goudvis weggelopen""",
    "org": """winkel garage slagerij bakkerij kapsalon kapper salon café cafe restaurant bar snackbar supermarkt bedrijf schildersbedrijf
        firma bv stichting vereniging club team merk model film serie docu game spel liedje nummer boek roman song album band
        school basisschool kerk moskee tempel kinderdopvang hotel hostel camping manege gym sportschool station halte
        bus trein metro kleur soort ras appels aardappels bloem bloemen plant storm orkaan droger oven vriezer wasmachine
        fauteuil bank stoel auto boot schip kapel orkest koor fiets robot stofzuiger app website krant blad tijdschrift""",
    "street": """laan straat weg plein park hof dreef kade gracht singel pad""",
    "and": """en of & , / + vs""",
    "end": """. ! ? : ; …""",
    "quote": """" ' ( ) [ ] - *""",
}  # fmt: skip

WORD_CLASS: Final = {
    word: group for group, words in reversed(_GROUPS.items()) for word in words.split()
}
"""Class of each context word; a word in two groups has the first."""

PARTICLES: Final = frozenset(
    """van de der den het 't ter ten te tot v.d. vd v/d v. vander vande vanden la le du da dos das del della di el al ait aït ben
    bin bint abu oude op in 'n bou von zu y e d' l' ul ould""".split()
)  # fmt: skip
"""Words between a first name and a surname. Source: Besluit BRP, tabel 36 (voorvoegsels)."""

PLACES: Final = frozenset(
    """almere haven buiten poort hout pampus oosterwold nobelhorst werven hoven wierden gouwen meenten grienden marken velden
    overgooi stadscentrum filmwijk danswijk parkwijk verzetswijk waterwijk stedenwijk kruidenwijk muziekwijk
    staatsliedenwijk literatuurwijk noorderplassen vaarten markerkant randstad gooisekant bouwmeesterbuurt molenbuurt
    bloemenbuurt faunabuurt landgoederenbuurt oostvaardersbuurt seizoenenbuurt eilandenbuurt regenboogbuurt
    stripheldenbuurt sieradenbuurt buitenhout poldervlak vaart europakwartier homeruskwartier columbuskwartier cascadepark
    duin olympiakwartier vogelhorst weerwater esplanade stadhuisplein flevoziekenhuis muiderzand floriade baljuwstraat
    koningsplein yanmar baltimoreplein globeplein oostvaarders lelystad flevoland zeewolde amsterdam bijlmer""".split()
)  # fmt: skip
"""Words of the places of Almere. Source: CBS Wijk- en buurtkaart 2024; municipality of Almere."""
