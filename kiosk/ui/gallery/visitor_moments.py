"""Every moment of a visit as a state, on the starter article: what the pictures are painted from, and the tests."""

from __future__ import annotations

from dataclasses import replace

from kiosk.content.article import load
from kiosk.context import ROOT
from kiosk.model import (
    About,
    Answer,
    AnswerKind,
    Article,
    Block,
    BlockKind,
    HearingProblem,
    Note,
    Place,
    Question,
    Section,
    Suggestion,
    UrgentGroup,
    Way,
)
from kiosk.state import (
    AlertCall,
    Asking,
    AskingPhase,
    Attract,
    Comfort,
    Home,
    NoAnswer,
    NotUnderstood,
    Playback,
    Reading,
    Reply,
    State,
    TakeAlong,
    Thinking,
    Typing,
    Unsure,
    Urgent,
)

STARTER = "leukopenia"


def starter(language: str = "en") -> Article:
    """In that language, where it is written in it; else in English."""
    folder = ROOT / "assets" / "articles"
    written = (load(path) for path in sorted(folder.glob(f"{STARTER}*.md")))
    return next((article for article in written if article.language == language), load(folder / f"{STARTER}.md"))


def moments(article: Article) -> dict[str, State]:
    def place(section: str) -> Place:
        return Place(article.id, section)

    def suggested(*sections: str) -> tuple[Suggestion, ...]:
        return tuple(Suggestion(place(section), 0.3) for section in sections)

    spoken = Question("what can I do so that I do not get sick", Way.SPOKEN)
    typed = Question("is low white blood cells cancer", Way.TYPED)
    other = replace(article, id="second", title="High blood pressure (hypertension) and what it does to you")
    letters = "“Où est-ce que ça fait mal ?” Tăng huyết áp. 洗手。 Ω ≥ 4,000/µL 👩🏽‍⚕️"
    heading = (
        "How other people write, and why a heading that is as long as this one must leave room for what stands below it"
    )
    words = Section("intro", heading, (Block(BlockKind.PARAGRAPH, letters * 6, (letters * 6,)),))
    foreign = Article("foreign", "Letters of others", "en", (words,))
    base = State(moment=Attract(), articles=(article,))

    def at(moment: object, **changes: object) -> State:
        return replace(base, moment=moment, **changes)  # type: ignore[arg-type]

    spanish = replace(article, id="second", title="Bajo recuento de glóbulos blancos (leucopenia)", language="es")
    bilingual: dict[str, object] = {"articles": (article, spanish), "languages": ("en", "es")}

    answer = Answer(
        AnswerKind.ANSWER,
        place=place("prevention"),
        item="prevent.food-safety",
        passage=passage_of(article, "prevent.food-safety"),
        confidence=0.8,
        suggestions=suggested("when-to-contact", "what-is"),
    )
    meaning = next(section for section in article.sections if section.id == "what-is")
    own_result = replace(
        answer,
        place=place("what-is"),
        item=None,
        passage=meaning.blocks[0].sentences[-1],
        notes=(Note.OWN_RESULT,),
        urgent_hint=True,
    )
    home = Home(article.id)
    return {
        "attract": at(Attract()),
        "home": at(home),
        "home-without-microphone": at(home, hearing=False),
        "home-of-two": at(Home(None), articles=(article, other)),
        "reading": at(Reading(place("who-is-affected")), trail=(home,)),
        "reading-aloud": at(
            Reading(place("prevention"), at=5, playback=Playback.PLAYING, ticket=1, word=2), trail=(home,)
        ),
        "reading-ended": at(Reading(place("prevention"), playback=Playback.ENDED), trail=(home,)),
        "reading-paused-silent": at(
            Reading(place("what-is"), at=2, playback=Playback.PAUSED, ticket=1), trail=(home,), audible=False
        ),
        "answer": at(
            Reading(place("prevention"), reply=Reply(spoken, answer, sentence_of(article, answer))), trail=(home,)
        ),
        "answer-own-result": at(
            Reading(place("what-is"), reply=Reply(typed, own_result, sentence_of(article, own_result))), trail=(home,)
        ),
        "take-along": at(TakeAlong(place("prevention")), trail=(home, Reading(place("prevention")))),
        "take-along-last": at(TakeAlong(place("prevention"), 1), trail=(home, Reading(place("prevention")))),
        "take-along-short": at(TakeAlong(place("kind-of-cancer")), trail=(home, Reading(place("kind-of-cancer")))),
        "take-along-foreign": at(TakeAlong(Place("foreign", "intro")), articles=(article, foreign)),
        "asking-opening": at(Asking(1), trail=(home,)),
        "asking": at(Asking(1, AskingPhase.LISTENING, "what can I do so that I do not get sick", 0.6), trail=(home,)),
        "thinking": at(Thinking(spoken, 1), trail=(home,)),
        "attract-of-two-languages": at(Attract(1), **bilingual),
        "comfort": at(Comfort(), trail=(home,)),
        "comfort-of-two-languages": at(Comfort(), trail=(home,), **bilingual),
        "home-guided": at(home, guided=True),
        "typing": at(Typing(), trail=(home,)),
        "typing-words": at(
            Typing(
                "is low white blood cells a kind of cancer",
                1,
                suggested("kind-of-cancer", "lead-to-leukemia", "what-is"),
            ),
            trail=(home,),
        ),
        "unsure": at(Unsure(spoken, suggested("prevention", "when-to-contact", "treatment")), trail=(home,)),
        "no-answer-clinic": at(NoAnswer(Question("where is the bathroom", Way.TYPED), About.CLINIC), trail=(home,)),
        "no-answer-health": at(
            NoAnswer(spoken, About.HEALTH, suggested("treatment", "outlook", "diagnosis"), urgent_hint=True),
            trail=(home,),
        ),
        "not-understood": at(NotUnderstood(HearingProblem.NOTHING_HEARD, 2), trail=(home,)),
        "misheard": at(NotUnderstood(HearingProblem.MISHEARD, 2, spoken.text), trail=(home,)),
        "too-noisy": at(NotUnderstood(HearingProblem.TOO_NOISY, 1), trail=(home,)),
        "not-understood-broken": at(NotUnderstood(HearingProblem.NO_MICROPHONE, 1), trail=(home,), hearing=False),
        "urgent": at(Urgent(UrgentGroup.BREATHING, "my dad can't breathe", 0.0, 8.0), trail=(home,)),
        "urgent-alerted": at(Urgent(None, "", 0.0, 8.0, AlertCall.FAILED, 1), trail=(home,)),
        "urgent-absent": at(Urgent(UrgentGroup.ABSENT_PERSON, "my mum at home fell down", 0.0, 8.0), trail=(home,)),
        "urgent-quiet": at(Urgent(UrgentGroup.SELF_HARM, "", 0.0, None), trail=(home,)),
        "still-here": at(home, now=10.0, leaving_at=35.0),
    }


def passage_of(article: Article, item: str) -> str:
    """The first sentence of a list entry: what an answer marks."""
    blocks = (block for section in article.sections for block in section.blocks)
    return next(block.sentences[0] for block in blocks if block.id == item)


def sentence_of(article: Article, answer: Answer) -> int:
    """Where its passage stands, among its section's sentences."""
    section = next(section for section in article.sections if answer.place and section.id == answer.place.section)
    sentences = [sentence for block in section.blocks for sentence in block.sentences]
    return sentences.index(answer.passage or "")
