"""Pictures by name: codepoints of the Material Symbols subset in assets/icons, and which one stands for which section."""

from __future__ import annotations

ICONS = {
    "add": "\ue145",
    "arrow_back": "\ue5c4",
    "arrow_forward": "\ue5c8",
    "article": "\uef42",
    "backspace": "\ue14a",
    "badge": "\uea67",
    "biotech": "\uea3a",
    "bloodtype": "\uefe4",
    "call": "\ue0b0",
    "campaign": "\uef49",
    "chat": "\ue0b7",
    "check": "\ue5ca",
    "check_box": "\ue834",
    "check_box_outline_blank": "\ue835",
    "check_circle": "\ue86c",
    "chevron_left": "\ue5cb",
    "chevron_right": "\ue5cc",
    "close": "\ue14c",
    "contrast": "\ueb37",
    "dark_mode": "\ue51c",
    "delete": "\ue872",
    "difference": "\ueb7d",
    "eject": "\ue8fb",
    "error": "\ue000",
    "event_upcoming": "\uf238",
    "flatware": "\uf00c",
    "format_size": "\ue245",
    "front_hand": "\ue769",
    "gpp_bad": "\uf012",
    "group": "\ue7ef",
    "healing": "\ue3f3",
    "help": "\ue887",
    "hourglass_top": "\uea5b",
    "info": "\ue88e",
    "key": "\ue73c",
    "keyboard": "\ue312",
    "labs": "\ue105",
    "light_mode": "\ue518",
    "list": "\ue896",
    "lock": "\ue897",
    "logout": "\ue9ba",
    "medication": "\uf033",
    "menu_book": "\uea19",
    "mic": "\ue029",
    "mic_off": "\ue02b",
    "notifications_off": "\ue7f6",
    "nutrition": "\ue110",
    "package_2": "\uf569",
    "password": "\uf042",
    "pause": "\ue034",
    "pets": "\ue91d",
    "pill": "\ue11f",
    "play_arrow": "\ue037",
    "pool": "\ueb48",
    "pulmonology": "\ue124",
    "qr_code_2": "\ue00a",
    "question_mark": "\ueb8b",
    "record_voice_over": "\ue91f",
    "remove": "\ue15b",
    "replay": "\ue042",
    "save": "\ue161",
    "schedule": "\ue192",
    "search": "\ue8b6",
    "self_care": "\uf86d",
    "shield": "\ue75b",
    "sick": "\uf220",
    "skip_next": "\ue044",
    "skip_previous": "\ue045",
    "stop": "\ue047",
    "summarize": "\uf071",
    "support_agent": "\uf0e2",
    "touch_app": "\ue913",
    "translate": "\ue8e2",
    "trending_up": "\ue8e5",
    "undo": "\ue166",
    "usb": "\ue1e0",
    "vaccines": "\ue138",
    "visibility": "\ue417",
    "volume_down": "\ue04d",
    "volume_up": "\ue050",
    "warning": "\ue002",
    "wash": "\uf1b1",
    "yard": "\uf089",
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
    "prevent.hand-washing": "wash",
    "prevent.vaccines": "vaccines",
    "prevent.avoid-sick-people": "sick",
    "prevent.avoid-injuries": "healing",
    "prevent.food-safety": "nutrition",
    "prevent.no-sharing-utensils": "flatware",
    "prevent.no-sharing-personal-items": "self_care",
    "prevent.gardening-gloves": "yard",
    "prevent.pet-waste-diapers": "pets",
    "prevent.lakes-hot-tubs": "pool",
    "prevent.take-medication": "pill",
    "diagnosis.urine-tests": "labs",
    "diagnosis.chest-x-ray": "pulmonology",
    "treatment.growth-factors": "trending_up",
    "treatment.delaying-chemotherapy": "event_upcoming",
}
"""Pictures beside list entries; an entry that isn't in here has a dot."""


def icon(name: str) -> str:
    return ICONS[name]


def icon_of_section(section: str) -> str:
    return ICONS[OF_SECTION.get(section, "article")]


def icon_of_item(item: str | None) -> str:
    """Empty: it has none."""
    return ICONS[OF_ITEM[item]] if item in OF_ITEM else ""
