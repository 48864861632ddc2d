"""Pictures by name: codepoints of the Material Symbols subset in assets/icons; which stands for which section or list entry."""

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
    "chevron_left": "\ue408",
    "chevron_right": "\ue409",
    "close": "\ue14c",
    "fast_forward": "\ue01f",
    "fast_rewind": "\ue020",
    "first_page": "\ue5dc",
    "fork_spoon": "\uf3e4",
    "front_hand": "\ue769",
    "group": "\ue7ef",
    "healing": "\ue3f3",
    "help": "\ue887",
    "hourglass_top": "\uea5b",
    "info": "\ue88e",
    "keyboard": "\ue312",
    "keyboard_arrow_left": "\ue314",
    "keyboard_arrow_right": "\ue315",
    "labs": "\ue105",
    "last_page": "\ue5dd",
    "list": "\ue896",
    "logout": "\ue9ba",
    "medication": "\uf033",
    "menu_book": "\uea19",
    "mic": "\ue029",
    "mic_off": "\ue02b",
    "notifications_off": "\ue7f6",
    "nutrition": "\ue110",
    "pause": "\ue034",
    "pets": "\ue91d",
    "pill": "\ue11f",
    "play_arrow": "\ue037",
    "pool": "\ueb48",
    "potted_plant": "\uf8aa",
    "pulmonology": "\ue124",
    "qr_code_2": "\ue00a",
    "question_mark": "\ueb8b",
    "replay": "\ue042",
    "replay_5": "\ue05b",
    "schedule": "\ue192",
    "search": "\ue8b6",
    "self_care": "\uf86d",
    "shield": "\ue75b",
    "sick": "\uf220",
    "skip_next": "\ue044",
    "skip_previous": "\ue045",
    "soap": "\uf1b2",
    "speed": "\ue9e4",
    "stop": "\ue047",
    "summarize": "\uf071",
    "support_agent": "\uf0e2",
    "text_fields": "\ue262",
    "touch_app": "\ue913",
    "trending_up": "\ue8e5",
    "vaccines": "\ue138",
    "visibility": "\ue417",
    "volume_down": "\ue04d",
    "volume_mute": "\ue04e",
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

OF_ITEM = {
    "prevent.hand-washing": "soap",
    "prevent.vaccines": "vaccines",
    "prevent.avoid-sick-people": "sick",
    "prevent.avoid-injuries": "healing",
    "prevent.food-safety": "nutrition",
    "prevent.no-sharing-utensils": "fork_spoon",
    "prevent.no-sharing-personal-items": "self_care",
    "prevent.gardening-gloves": "potted_plant",
    "prevent.pet-waste-diapers": "pets",
    "prevent.lakes-hot-tubs": "pool",
    "prevent.take-medication": "pill",
    "diagnosis.urine-tests": "labs",
    "diagnosis.chest-x-ray": "pulmonology",
    "treatment.growth-factors": "trending_up",
    "treatment.delaying-chemotherapy": "hourglass_top",
}
"""Ids of list entries, as the starter article has them."""


def icon(name: str) -> str:
    return ICONS[name]


def icon_of_section(section: str) -> str:
    return ICONS[OF_SECTION.get(section, "article")]


def icon_of_item(item: str | None) -> str | None:
    """The picture of a list entry; None for one that has no picture: a wrong one would mislead who can't read."""
    return ICONS[OF_ITEM[item]] if item in OF_ITEM else None
