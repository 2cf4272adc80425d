"""Measured: how much Dutch is lost, how much of other languages is left out; sentences invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.language import Identified, Py3LangidIdentifier, is_foreign

POSTS = Path(__file__).parents[2] / "config" / "voorbeeld" / "posts.jsonl"
DUTCH_ONLY = frozenset({"nl"})
FOREIGN = (
    "Does anyone know why there are so many police cars near the station tonight?",
    "Just moved to Almere, can someone recommend a good dentist?",
    "The lake looks beautiful this morning",
    "Selling my old bike, 40 euros, pick up only",
    "I can't believe they closed the library again",
    "what a game last night, we were robbed",
    "Weiß jemand, warum heute Abend so viele Polizisten am Bahnhof stehen?",
    "Wir haben am Wochenende die Stadt besucht und es war wunderschön",
    "Ich suche eine kleine Wohnung mit Balkon",
    "Der Zug hat schon wieder Verspätung",
    "Quelqu'un sait pourquoi il y a autant de policiers devant la gare ce soir ?",
    "Je cherche un appartement pas trop cher près du centre",
    "Bonne journée à tous et bon courage",
    "¿Alguien sabe por qué hay tanta policía cerca de la estación esta noche?",
    "Busco trabajo de limpieza, tengo experiencia y coche propio",
    "Feliz cumpleaños mi amor, que cumplas muchos más",
    "Alguém sabe onde posso comprar pão de queijo nesta cidade?",
    "Hoje o tempo está muito bonito, vamos à praia",
    "Qualcuno conosce un buon ristorante italiano in centro?",
    "Che bella giornata, finalmente un po' di sole",
    "Szukam pracy na magazynie od poniedziałku, mam prawo jazdy",
    "Czy ktoś wie, gdzie można kupić polskie pierogi?",
    "Dzień dobry wszystkim, miłego dnia",
    "Bu akşam istasyonda neden bu kadar polis var, bilen var mı?",
    "Hayırlı cumalar, Allah kabul etsin",
    "Yeni açılan fırının ekmekleri çok güzel",
    "هل يعرف أحد لماذا توجد سيارات شرطة كثيرة قرب المحطة الليلة؟",
    "صباح الخير للجميع، أتمنى لكم يوما سعيدا",
    "Кто-нибудь знает, почему сегодня вечером на вокзале столько полиции?",
    "Ищу квартиру в аренду на длительный срок",
    "Чи знає хтось, де тут можна купити український хліб?",
    "Дякую всім, хто прийшов на зустріч у неділю",
    "Știe cineva de ce sunt atâtea mașini de poliție lângă gară?",
    "Caut de lucru în construcții, am experiență",
    "Търся работа в склад, имам шофьорска книжка",
    "Добро утро на всички, хубав ден",
    "Ma jiraa qof garanaya halka laga helo hilib xalaal ah oo wanaagsan?",
    "آیا کسی می\u200cداند چرا امشب این همه پلیس نزدیک ایستگاه است؟",
    "有人知道今晚车站附近为什么有这么多警车吗？",
    "今天天气真好，我们去湖边散步吧",
    "क्या किसी को पता है कि आज रात स्टेशन के पास इतनी पुलिस क्यों है?",
    "Tudja valaki, miért van ma este ennyi rendőr az állomásnál?",
    "Ada yang tahu toko yang menjual sambal dan kerupuk di sini?",
    "Có ai biết quán phở nào ngon ở gần đây không?",
    "Ξέρει κανείς γιατί υπάρχουν τόσοι αστυνομικοί στον σταθμό απόψε;",
    "Vet någon varför det är så många poliser vid stationen ikväll?",
    "Er der nogen, der ved, hvorfor toget er forsinket igen?",
    "Jeg leter etter en liten leilighet i nærheten av sentrum",
    "Tietääkö kukaan, miksi asemalla on tänä iltana niin paljon poliiseja?",
    "Nevíte někdo, proč je dnes večer u nádraží tolik policie?",
    "Zna li netko zašto je večeras toliko policije kod kolodvora?",
    "A e di dikush pse ka kaq shumë policë afër stacionit sonte?",
    "מישהו יודע למה יש כל כך הרבה משטרה ליד התחנה הערב?",
    "کیا کسی کو معلوم ہے کہ آج رات اسٹیشن کے قریب اتنی پولیس کیوں ہے؟",
    "มีใครรู้บ้างว่าทำไมคืนนี้มีตำรวจเยอะที่สถานี",
    "今夜、駅の近くに警察が多いのはなぜですか",
    "오늘 밤 역 근처에 왜 이렇게 경찰이 많은지 아는 사람 있나요?",
    "Kuna mtu anajua kwa nini kuna polisi wengi karibu na kituo usiku huu?",
    "Kes dizane çima îşev ewqas polîs li ber stasyonê hene?",
    "Ar kas nors žino, kodėl šį vakarą prie stoties tiek daug policijos?",
    "ዛሬ ማታ ጣቢያው አጠገብ ለምን ብዙ ፖሊስ እንዳለ የሚያውቅ አለ?",
    "@stadnieuws thanks for the update, stay safe everyone https://example.org/a/b",
)
MIXED_DUTCH = (
    "bro deze game is echt insane no cap ik ga dood",
    "lol wtf gebeurt er in de stad man this is crazy",
    "wallah ik zweer het je drerrie die skotoe staat weer bij de bushalte",
    "ff snel wie heeft er nog ns app werkend",
    "nvm is al opgelost thx",
    "goedemorgen allemaal",
    "omg zo mooi!!",
    "pls help mn kat is weg",
    "wollah broer kijk uit",
    "haha ja idd",
    "tfoe man echt niet normaal",
    "I hate it hier, elke dag hetzelfde gezeik",
    "Happy birthday schat, geniet van je dag!",
    "me when ik weer eens de bus mis",
    "vo die mattie van jou is echt fissa",
)
FRISIAN_AND_AFRIKAANS = (
    "Weet iemand hoekom daar vanaand so baie polisie by die stasie is?",
    "Ek soek 'n klein woonstel naby die middestad",
    "Wit ien wêrom't der jûn safolle plysje by it stasjon stiet?",
    "Wy ha it wykein moai waar en geane nei de mar",
)
DIALECT = (
    "Weet een, worüm vunavend so veel Polizei an'n Bahnhoff is?",
    "Weit emes woróm d'r hujaovend zoeväöl pliesie bie 't station sjteit?",
)


@pytest.fixture(scope="module")
def identifier() -> Py3LangidIdentifier:
    return Py3LangidIdentifier()


def dutch_posts() -> tuple[str, ...]:
    with POSTS.open(encoding="utf-8") as stream:
        return tuple(json.loads(line)["text"] for line in stream)


def dropped(
    identifier: Py3LangidIdentifier, texts: tuple[str, ...], allowed: frozenset[str] = DUTCH_ONLY
) -> float:
    guesses = identifier.identify(texts)
    return sum(is_foreign(guess, allowed) for guess in guesses) / len(texts)


def test_at_most_half_a_percent_of_dutch_posts_is_left_out(
    identifier: Py3LangidIdentifier,
) -> None:
    assert dropped(identifier, dutch_posts()) <= 0.005


def test_at_least_nine_in_ten_foreign_sentences_are_left_out(
    identifier: Py3LangidIdentifier,
) -> None:
    assert dropped(identifier, FOREIGN) >= 0.9


@pytest.mark.parametrize("text", MIXED_DUTCH + FRISIAN_AND_AFRIKAANS + DIALECT)
def test_mixed_slangy_and_kindred_posts_stay(identifier: Py3LangidIdentifier, text: str) -> None:
    assert dropped(identifier, (text,)) == 0


def test_another_allowed_language_stays(identifier: Py3LangidIdentifier) -> None:
    english = ("Does anyone know why there are so many police cars tonight?",)
    assert dropped(identifier, english) == 1
    assert dropped(identifier, english, frozenset({"nl", "en"})) == 0


def test_kin_stays_for_the_sake_of_dutch_only() -> None:
    frisian = Identified("fy", 0.99, 60)
    assert not is_foreign(frisian, DUTCH_ONLY)
    assert is_foreign(frisian, frozenset({"en"}))


@pytest.mark.parametrize(
    ("guess", "foreign"),
    [
        (Identified("de", 0.5, 12), True),
        (Identified("de", 0.49, 12), False),
        (Identified("de", 0.99, 11), False),
        (Identified("nl", 0.99, 60), False),
        (Identified("und", 0.0, 0), False),
        (Identified("zxx", 0.99, 60), False),
    ],
)
def test_only_a_sure_guess_on_enough_letters_leaves_a_post_out(
    guess: Identified, foreign: bool
) -> None:
    assert is_foreign(guess, DUTCH_ONLY) is foreign


def test_placeholders_addresses_and_mentions_do_not_sway(identifier: Py3LangidIdentifier) -> None:
    plain = "staan weer bij de bushalte te schreeuwen"
    noise = (
        "<PERSOON_1> <GEBRUIKER_12> <POSTCODE> @the.english.account info@this-is-english.com "
        "https://example.org/when/the/night/comes www.all-for-the-garden.com newspaper.com/a "
    )
    guesses = identifier.identify([plain, noise + plain, noise])
    assert guesses[0] == guesses[1]
    assert guesses[2] == Identified("und", 0.0, 0)


def test_a_very_long_text_costs_no_more_than_its_beginning(identifier: Py3LangidIdentifier) -> None:
    assert identifier.identify(["a" * 100_000])[0].letters == 1_000


def test_a_text_without_letters_is_undetermined(identifier: Py3LangidIdentifier) -> None:
    assert [guess.code for guess in identifier.identify(["", "🔪👀 17:30", "___"])] == ["und"] * 3
