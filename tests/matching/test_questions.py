"""What people ask, and what they get, with the encoder. But for the must-holds, no line here stands in the example questions.

Each holds by a margin of a tenth or more, so that another processor's rounding changes nothing. A line that fails after a
change of examples or lines shows what the change costs; how good the matcher is on the whole is for the bench to measure.
"""

from __future__ import annotations

import pytest

from kiosk.matching import Matcher
from kiosk.model import About, AnswerKind, Note, Place, Question, UrgentGroup, Way
from tests.matching.matchers import ENCODER, opened, typed

ANSWERED = {
    "must hold": [
        ("what can i do so i dont get sick", "prevention"),
        ("is low white blood cells cancer", "kind-of-cancer"),
    ],
    "misspelt": [
        ("my doctor says my wite blod cells are to low what dose that mean", "what-is"),
        ("wat test do they do to chek for it", "diagnosis"),
        ("wats the treatmint for this", "treatment"),
        ("how come my white blood sells droped", "causes"),
        ("is thier anything i shoud do at home so i stay helthy", "prevention"),
    ],
    "run-on": [
        (
            "so i was wondering because my sister said it and now i cant sleep is it maybe some kind of cancer that i have",
            "kind-of-cancer",
        ),
        ("i wash my hands but is that enough or do i need that gel stuff too", "prevention"),
        ("could it be that i dont eat the right vitamins", "causes"),
        ("my doctor mentioned growth factors what are they", "treatment"),
    ],
    "a second language": [
        ("how i not get infection", "prevention"),
        ("how they find this in blood", "diagnosis"),
        ("why they test my urine for this", "diagnosis"),
        ("señor doctor say few white cells, what is it mean", "what-is"),
        ("i must to call the doctor when", "when-to-contact"),
    ],
    "elderly": [
        ("forgive me i am eighty two, will it go away by itself", "outlook"),
        ("when should i ring the doctor", "when-to-contact"),
        ("is it alright to swim in the lake with my grandkids", "prevention"),
        ("why did they push back my chemo", "treatment"),
    ],
    "plain": [
        ("is this the same thing as leukemia", "lead-to-leukemia"),
        ("do many folks have this", "who-is-affected"),
        ("does it hurt to have this", "symptoms"),
        ("how long will this last", "outlook"),
    ],
}
ENTRIES = {
    "should i get my flu shot this year": "prevent.vaccines",
    "can i still work in my garden": "prevent.gardening-gloves",
    "am i allowed to clean my cats litter box": "prevent.pet-waste-diapers",
    "does my wife have to use a different towel than me": "prevent.no-sharing-personal-items",
    "can i share my cup with my husband": "prevent.no-sharing-utensils",
}
SENTENCES = {
    "how many white blood cells does a body make each day": "Your body makes about 100 billion white blood cells a day.",
    "do they give antibiotics or antiviral drugs for it": "If an infection is the cause, they may give you drugs to fight it.",
    "could it be that i dont eat the right vitamins": "Your body may not get the food or the vitamins that it needs.",
    "am i going to die": "That depends on the cause.",
    "will my count go back to normal": "That depends on the cause.",
    "what are the symptoms": "Leukopenia itself has no symptoms.",
    "what does a low white blood cell count mean": "In leukopenia, you have fewer white blood cells than is normal.",
    "when should i call": "Do you have leukopenia, and do you think you have an infection?",
    "is lupus an autoimmune reason for it": "Or the reason may be an autoimmune disorder, such as lupus.",
}
NOT_OF_AN_ARTICLE = {
    "where is the bathroom": About.CLINIC,
    "what time does the gift shop open": About.CLINIC,
    "can i speak to the billing office": About.CLINIC,
    "is there a cafeteria here": About.CLINIC,
    "where do i hand in this form": About.CLINIC,
    "what is high cholesterol": About.HEALTH,
    "how much aspirin may i take": About.HEALTH,
    "how is asthma treated": About.HEALTH,
    "what is a normal blood sugar": About.HEALTH,
    "what are platelets for": About.HEALTH,
    "what is my blood type": About.HEALTH,
    "what do high white cells mean": About.HEALTH,
    "does chemo make you lose your hair": About.HEALTH,
    "are you a real person": About.UNCLEAR,
}
URGENT = {
    "my dad can't breathe": UrgentGroup.BREATHING,
    "my wife can't catch her breath": UrgentGroup.BREATHING,
    "me no breathe": UrgentGroup.BREATHING,
    "i've got a fever of 103 and i had chemo last week": UrgentGroup.FEVER,
    "i have a terrible pain in my chest and it goes down my arm": UrgentGroup.CHEST,
    "my mother's face is hanging down on one side": UrgentGroup.STROKE,
    "there's blood coming out and it won't stop": UrgentGroup.BLEEDING,
    "my husband doesn't know where he is": UrgentGroup.CONFUSION,
    "my throat is swelling i ate a nut": UrgentGroup.ALLERGY,
    "an old man fell over and he isn't moving": UrgentGroup.COLLAPSE,
    "somebody in the corner is having convulsions and shakes": UrgentGroup.SEIZURE,
    "grandma is choking on a piece of meat": UrgentGroup.CHOKING,
    "my little girl swallowed all my pills": UrgentGroup.OVERDOSE,
    "my wife is pregnant and she is bleeding": UrgentGroup.PREGNANCY,
    "my newborn is hot and won't drink": UrgentGroup.INFANT,
    "i don't want to be alive any more": UrgentGroup.SELF_HARM,
    "my boyfriend beats me": UrgentGroup.VIOLENCE,
    "my mom is at home and she can't breathe": UrgentGroup.ABSENT_PERSON,
    "we need somebody to help us right now please": UrgentGroup.OTHER,
}
LOOK_ALIKES = [
    "i could die laughing",
    "can leukopenia kill you",
    "my neighbour had a stroke years ago",
    "My neighbour had a stroke. That was years ago. Is it the same?",
    "i laughed so hard i couldn't breathe",
    "my grandfather had a heart attack in 1990",
    "these bills will give me a heart attack",
    "this line is killing me",
    "i am dying of boredom",
    "i nearly fainted when i heard the price",
    "the traffic was murder",
    "is a fever bad when your count is low",
    "how do you treat a fever",
    "can this cause bleeding",
    "what are the warning signs of a stroke",
    "can a low count make you faint",
    "who do i call in an emergency",
    "i need help with this form",
    "my grandmother died of cancer",
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return opened(ENCODER)


@pytest.mark.parametrize(("question", "section"), [pair for pairs in ANSWERED.values() for pair in pairs])
def test_a_question_finds_its_section(matcher: Matcher, question: str, section: str) -> None:
    answer = typed(matcher, question)
    assert (answer.kind, answer.place) == (AnswerKind.ANSWER, Place("leukopenia", section))


@pytest.mark.parametrize(("question", "entry"), ENTRIES.items())
def test_a_question_about_one_thing_finds_its_entry(matcher: Matcher, question: str, entry: str) -> None:
    assert typed(matcher, question).item == entry


@pytest.mark.parametrize(("question", "sentence"), SENTENCES.items())
def test_a_question_finds_the_sentence_that_answers_it(matcher: Matcher, question: str, sentence: str) -> None:
    answer = typed(matcher, question)
    assert (answer.item, answer.passage) == (None, sentence)


@pytest.mark.parametrize(("question", "about"), NOT_OF_AN_ARTICLE.items())
def test_a_question_the_article_does_not_cover_gets_no_section(matcher: Matcher, question: str, about: About) -> None:
    answer = typed(matcher, question)
    assert (answer.kind, answer.about, answer.place) == (AnswerKind.NO_ANSWER, about, None)


@pytest.mark.parametrize(("question", "group"), URGENT.items())
def test_an_emergency_takes_the_screen(matcher: Matcher, question: str, group: UrgentGroup) -> None:
    answer = typed(matcher, question)
    assert (answer.kind, answer.urgent_group) == (AnswerKind.URGENT, group)


@pytest.mark.parametrize("question", LOOK_ALIKES)
def test_what_only_sounds_like_an_emergency_does_not_take_the_screen(matcher: Matcher, question: str) -> None:
    assert typed(matcher, question).kind is not AnswerKind.URGENT


def test_words_that_the_recogniser_does_not_believe_itself_must_be_more_alarming(matcher: Matcher) -> None:
    """What Whisper once made of six people talking at a time; the other was recorded in the same noise."""
    babble = "White time is swelling."
    assert matcher.match(Question(babble, Way.SPOKEN)).kind is AnswerKind.URGENT
    assert matcher.match(Question("", Way.SPOKEN, overheard=(babble,))).kind is AnswerKind.NO_ANSWER
    emergency = Question("", Way.SPOKEN, overheard=("There are some elephant on my chest.",))
    assert matcher.match(emergency).urgent_group is UrgentGroup.CHEST


def test_who_asks_for_the_staff_is_offered_no_section(matcher: Matcher) -> None:
    for text in [text for text, about in NOT_OF_AN_ARTICLE.items() if about is About.CLINIC]:
        assert typed(matcher, text).suggestions == ()


def test_a_question_about_ones_own_result_is_answered_with_the_note_that_the_kiosk_cannot_judge(
    matcher: Matcher,
) -> None:
    own, general = typed(matcher, "my wbc is 3500 is that low"), typed(matcher, "what number is normal")
    assert own.place == general.place == Place("leukopenia", "what-is")
    assert Note.OWN_RESULT in own.notes
    assert Note.OWN_RESULT not in general.notes


def test_two_questions_in_one_breath_are_both_answered(matcher: Matcher) -> None:
    answer = typed(matcher, "is leukopenia cancer and what causes it")
    assert (answer.place, answer.also) == (Place("leukopenia", "kind-of-cancer"), Place("leukopenia", "causes"))
    assert typed(matcher, "is leukopenia cancer").also is None


def test_one_question_within_a_long_story_is_found(matcher: Matcher) -> None:
    story = (
        "Hello dear. My daughter drove me here this morning and we had to look for a parking place. "
        "I am seventy nine. What test shows that I have too few white cells? My neighbor told me to ask."
    )
    assert typed(matcher, story).place == Place("leukopenia", "diagnosis")


def test_an_answer_from_a_damaged_source_says_so(matcher: Matcher) -> None:
    assert Note.SOURCE_INCOMPLETE in typed(matcher, "what makes the white count drop").notes
    assert Note.SOURCE_INCOMPLETE not in typed(matcher, "how long will this last").notes


@pytest.mark.parametrize("text", ["שלום", "asdf qwer", "0 0 0", "where is the bathroom", "who won the game last night"])
def test_what_is_beside_the_point_is_offered_no_section(matcher: Matcher, text: str) -> None:
    assert typed(matcher, text).suggestions == ()


def test_a_health_question_without_an_answer_is_offered_what_comes_nearest(matcher: Matcher) -> None:
    answer = typed(matcher, "what should i cook for somebody with kidney disease")
    assert answer.kind is not AnswerKind.ANSWER
    assert len(answer.suggestions) == 3


def test_perhaps_urgent_is_a_banner_above_the_answer(matcher: Matcher) -> None:
    assert typed(matcher, "i feel really tired and achy").urgent_hint
    assert not typed(matcher, "how long will this last").urgent_hint
