"""Fingers, devices and the clock in any order: some things hold all the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk import events as event
from kiosk.events import (
    AlertSent,
    Answered,
    ContentDone,
    ContentFailed,
    Heard,
    HearingChanged,
    ImportMoved,
    ImportStep,
    KeyRead,
    LevelHeard,
    LibraryChanged,
    ListeningStarted,
    ListeningStopped,
    MatchingBroke,
    NotHeard,
    PackReady,
    PackRefused,
    PinJudged,
    PinVerdict,
    ReadingBroke,
    ReadingEnded,
    SourcesChanged,
    StickFree,
    Suggested,
    UtteranceStarted,
    VoiceChanged,
    WordsHeard,
    WordStarted,
)
from kiosk.model import About, Answer, AnswerKind, HearingProblem, Place, Transcript, UrgentGroup, Utterance
from kiosk.packs import PackProblem, Refusal, Source
from kiosk.session.leaflet import pages
from kiosk.session.step import LONGEST_TRAIL
from kiosk.staff_moments import INSIDE, Deed, StaffPin
from kiosk.state import Aloud, Asking, Attract, Home, Look, Playback, Reading, TakeAlong, Urgent
from tests.fakes import (
    DORMIR,
    FEET,
    FEET_INTRO,
    NOWHERE,
    SLEEP,
    SLEEP_CAUSES,
    SLEEP_PREVENTION,
    Visitor,
    messages,
    suggestions,
)
from tests.journeys.any_devices import Devices
from tests.journeys.test_importing import EXPORT, KEY, KEY_FILE, PACK, STICK, proposal

SECRET = "my secret question"
PIN = "7302"
PLACES = st.sampled_from([SLEEP_CAUSES, SLEEP_PREVENTION, FEET_INTRO, NOWHERE])
GROUPS = st.sampled_from([UrgentGroup.CHEST, UrgentGroup.SELF_HARM, UrgentGroup.ABSENT_PERSON])
TICKETS = st.just(0) | st.integers(0, 9)
"""How far back the ticket of a piece of news was given out: 0 is the newest."""


def answer(kind: AnswerKind, place: Place, group: UrgentGroup) -> Answer:
    match kind:
        case AnswerKind.ANSWER:
            return Answer(kind, place, passage="Worry does.", suggestions=suggestions(FEET_INTRO))
        case AnswerKind.URGENT:
            return Answer(kind, urgent_group=group)
        case AnswerKind.NO_ANSWER:
            return Answer(kind, about=About.HEALTH)
        case AnswerKind.UNSURE:
            return Answer(kind, suggestions=suggestions(place, FEET_INTRO))


class AnyOrder(Devices, RuleBasedStateMachine):
    """The fakes refuse what no room could do: a ticket used twice, speaking into an open microphone and the reverse."""

    def __init__(self) -> None:
        super().__init__()
        self.visitor = Visitor(SLEEP, FEET, DORMIR, alerted=True, awake=False, staffed=True, languages=("en", "es"))
        self.visitor.desk.has_pack = True
        self.asked = 0
        self.let_in = False
        """Somebody typed the right PIN, and has not left since."""

    def ticket(self, back: int) -> int:
        return self.visitor.state.next_ticket - 1 - back

    # ---- fingers

    @rule(
        verb=st.sampled_from(
            [
                "wake", "go_home", "go_back", "finish", "need_help", "silence", "play", "pause", "stop", "next_sentence",
                "previous_sentence", "ask_by_voice", "stop_listening", "ask_by_keyboard", "submit_typed",
                "none_of_these", "not_what_i_said", "touched", "next_part", "previous_part", "say_again",
                "open_comfort", "hush", "tell_again", "hold",
            ]
        )
    )  # fmt: skip
    def does(self, verb: str) -> None:
        getattr(self.visitor.kiosk, verb)()

    @rule(text=st.sampled_from(["", " ", SECRET]))
    def types(self, text: str) -> None:
        self.visitor.kiosk.type_text(text)

    @rule(place=PLACES, aloud=st.booleans())
    def opens(self, place: Place, aloud: bool) -> None:
        (self.visitor.kiosk.hear if aloud else self.visitor.kiosk.open_section)(place)

    @rule(by=st.sampled_from([-1, 1, 9]))
    def takes_it_along(self, by: int) -> None:
        self.visitor.kiosk.take_along()
        self.visitor.kiosk.turn_page(by)

    @rule(article=st.sampled_from(["sleep", "feet", "none"]))
    def opens_article(self, article: str) -> None:
        self.visitor.kiosk.open_article(article)

    @rule(sentence=st.integers(-2, 9))
    def reads_from(self, sentence: int) -> None:
        self.visitor.kiosk.read_from(sentence)

    @rule(by=st.sampled_from([-1, 1]))
    def adjusts_the_voice(self, by: int) -> None:
        self.visitor.kiosk.faster(by)
        self.visitor.kiosk.louder(-by)

    @rule(aloud=st.sampled_from(Aloud))
    def chooses(self, aloud: Aloud) -> None:
        self.visitor.kiosk.choose_aloud(aloud)

    @rule(
        language=st.sampled_from(["en", "es", "fr"]), look=st.sampled_from(Look), scale=st.sampled_from([1.0, 2.0, 9.0])
    )
    def makes_it_easier(self, language: str, look: Look, scale: float) -> None:
        self.visitor.kiosk.choose_language(language)
        self.visitor.kiosk.choose_look(look)
        self.visitor.kiosk.choose_text_scale(scale)

    @rule(language=st.sampled_from([None, "en", "es", "fr"]))
    def comes(self, language: str | None) -> None:
        self.visitor.kiosk.wake(language)

    @rule(on=st.booleans())
    def is_guided(self, on: bool) -> None:
        self.visitor.kiosk.guide(on)

    @rule()
    def moves_by_keys(self) -> None:
        self.visitor.kiosk.tell(Utterance("Back"))

    # ---- the rooms and the clock

    @rule(seconds=st.sampled_from([1, 9, 31, 95]))
    def waits(self, seconds: int) -> None:
        self.visitor.waits(seconds)

    @rule(possible=st.booleans())
    def devices_come_and_go(self, possible: bool) -> None:
        self.visitor.news(HearingChanged(possible))
        self.visitor.news(VoiceChanged(possible))

    @rule(plugged=st.booleans())
    def headphones_come_and_go(self, plugged: bool) -> None:
        self.visitor.news(event.HeadphonesChanged(plugged))
        state = self.visitor.state
        assert state.guided is plugged
        assert plugged or (self.visitor.hears(), state.volume) == ([], state.usual.volume)

    @rule(articles=st.sampled_from([(SLEEP, FEET), (FEET,), ()]))
    def content_changes(self, articles: tuple[object, ...]) -> None:
        self.visitor.news(LibraryChanged(articles))  # type: ignore[arg-type]

    @rule(back=TICKETS, kind=st.sampled_from([ListeningStarted, ListeningStopped]))
    def microphone(self, back: int, kind: type[ListeningStarted]) -> None:
        self.visitor.news(kind(self.ticket(back)))

    @rule(back=TICKETS)
    def words(self, back: int) -> None:
        self.visitor.news(LevelHeard(self.ticket(back), 0.5))
        self.visitor.news(WordsHeard(self.ticket(back), SECRET))

    @rule(back=TICKETS, text=st.sampled_from(["", SECRET]), problem=st.none() | st.sampled_from(HearingProblem))
    def heard(self, back: int, text: str, problem: HearingProblem | None) -> None:
        ticket = self.ticket(back)
        if self.visitor.ear.ticket == ticket:
            self.visitor.ear.concluded()
        transcript = Transcript(text, ungated=SECRET)
        self.visitor.news(NotHeard(ticket, problem) if problem else Heard(ticket, transcript))

    @rule(back=TICKETS, sentence=st.integers(0, 4))
    def voice_moves(self, back: int, sentence: int) -> None:
        if line := next((line for line in self.visitor.voice.utterances if line.sentence == sentence), None):
            self.visitor.news(UtteranceStarted(self.ticket(back), line))
            self.visitor.news(WordStarted(self.ticket(back), sentence, 1))

    @rule(back=TICKETS, kind=st.sampled_from([ReadingEnded, ReadingBroke]))
    def voice_ends(self, back: int, kind: type[ReadingEnded]) -> None:
        if self.visitor.voice.ticket == self.ticket(back):
            self.visitor.voice.concluded()
        self.visitor.news(kind(self.ticket(back)))

    @rule(back=TICKETS, kind=st.sampled_from(AnswerKind), place=PLACES, group=GROUPS)
    def answered(self, back: int, kind: AnswerKind, place: Place, group: UrgentGroup) -> None:
        self.visitor.news(Answered(self.ticket(back), answer(kind, place, group)))

    @rule(kind=st.sampled_from(AnswerKind), place=PLACES, group=GROUPS)
    def asks_in_writing(self, kind: AnswerKind, place: Place, group: UrgentGroup) -> None:
        self.visitor.kiosk.ask_by_keyboard()
        self.visitor.kiosk.type_text(SECRET)
        self.visitor.kiosk.submit_typed()
        self.answered(0, kind, place, group)

    @rule(back=TICKETS, place=PLACES)
    def matching(self, back: int, place: Place) -> None:
        self.visitor.news(Suggested(self.ticket(back), suggestions(place)))
        self.visitor.news(MatchingBroke(self.ticket(back)))

    @rule(back=TICKETS, succeeded=st.booleans())
    def alert(self, back: int, succeeded: bool) -> None:
        self.visitor.news(AlertSent(self.ticket(back), succeeded))

    # ---- staff

    @rule(
        verb=st.sampled_from(
            [
                "open_staff", "erase_pin", "submit_pin", "skip_pin", "change_pin", "leave_staff", "open_shelf", "install",
                "dismiss", "do_it", "open_keys", "hear_fingerprint",
            ]
        )
    )  # fmt: skip
    def does_as_staff(self, verb: str) -> None:
        getattr(self.visitor.kiosk, verb)()

    @rule(digits=st.sampled_from([PIN, PIN[:1], "x"]))
    def types_a_pin(self, digits: str) -> None:
        for digit in digits:
            self.visitor.kiosk.type_pin(digit)

    @rule(back=TICKETS, verdict=st.sampled_from(PinVerdict), wait_s=st.sampled_from([0.0, 30.0]))
    def pin_judged(self, back: int, verdict: PinVerdict, wait_s: float) -> None:
        now = self.visitor.moment
        if isinstance(now, StaffPin) and now.ticket == self.ticket(back):
            self.let_in = self.let_in or verdict in (PinVerdict.RIGHT, PinVerdict.TAKEN)
        self.visitor.news(PinJudged(self.ticket(back), verdict, wait_s))

    @rule()
    def comes_in(self) -> None:
        self.visitor.kiosk.finish()
        self.visitor.kiosk.open_staff()
        self.types_a_pin(PIN)
        self.visitor.kiosk.submit_pin()
        self.pin_judged(0, PinVerdict.RIGHT, 0.0)

    @rule(sources=st.sampled_from([(), (STICK, EXPORT)]))
    def sticks_come_and_go(self, sources: tuple[Source, ...]) -> None:
        self.visitor.news(SourcesChanged(sources))

    @rule(deed=st.sampled_from(Deed), about=st.sampled_from(["sleep", "none"]))
    def picks(self, deed: Deed, about: str) -> None:
        kiosk = self.visitor.kiosk
        kiosk.bring(PACK)
        kiosk.ask_sure(deed, about)
        kiosk.toggle_article(about)
        kiosk.open_changes(about)
        kiosk.preview("prevention")
        kiosk.read_key(KEY_FILE)
        kiosk.add_key("Riverside")
        kiosk.export(EXPORT)

    @rule(back=TICKETS, step=st.sampled_from(ImportStep))
    def desk_tells(self, back: int, step: ImportStep) -> None:
        self.visitor.news(ImportMoved(self.ticket(back), step, 1, 2))
        self.visitor.news(StickFree(self.ticket(back)))

    @rule(back=TICKETS, kind=st.sampled_from([PackReady, PackRefused, ContentDone, ContentFailed, KeyRead]))
    def desk_answers(self, back: int, kind: type) -> None:
        ticket = self.ticket(back)
        self.visitor.desk.has_pack = True
        match kind:
            case event.PackReady:
                self.visitor.news(PackReady(ticket, proposal()))
            case event.PackRefused:
                self.visitor.news(PackRefused(ticket, Refusal(PackProblem.TRUNCATED, "a.kioskpack")))
            case event.ContentFailed:
                self.visitor.news(ContentFailed(ticket, "It can't be written."))
            case event.KeyRead:
                self.visitor.news(KeyRead(ticket, KEY))
            case _:
                self.visitor.news(ContentDone(ticket))

    # ---- what always holds

    @invariant()
    def nobody_is_inside_without_the_pin(self) -> None:
        state = self.visitor.state
        if isinstance(state.moment, INSIDE):
            assert state.staff_open
        else:
            assert state.staff_open or not any(isinstance(moment, INSIDE) for moment in state.trail)
            assert not state.staff_open or isinstance(state.moment, StaffPin)
        if state.staff_open:
            assert self.let_in
        else:
            self.let_in = False

    @invariant()
    def nothing_happens_to_the_content_without_the_pin(self) -> None:
        if not self.let_in:
            assert len(self.visitor.desk.asked) == self.asked
        self.asked = len(self.visitor.desk.asked)

    @invariant()
    def no_pin_is_ever_shown(self) -> None:
        assert PIN not in repr(self.visitor.state)

    @invariant()
    def nothing_of_a_visit_outlives_it(self) -> None:
        state = self.visitor.state
        if isinstance(state.moment, Attract):
            assert (state.trail, state.failures, state.leaving_at) == ((), 0, None)
            assert SECRET not in self.visitor.words
            assert (state.speed, state.volume) == (1.0, state.usual.volume)
            assert (state.language, state.look, state.text_scale, state.guided) == ("en", Look.LIGHT, 1.0, False)
            assert {self.visitor.voice.language, self.visitor.ear.language, self.visitor.mind.language} == {"en"}
            assert self.visitor.voice.speed == 1.0
            assert self.visitor.hears() == []

    @invariant()
    def what_is_shown_is_the_state(self) -> None:
        if self.visitor.shown:
            assert self.visitor.shown[-1] == self.visitor.state

    @invariant()
    def an_open_section_is_installed(self) -> None:
        match self.visitor.moment:
            case Reading(place=place, at=at):
                section = self.visitor.state.section(place)
                assert section is not None
                assert at is None or 0 <= at < len(section.sentences)
            case TakeAlong(place=place, page=page):
                article, section = self.visitor.state.article(place.article), self.visitor.state.section(place)
                assert article is not None
                assert section is not None
                assert 0 <= page < len(pages(article, section, messages()))

    @invariant()
    def the_voice_plays_only_where_it_can_be_stopped(self) -> None:
        match self.visitor.moment:
            case Asking(prompt=None):
                assert self.visitor.hears() == []
            case Reading(playback=Playback.STOPPED | Playback.ENDED) | TakeAlong() if not self.visitor.state.guided:
                assert self.visitor.hears() == []
            case Reading(playback=Playback.PLAYING, ticket=ticket):
                assert self.visitor.voice.ticket == ticket

    @invariant()
    def private_words_are_neither_shown_nor_spoken_nor_found_again(self) -> None:
        match self.visitor.moment:
            case Urgent(is_private=True):
                assert SECRET not in self.visitor.words
                assert not self.visitor.hears() or self.visitor.state.guided
                assert SECRET not in " ".join(self.visitor.hears())

    @invariant()
    def one_language_at_a_time(self) -> None:
        state = self.visitor.state
        rooms = {self.visitor.voice.language, self.visitor.ear.language, self.visitor.mind.language}
        assert rooms == {state.language}
        match state.moment:
            case Home(article=str(article)):
                assert article in [each.id for each in state.shelf]

    @invariant()
    def the_way_back_is_short(self) -> None:
        assert len(self.visitor.state.trail) <= LONGEST_TRAIL


AnyOrder.TestCase.settings = settings(
    max_examples=400, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.filterwarnings("error")
class TestAnyOrder(AnyOrder.TestCase):  # type: ignore[misc, valid-type]  # hypothesis makes the class at run time
    pass
