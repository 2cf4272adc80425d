"""What a reader sees of HTML, in linear time."""

from __future__ import annotations

import time

import pytest

from pipeline.sources.html_text import html_text

ROWS = {
    "entities": ("caf&eacute; &amp; bar &#8364;5 &#x1F6A8;", "café & bar €5 🚨"),
    "escaped tags are text": ("&lt;b&gt;vet&lt;/b&gt;", "<b>vet</b>"),
    "paragraphs": ("<p>een</p><p>twee<br>drie<br />vier</p>", "een\ntwee\ndrie\nvier"),
    "inline": ("on<b>rust</b> in <i>de</i>  Filmwijk", "onrust in de Filmwijk"),
    "hashtag": ('<a class="tag">#<span>almere</span></a>', "#almere"),
    "mention": ('<span class="h-card"><a>@<span>vaart</span></a></span>', "@vaart"),
    "address": (
        '<a><span class="invisible">https://</span>krant.example</a>',
        "https://krant.example",
    ),
    "picture": ("<img src='https://x.example/a.png' alt='brand &amp; rook'>!", "brand & rook !"),
    "picture without words": ('<img data-alt="niet" src="a.png">rook', "rook"),
    "sign in a description": ('<img alt="a > b">', "a > b"),
    "unseen": ("<style>p{}</style>een<script>if(a<b){'</p>'}</script>twee", "eentwee"),
    "unseen without end": ("een<script>twee", "een"),
    "an end without a beginning": ("een</script>twee", "eentwee"),
    "comments": ("een<!-- a <!-- b --> twee <!-- drie", "een twee"),
    "declarations": ("<!DOCTYPE html><?xml version='1.0'?>een", "een"),
    "loose signs": ("1 < 2 <3 en > 4 <b", "1 < 2 <3 en > 4 <b"),
    "stray quotes": ("<a title=it's>een</a> 'twee' \"", "een 'twee' \""),
    "capitals": ("<P>een</P><SCRIPT>x</SCRIPT><IMG ALT='twee'>", "een\ntwee"),
    "no character": ("&#" + "9" * 5000 + "; een", "\ufffd een"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("html", "text"), ROWS.values(), ids=ROWS)
def test_the_words_that_a_reader_sees(html: str, text: str) -> None:
    assert html_text(html) == text


@pytest.mark.parametrize(
    "unit", ["<", "<a ", "</", "<!--", "<!", "<?", '<a b="', "<a b=\"'>", "<img alt=", "&#9", "<p>"]
)
def test_hostile_html_costs_no_more_than_its_length(unit: str) -> None:
    html = unit * (100_000 // len(unit))
    started = time.process_time()
    html_text(html)
    assert time.process_time() - started < 2
