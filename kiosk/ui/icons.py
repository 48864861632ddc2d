"""Pictures by name: codepoints of the Material Symbols subset in assets/icons, and which one stands for which section."""

from __future__ import annotations

ICONS = {
    "arrow_back": "\ue5c4",
    "arrow_downward": "\ue5db",
    "arrow_upward": "\ue5d8",
    "article": "\uef42",
    "backspace": "\ue14a",
    "biotech": "\uea3a",
    "bloodtype": "\uefe4",
    "call": "\ue0b0",
    "campaign": "\uef49",
    "chat": "\ue0b7",
    "check": "\ue5ca",
    "check_circle": "\ue86c",
    "chevron_right": "\ue409",
    "clean_hands": "\uf21f",
    "close": "\ue14c",
    "coronavirus": "\uf221",
    "done_all": "\ue877",
    "emergency_home": "\ue82a",
    "error": "\ue000",
    "front_hand": "\ue769",
    "group": "\ue7ef",
    "health_and_safety": "\ue1d5",
    "help": "\ue887",
    "home": "\ue88a",
    "hourglass_top": "\uea5b",
    "info": "\ue88e",
    "keyboard": "\ue312",
    "keyboard_return": "\ue31b",
    "list": "\ue896",
    "local_hospital": "\ue548",
    "lock": "\ue88d",
    "logout": "\ue9ba",
    "medication": "\uf033",
    "menu_book": "\uea19",
    "mic": "\ue029",
    "mic_off": "\ue02b",
    "notifications_off": "\ue7f6",
    "pause": "\ue034",
    "person": "\ue7fd",
    "pets": "\ue91d",
    "play_arrow": "\ue037",
    "priority_high": "\ue645",
    "question_mark": "\ueb8b",
    "replay": "\ue042",
    "restaurant": "\ue56c",
    "schedule": "\ue192",
    "search": "\ue8b6",
    "sentiment_satisfied": "\ue0ed",
    "shield": "\ue75b",
    "skip_next": "\ue044",
    "skip_previous": "\ue045",
    "space_bar": "\ue256",
    "stethoscope": "\uf805",
    "stop": "\ue047",
    "summarize": "\uf071",
    "support_agent": "\uf0e2",
    "touch_app": "\ue913",
    "vaccines": "\ue138",
    "visibility": "\ue417",
    "volume_off": "\ue04f",
    "volume_up": "\ue050",
    "warning": "\ue002",
    "water_drop": "\ue798",
}

OF_SECTION = {
    "intro": "info",
    "what-is": "bloodtype",
    "kind-of-cancer": "question_mark",
    "lead-to-leukemia": "help",
    "who-is-affected": "group",
    "causes": "search",
    "symptoms": "visibility",
    "diagnosis": "biotech",
    "treatment": "medication",
    "prevention": "shield",
    "outlook": "schedule",
    "when-to-contact": "call",
    "note": "summarize",
}
"""Ids that articles about health often use; any other section gets the plain one."""


def icon(name: str) -> str:
    return ICONS[name]


def icon_of_section(section: str) -> str:
    return ICONS[OF_SECTION.get(section, "article")]
