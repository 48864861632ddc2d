"""Language, letters and colours, for one visitor."""

from __future__ import annotations

from itertools import pairwise
from math import log10

import pytest

from kiosk.model import Place
from kiosk.session.delivery import STEP_DB, VOLUMES, gain
from kiosk.state import Attract, Comfort, Home, Look, Reading
from tests.fakes import DORMIR, FEET, SLEEP, SLEEP_CAUSES, Visitor


def bilingual(*, awake: bool = True) -> Visitor:
    return Visitor(SLEEP, FEET, DORMIR, languages=("en", "es"), awake=awake)


def test_who_begins_in_spanish_finds_what_is_written_in_spanish() -> None:
    visitor = bilingual(awake=False)
    visitor.kiosk.wake("es")
    assert visitor.state.language == "es"
    assert visitor.moment == Home("dormir")
    assert (visitor.voice.language, visitor.ear.language, visitor.mind.language) == ("es", "es", "es")


def test_who_begins_in_english_finds_the_rest() -> None:
    visitor = bilingual()
    assert visitor.moment == Home(None)
    assert visitor.state.shelf == (SLEEP, FEET)


def test_a_language_in_which_there_is_nothing_to_read_is_not_offered() -> None:
    assert Visitor(SLEEP, languages=("en", "es")).state.offered == ("en",)
    assert bilingual().state.offered == ("en", "es")


def test_an_article_in_a_language_that_nobody_here_speaks_is_not_lost() -> None:
    visitor = Visitor(SLEEP, DORMIR)
    assert visitor.state.shelf == (SLEEP, DORMIR)


def test_a_language_can_be_chosen_during_a_visit_and_nothing_leads_back_to_the_other() -> None:
    visitor = bilingual()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.open_comfort()
    visitor.kiosk.choose_language("es")
    assert isinstance(visitor.moment, Comfort)
    visitor.kiosk.go_back()
    assert visitor.moment == Home("dormir")
    visitor.kiosk.hear(Place("dormir", "causes"))
    assert visitor.hears() == [
        "¿Qué quita el sueño?",
        "Tenga en cuenta: esta clínica aún no ha aprobado este texto.",
        "Las preocupaciones.",
        "El dolor también.",
    ]


def test_a_language_that_is_not_offered_changes_nothing() -> None:
    visitor = bilingual()
    visitor.kiosk.open_comfort()
    visitor.kiosk.choose_language("fr")
    assert visitor.state.language == "en"


def test_comfort_leads_back_to_where_the_visitor_was() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.open_comfort()
    visitor.kiosk.choose_text_scale(1.5)
    visitor.kiosk.choose_look(Look.DARK)
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Reading)
    assert (visitor.state.text_scale, visitor.state.look) == (1.5, Look.DARK)
    assert not any(isinstance(moment, Comfort) for moment in visitor.state.trail)


def test_from_the_waiting_screen_it_opens_a_visit() -> None:
    visitor = Visitor(awake=False)
    visitor.kiosk.open_comfort()
    assert isinstance(visitor.moment, Comfort)
    visitor.kiosk.go_back()
    assert visitor.moment == Home("sleep")


@pytest.mark.parametrize("scale", [0.5, 1.1, 3.0])
def test_letters_have_the_sizes_that_are_offered(scale: float) -> None:
    visitor = Visitor()
    visitor.kiosk.choose_text_scale(scale)
    assert visitor.state.text_scale == 1.0


def test_who_opens_it_from_the_waiting_screen_in_a_language_finds_it_in_that_one() -> None:
    visitor = bilingual(awake=False)
    visitor.kiosk.open_comfort("es")
    assert (type(visitor.moment), visitor.state.language) == (Comfort, "es")


def test_nothing_takes_the_place_of_the_urgent_screen_nor_changes_it() -> None:
    visitor = bilingual()
    visitor.kiosk.need_help()
    before = visitor.state
    visitor.kiosk.open_comfort()
    visitor.kiosk.choose_look(Look.DARK)
    visitor.kiosk.choose_language("es")
    assert visitor.state == before


def test_a_language_is_chosen_where_it_is_offered() -> None:
    visitor = bilingual()
    visitor.kiosk.choose_language("es")
    assert visitor.state.language == "en"


def test_for_who_is_not_here_no_look_is_chosen() -> None:
    visitor = bilingual(awake=False)
    visitor.kiosk.choose_look(Look.DARK)
    assert visitor.state.look is Look.LIGHT


def test_each_step_of_the_volume_is_as_many_decibels() -> None:
    gains = [gain(volume) for volume in VOLUMES]
    assert gains[-1] == 1.0
    steps = [20 * log10(after / before) for before, after in pairwise(gains)]
    assert steps == pytest.approx([STEP_DB] * (len(VOLUMES) - 1))


def test_the_next_visitor_finds_it_all_as_it_was() -> None:
    visitor = bilingual(awake=False)
    visitor.kiosk.wake("es")
    visitor.kiosk.choose_look(Look.HIGH_CONTRAST)
    visitor.kiosk.choose_text_scale(2.0)
    visitor.kiosk.louder(2)
    visitor.kiosk.guide(True)
    visitor.waits(400)
    state = visitor.state
    assert isinstance(state.moment, Attract)
    assert (state.language, state.look, state.text_scale, state.volume, state.guided) == (
        "en",
        Look.LIGHT,
        1.0,
        4,
        False,
    )
    assert (visitor.voice.language, visitor.ear.language, visitor.mind.language) == ("en", "en", "en")
