"""The tests' own eyes must see before anything they say counts."""

from tests.stage import Word, find


def test_words_are_found_where_they_stand_whatever_their_case_and_punctuation() -> None:
    seen = [Word("Please", 1, 1), Word("Touch", 5, 5), Word("to", 9, 5), Word("start.", 13, 5)]
    assert find("touch to start", seen) == Word("Touch", 5, 5)


def test_words_that_do_not_stand_together_are_not_found() -> None:
    assert find("touch start", [Word("Touch", 1, 1), Word("to", 2, 1), Word("start", 3, 1)]) is None
