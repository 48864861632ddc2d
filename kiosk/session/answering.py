"""A question becomes an answer, a "did you mean", an honest "no", or the urgent screen."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import Answered, MatchingBroke
from kiosk.model import About, Answer, AnswerKind, HearingProblem, Question, Said, Section, Utterance, Way
from kiosk.session import reading, urgent
from kiosk.session.step import Step, moving, ticketed
from kiosk.session.timing import Timing
from kiosk.session.wishes import Ask, Read
from kiosk.state import Asking, Moment, NoAnswer, NotUnderstood, Reading, Reply, State, Thinking, Unsure


def asked(state: State, question: Question) -> Step:
    state, ticket = ticketed(state)
    near = _before_the_eyes(state)
    return moving(state, Thinking(question, ticket, since=state.now)).wishing(Ask(ticket, question, near))


def _before_the_eyes(state: State) -> str | None:
    """The article of the section that this visitor had open last."""
    open_last = (moment for moment in reversed((*state.trail, state.moment)) if isinstance(moment, Reading))
    return next((moment.place.article for moment in open_last), None)


def waited(state: State, timing: Timing) -> Step:
    """The clock went on: a matcher that no longer answers is given up."""
    match state.moment:
        case Thinking(since=since, ticket=ticket) if state.now - since >= timing.thinking_s:
            return broke(state, MatchingBroke(ticket))
        case _:
            return Step(state)


def answered(state: State, news: Answered, *, has_alert: bool, timing: Timing) -> Step:
    now, answer = state.moment, of_what_is_installed(state, news.answer)
    if isinstance(now, Asking) and now.ticket == news.ticket and answer.kind is AnswerKind.URGENT:
        state = replace(state, touched=state.now)  # overheard: nobody in need has to finish their sentence
        return urgent.entered(state, answer.urgent_group, now.words, has_alert=has_alert, timing=timing)
    if not isinstance(now, Thinking) or now.ticket != news.ticket:
        return Step(state)
    state, question = replace(state, touched=state.now), now.question
    if answer.kind is AnswerKind.URGENT:
        return urgent.entered(state, answer.urgent_group, question.text, has_alert=has_alert, timing=timing)
    if not question.text:
        return not_understood(state, HearingProblem.NO_WORDS)
    section = state.section(answer.place) if answer.place else None
    match answer.kind:
        case AnswerKind.ANSWER if answer.place and section:
            reply = Reply(question, answer, best_sentence(section, answer))
            return reading.opened(state, answer.place, question.way, reply)
        case AnswerKind.UNSURE if answer.suggestions:
            return _say(moving(state, Unsure(question, answer.suggestions, answer.urgent_hint)), question)
        case _:
            about = answer.about or About.UNCLEAR
            return _say(moving(state, NoAnswer(question, about, answer.suggestions, answer.urgent_hint)), question)


def broke(state: State, news: MatchingBroke) -> Step:
    """Without a matcher the kiosk can still say whom to ask."""
    match state.moment:
        case Thinking(question=Question(text=""), ticket=news.ticket):
            return not_understood(state, HearingProblem.NO_WORDS)
        case Thinking(question=question, ticket=news.ticket):
            state = replace(state, touched=state.now)
            return _say(moving(state, NoAnswer(question, About.UNCLEAR)), question)
        case _:
            return Step(state)


def not_understood(state: State, problem: HearingProblem, heard: str = "") -> Step:
    state = replace(state, failures=state.failures + 1, touched=state.now)
    step = moving(state, NotUnderstood(problem, state.failures, heard))
    if not reading.speaks_unasked(state, Way.SPOKEN):
        return step
    state, ticket = ticketed(step.state)
    return Step(state, (*step.wishes, Read(ticket, (Said(f"not_understood.spoken.{problem}"),))))


def misheard(state: State) -> Step:
    """The visitor didn't say what was made out."""
    match state.moment:
        case Unsure(question=question) | NoAnswer(question=question) | Reading(reply=Reply(question=question)):
            if question.way is Way.SPOKEN:
                return not_understood(state, HearingProblem.MISHEARD, question.text)
    return Step(state)


def none_of_these(state: State) -> Step:
    """The visitor meant none of what was offered."""
    match state.moment:
        case Unsure(question=question, urgent_hint=hint):
            return _say(moving(state, NoAnswer(question, About.HEALTH, urgent_hint=hint)), question)
        case _:
            return Step(state)


def best_sentence(section: Section, answer: Answer) -> int | None:
    """Where in the section the answer stands."""
    if answer.item is not None and (first := section.first_sentence_of(answer.item)) is not None:
        return first
    passage, first = answer.passage, 0
    if not passage:
        return None
    if passage in section.sentences:
        return section.sentences.index(passage)
    for block in section.blocks:
        if passage in block.text:
            inside = (i for i, sentence in enumerate(block.sentences) if sentence in passage or passage in sentence)
            return first + next(inside, 0)
        first += len(block.sentences)
    return None


def of_what_is_installed(state: State, answer: Answer) -> Answer:
    """The library may have changed while the matcher thought."""
    still = tuple(suggestion for suggestion in answer.suggestions if state.section(suggestion.place))
    also = answer.also if answer.also and state.section(answer.also) else None
    return replace(answer, suggestions=still, also=also)


def _say(step: Step, question: Question) -> Step:
    if not reading.speaks_unasked(step.state, question.way):
        return step
    state, ticket = ticketed(step.state)
    return Step(state, (*step.wishes, Read(ticket, words(state, state.moment))))


def words(state: State, moment: Moment) -> tuple[Said | Utterance, ...]:
    """What is said of an outcome."""
    match moment:
        case Unsure(suggestions=suggestions, urgent_hint=hint):
            titles = (state.section(suggestion.place) for suggestion in suggestions)
            return (*hinted(hint), Said("unsure.spoken"), *(Utterance(section.title) for section in titles if section))
        case NoAnswer(about=about, urgent_hint=hint):
            return (*hinted(hint), Said(f"no_answer.spoken.{about}"))
        case _:
            return ()


def hinted(hint: bool) -> tuple[Said, ...]:
    """Something may be happening: first of all."""
    return (Said("notes.urgent_hint"),) if hint else ()
