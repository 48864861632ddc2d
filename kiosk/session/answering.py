"""A question becomes an answer, a "did you mean", an honest "no", or the urgent screen."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import Answered, MatchingBroke
from kiosk.model import About, Answer, AnswerKind, HearingProblem, Question, Section, Utterance, Way
from kiosk.session import reading, urgent
from kiosk.session.step import Step, moving, ticketed
from kiosk.session.timing import Timing
from kiosk.session.wishes import Ask, Read, Said
from kiosk.state import Moment, NoAnswer, NotUnderstood, Reply, State, Thinking, Unsure


def asked(state: State, question: Question) -> Step:
    state, ticket = ticketed(state)
    return moving(state, Thinking(question, ticket)).wishing(Ask(ticket, question))


def answered(state: State, news: Answered, *, has_alert: bool, timing: Timing) -> Step:
    now, answer = state.moment, news.answer
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
        case Thinking(question=question, ticket=news.ticket):
            return _say(moving(state, NoAnswer(question, About.UNCLEAR)), question)
        case _:
            return Step(state)


def not_understood(state: State, problem: HearingProblem) -> Step:
    state = replace(state, failures=state.failures + 1, touched=state.now)
    step = moving(state, NotUnderstood(problem, state.failures))
    if not reading.speaks_unasked(state, Way.SPOKEN):
        return step
    state, ticket = ticketed(step.state)
    return Step(state, (*step.wishes, Read(ticket, (Said(f"not_understood.spoken.{problem}"),))))


def none_of_these(state: State) -> Step:
    """The visitor meant none of what was offered."""
    match state.moment:
        case Unsure(question=question, urgent_hint=hint):
            return moving(state, NoAnswer(question, About.HEALTH, urgent_hint=hint))
        case _:
            return Step(state)


def best_sentence(section: Section, answer: Answer) -> int | None:
    """Where in the section the answer stands."""
    if answer.item is not None and (first := section.first_sentence_of(answer.item)) is not None:
        return first
    if answer.passage is None:
        return None
    return next((i for i, sentence in enumerate(section.sentences) if sentence in answer.passage), None)


def _say(step: Step, question: Question) -> Step:
    if not reading.speaks_unasked(step.state, question.way):
        return step
    state, ticket = ticketed(step.state)
    return Step(state, (*step.wishes, Read(ticket, _words(state, state.moment))))


def _words(state: State, moment: Moment) -> tuple[Said | Utterance, ...]:
    match moment:
        case Unsure(suggestions=suggestions):
            titles = (state.section(suggestion.place) for suggestion in suggestions)
            return (Said("unsure.spoken"), *(Utterance(section.title) for section in titles if section))
        case NoAnswer(about=about):
            return (Said(f"no_answer.spoken.{about}"),)
        case _:
            return ()
