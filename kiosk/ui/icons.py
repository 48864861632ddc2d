"""Pictures by name: codepoints of the Material Symbols subset in assets/icons, and which one stands for which section."""

from __future__ import annotations

ICONS = {
    "arrow_back": "\ue5c4",
    "article": "\uef42",
    "backspace": "\ue14a",
    "biotech": "\uea3a",
    "bloodtype": "\uefe4",
    "call": "\ue0b0",
    "campaign": "\uef49",
    "chat": "\ue0b7",
    "check": "\ue5ca",
    "check_circle": "\ue86c",
    "close": "\ue14c",
    "front_hand": "\ue769",
    "group": "\ue7ef",
    "help": "\ue887",
    "hourglass_top": "\uea5b",
    "info": "\ue88e",
    "keyboard": "\ue312",
    "list": "\ue896",
    "logout": "\ue9ba",
    "medication": "\uf033",
    "menu_book": "\uea19",
    "mic": "\ue029",
    "mic_off": "\ue02b",
    "notifications_off": "\ue7f6",
    "pause": "\ue034",
    "play_arrow": "\ue037",
    "question_mark": "\ueb8b",
    "schedule": "\ue192",
    "search": "\ue8b6",
    "shield": "\ue75b",
    "skip_next": "\ue044",
    "skip_previous": "\ue045",
    "stop": "\ue047",
    "summarize": "\uf071",
    "support_agent": "\uf0e2",
    "touch_app": "\ue913",
    "visibility": "\ue417",
    "volume_up": "\ue050",
    "warning": "\ue002",
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
