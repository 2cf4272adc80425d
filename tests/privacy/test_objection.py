from __future__ import annotations

from privacy.objection import ObjectionList

KEY = b"k" * 32


def listed(*accounts: str) -> ObjectionList:
    empty = ObjectionList(KEY, frozenset())
    return ObjectionList(KEY, frozenset(map(empty.mark, accounts)))


def test_only_an_account_on_the_list_is_held() -> None:
    assert listed("@jan@server").holds("@jan@server")
    assert not listed("@jan@server").holds("@piet@server")
    assert not ObjectionList(b"", frozenset()).holds("@jan@server")


def test_capitals_spaces_and_composition_of_letters_make_no_other_account() -> None:
    assert listed(" @Ren\u00e9@server").holds("@rene\u0301@SERVER ")


def test_without_the_key_a_mark_says_nothing() -> None:
    mark = ObjectionList(KEY, frozenset()).mark("jan")
    assert mark != ObjectionList(KEY[::-1] + b"x", frozenset()).mark("jan")
    assert "jan" not in mark
