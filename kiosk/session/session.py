"""Verbs for fingers, `on` for news; carries out what the journeys wish for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.content import Importing
from kiosk.events import (
    AlertSent,
    Answered,
    ContentDone,
    ContentFailed,
    ContentStatusChanged,
    CountsRead,
    Event,
    Examined,
    HeadphonesChanged,
    HearingChanged,
    ImportMoved,
    KeyRead,
    LibraryChanged,
    MatchingBroke,
    PackReady,
    PackRefused,
    PartExamined,
    PinJudged,
    ReadingBroke,
    ReadingEnded,
    SourcesChanged,
    StickFree,
    Suggested,
    Tick,
    UtteranceStarted,
    VoiceChanged,
    WordStarted,
)
from kiosk.hearing import Listening
from kiosk.matching import Asking
from kiosk.messages import Messages
from kiosk.model import Article, Place, Said, Utterance
from kiosk.session import (
    answering,
    checkup,
    delivery,
    errands,
    guidance,
    importing,
    listening,
    reading,
    staff,
    taking,
    typing,
    urgent,
    usage,
    visit,
)
from kiosk.session.comfort_verbs import ComfortVerbs
from kiosk.session.counting import Bookkeeper
from kiosk.session.staff_verbs import StaffVerbs
from kiosk.session.step import Step
from kiosk.session.timing import Timing
from kiosk.session.wishes import (
    AbandonListening,
    Alert,
    Ask,
    FinishListening,
    Hush,
    Listen,
    LookUpCounts,
    Overhear,
    PauseReading,
    Read,
    ResumeReading,
    SetLanguage,
    SetSpeed,
    SetVolume,
    Suggest,
    Wake,
    Wish,
)
from kiosk.speech import Speaking
from kiosk.staff import Alerting, Counting, Examining, Guarding
from kiosk.state import Aloud, Attract, Manner, State

USUAL = Manner()


class Session(StaffVerbs, ComfortVerbs):
    """One kiosk's state and the only one who changes it. Lives on the UI thread.

    `show` is called with each new state. The rooms answer through the mailbox, never directly. `messages`: by language, in the
    order in which these are offered; `usual`: how every visit begins.
    """

    def __init__(
        self,
        articles: tuple[Article, ...],
        *,
        speaking: Speaking,
        listening: Listening,
        asking: Asking,
        alerting: Alerting | None,
        messages: Mapping[str, Messages],
        timing: Timing,
        usual: Manner = USUAL,
        importing: Importing | None = None,
        guarding: Guarding | None = None,
        counting: Counting | None = None,
        examining: Examining | None = None,
        show: Callable[[State], object] = lambda state: None,
    ) -> None:
        self.state = visit.opened(articles, tuple(messages), usual, staffed=None not in (importing, guarding))
        self._importing = importing
        self._guarding = guarding
        self._examining = examining
        self._speaking = speaking
        self._listening = listening
        self._asking = asking
        self._alerting = alerting
        self._counting = counting
        self._bookkeeper = Bookkeeper(counting)
        self.messages = messages
        """By language."""
        self._timing = timing
        self._show = show
        speaking.set_volume(delivery.gain(usual.volume))
        if self.state.staffed and guarding is not None and guarding.asks:
            self.state = staff.first_asked(self.state)
            guarding.ask_once()  # whoever starts it first; never somebody who waits when the power comes back

    def on_change(self, show: Callable[[State], object]) -> None:
        """Names who shows the state from now on, and shows it."""
        self._show = show
        show(self.state)

    # ---- verbs: the visit

    def touched(self) -> None:
        """A finger or a key anywhere: somebody is here."""
        self._become(Step(visit.touched(self.state)))

    def wake(self, language: str | None = None) -> None:
        """Somebody is here; `language`: that they chose by where they touched."""
        self._do(lambda state: visit.woken(state, language))

    def go_home(self) -> None:
        self._do(lambda state: guidance.gone(state, visit.gone_home))

    def go_back(self) -> None:
        self._do(lambda state: guidance.gone(state, visit.gone_back))

    def open_article(self, article: str) -> None:
        self._do(lambda state: visit.article_opened(state, article))

    def finish(self) -> None:
        """Clear everything of this visit."""
        self._do(visit.finished)

    def choose_aloud(self, aloud: Aloud) -> None:
        self._do(lambda state: visit.aloud_chosen(state, aloud))

    def need_help(self) -> None:
        """ "I need help now"."""
        self._do(lambda state: urgent.asked_for(state, has_alert=self._alerting is not None, timing=self._timing))

    def silence(self) -> None:
        """No more chimes."""
        self._do(urgent.silenced)

    # ---- verbs: reading

    def open_section(self, place: Place) -> None:
        self._do(lambda state: reading.chosen(state, place))

    def hear(self, place: Place) -> None:
        self._do(lambda state: reading.heard(state, place))

    def play(self) -> None:
        self._do(reading.played)

    def pause(self) -> None:
        self._do(reading.paused)

    def stop(self) -> None:
        self._do(reading.stopped)

    def next_sentence(self) -> None:
        self._do(lambda state: reading.skipped(state, 1))

    def previous_sentence(self) -> None:
        self._do(lambda state: reading.skipped(state, -1))

    def next_part(self) -> None:
        """The next paragraph or list entry."""
        self._do(lambda state: reading.skipped_part(state, 1))

    def previous_part(self) -> None:
        self._do(lambda state: reading.skipped_part(state, -1))

    def say_again(self) -> None:
        """The sentence that is being spoken, or was last."""
        self._do(reading.said_again)

    def faster(self, by: int) -> None:
        """So many steps; slower where that is negative."""
        self._do(lambda state: delivery.faster(state, by))

    def louder(self, by: int) -> None:
        """So many steps; softer where that is negative."""
        self._do(lambda state: delivery.louder(state, by))

    def read_from(self, sentence: int) -> None:
        self._do(lambda state: reading.read_from(state, sentence))

    # ---- verbs: taking it along

    def take_along(self) -> None:
        """The open section, for a phone."""
        self._do(taking.opened)

    def turn_page(self, by: int) -> None:
        """To another of its codes: 1 or -1."""
        self._do(lambda state: taking.turned(state, by, self.messages[state.language]))

    # ---- verbs: asking

    def ask_by_voice(self) -> None:
        self._do(listening.started)

    def stop_listening(self) -> None:
        self._do(listening.finished)

    def ask_by_keyboard(self, text: str = "") -> None:
        """Opens the keyboard; `text` stands there already, to be mended."""
        self._do(lambda state: typing.started(state, text))

    def type_text(self, text: str) -> None:
        """The whole text as it is now."""
        self._do(lambda state: typing.changed(state, text))

    def submit_typed(self) -> None:
        self._do(typing.submitted)

    def none_of_these(self) -> None:
        self._do(answering.none_of_these)

    def not_what_i_said(self) -> None:
        self._do(answering.misheard)

    # ---- news

    def on(self, event: Event) -> None:
        self._become(self._told(event), event)

    def _told(self, event: Event) -> Step:
        state, timing = self.state, self._timing
        match event:
            case Tick(now=now):
                return visit.ticked(state, now, timing)
            case UtteranceStarted():
                return reading.utterance_started(state, event)
            case WordStarted():
                return reading.word_started(state, event)
            case ReadingEnded() | ReadingBroke():
                prompted = listening.prompted(state, event)
                told = importing.said(reading.ended(prompted.state, event).state, event).state
                sounded = checkup.said(told, event)
                return Step(urgent.said(sounded.state, event, timing).state, (*prompted.wishes, *sounded.wishes))
            case VoiceChanged(audible=audible):
                return Step(replace(state, audible=audible))
            case HeadphonesChanged(plugged=plugged):
                return guidance.plugged_in(state) if plugged else guidance.unplugged(state)
            case HearingChanged(possible=possible):
                return Step(replace(state, hearing=possible))
            case Answered():
                return answering.answered(state, event, has_alert=self._alerting is not None, timing=timing)
            case MatchingBroke():
                return answering.broke(state, event)
            case Suggested():
                return typing.suggested(state, event)
            case LibraryChanged(articles=articles):
                return visit.library_changed(state, articles)
            case ContentStatusChanged(status=status):
                return Step(replace(state, content=status))
            case SourcesChanged(sources=sources):
                return Step(replace(state, sources=sources))
            case ImportMoved():
                return importing.moved(state, event)
            case StickFree():
                return importing.stick_freed(state, event)
            case PackReady():
                return importing.ready(state, event)
            case PackRefused():
                return importing.refused(state, event)
            case ContentDone():
                return importing.done(state, event)
            case ContentFailed():
                return importing.failed(state, event)
            case KeyRead():
                return importing.key_known(state, event)
            case PartExamined() | Examined():
                return checkup.examined(state, event)
            case PinJudged():
                return staff.judged(state, event)
            case CountsRead():
                return usage.known(state, event)
            case AlertSent():
                return urgent.alert_sent(state, event)
            case _:
                sentence = self.messages[state.language].text(checkup.SENTENCE)
                return checkup.heard(state, event, sentence) or listening.told(state, event)

    # ---- becoming

    def _do(self, verb: Callable[[State], Step]) -> None:
        self._become(verb(visit.touched(self.state)))

    def _become(self, step: Step, happened: Event | None = None) -> None:
        step = guidance.followed(self.state, Step(staff.shut(step.state), step.wishes))
        state = step.state
        wishes = (*checkup.put_away(self.state, state), *step.wishes, *importing.put_away(self.state, state))
        before, self.state = self.state, state
        changed = state != before
        self._bookkeeper.saw(before, happened, state)
        try:
            for wish in wishes:
                self._grant(wish)
        finally:  # a wish that can't be granted must not leave the screen behind
            if changed:
                self._show(self.state)

    def _grant(self, wish: Wish) -> None:
        match wish:
            case Read(ticket=ticket, lines=lines):
                self._speaking.read(ticket, tuple(self._in_words(line) for line in lines))
            case Wake():
                self._speaking.wake()
            case SetSpeed(speed=speed):
                self._speaking.set_speed(speed)
            case SetVolume(gain=gain):
                self._speaking.set_volume(gain)
            case SetLanguage(language=language):
                for room in (self._speaking, self._listening, self._asking):
                    room.set_language(language)
            case PauseReading():
                self._speaking.pause()
            case ResumeReading():
                self._speaking.resume()
            case Hush():
                self._speaking.stop()
            case Listen(ticket=ticket):
                self._listening.start(ticket)
            case FinishListening():
                self._listening.finish()
            case AbandonListening():
                self._listening.abandon()
            case Ask(ticket=ticket, question=question, near=near):
                self._asking.ask(ticket, question, near)
            case Suggest(ticket=ticket, text=text):
                self._asking.suggest(ticket, text)
            case Overhear(ticket=ticket, text=text):
                self._asking.overhear(ticket, text)
            case LookUpCounts(ticket=ticket):
                if self._counting is not None:
                    self._counting.look_up(ticket)
            case Alert(ticket=ticket, group=group):
                if self._alerting is not None:
                    self._alerting.alert(ticket, group)
            case _:
                errands.run(wish, self._importing, self._guarding, self._examining)

    def _in_words(self, line: Utterance | Said) -> Utterance:
        match line:
            case Said(key=key, values=values, sound=sound, sentence=sentence):
                text = self.messages[self.state.language].text(key, **values)
                return Utterance(text, sentence, sound, announces=sentence is not None)
            case Utterance():
                return line

    @property
    def is_idle(self) -> bool:
        """Nobody is here: the moment for jobs that may stutter."""
        return isinstance(self.state.moment, Attract)
