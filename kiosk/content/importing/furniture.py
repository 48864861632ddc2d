"""What a web page holds around an article, and what is left of it in a pasted text: advertising, labels of links, telephone lines,
the line that says when it was reviewed."""

from __future__ import annotations

import re
from datetime import date

_ADVERTISING = re.compile(
    r"\badvertis(?:ing|ement|er)s?\b.{0,60}\b(?:site|page|mission|support|policy|us)\b|\bwe do not endorse\b"
    r"|\bsponsored (?:content|by)\b|^advertisement$|\bsubscribe to our\b|\bsign up for our\b"
    r"|\bnewsletter\b.{0,40}\b(?:sign|subscrib)|\baccept (?:all )?cookies\b|\bwe use cookies\b|\ball rights reserved\b"
    r"|^(?:©|\(c\)|copyright\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:learn|read|find out|see|show|view|discover|get) (?:more|all)\b.{0,60}|(?:see|read) also\b.{0,40}"
    r"|related (?:articles|topics|links|content)|back to top|share(?: this.{0,30})?|print(?: this.{0,30})?"
    r"|e-?mail(?: this.{0,30})?|(?:our )?(?:privacy |cookie |editorial |advertising )?policy"
    r"|(?:our )?editorial (?:process|guidelines|policy)|terms (?:of use|and conditions)|skip to .{1,30}|click here.{0,30}"
    r"|on this page|table of contents|contents|make an appointment|find a doctor|request an appointment"
    r"|references?|sources?|next|previous|menu|home",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?:\+?\d[\d .()/-]{5,}\d)")
_REVIEW_WORD = re.compile(r"\b(?:reviewed|updated|revised|checked|review date)\b", re.IGNORECASE)
_REVIEW_HEADING = re.compile(r"(?:medically |last |clinically )*(?:reviewed|updated|review)(?: by)?:?", re.IGNORECASE)

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
    re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<m>[A-Za-z]{3,9})\.?,? (?P<y>\d{4})\b"),
    re.compile(r"\b(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})\b"),
    re.compile(r"(?<!\d )(?<!\dth )\b(?P<m>[A-Za-z]{3,9})\.? (?P<y>\d{4})\b"),
)
ABOVE_REVIEW = "the heading above the review date"
LONGEST_LABEL = 9
"""Words."""
LONGEST_REVIEW = 16


def why_left_out(text: str) -> str:
    """Empty: it stays."""
    if _ADVERTISING.search(text):
        return "advertising, or another notice of the page's"
    bare = text.strip(" .›»>|→")
    if len(text.split()) <= LONGEST_LABEL and _LABEL.fullmatch(bare):
        return "the label of a link that leads nowhere here"
    if is_review_heading(text):
        return ABOVE_REVIEW
    return ""


def is_telephone_line(text: str) -> bool:
    """A number with a name, and no sentence around it: nobody says when it may be called, or by whom."""
    return len(text.split()) <= LONGEST_LABEL and bool(_TELEPHONE.search(text)) and not re.search(r"[.!?:]\s*$", text)


def is_review_heading(text: str) -> bool:
    return bool(_REVIEW_HEADING.fullmatch(text.strip()))


def speaks_of_review(text: str) -> bool:
    return len(text.split()) <= LONGEST_LABEL and bool(re.search(r"\breview", text, re.IGNORECASE))


def reviewed_on(text: str) -> date | None:
    """The day that a line like "Last reviewed on 10/27/2022." names; a month alone is its first day. None: it is no such line."""
    if len(text.split()) > LONGEST_REVIEW or not _REVIEW_WORD.search(text):
        return None
    return day_in(text)


def day_in(text: str) -> date | None:
    """Numbers with slashes are read as in the United States, month first, unless that can't be."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            found = match.groupdict()
            month = found["m"]
            number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
            day, year = int(found.get("d") or 1), int(found["y"])
            if number > 12 and "/" in match[0]:
                number, day = day, number
            try:
                return date(year, number, day)
            except ValueError:
                continue
    return None


_PUBLISHER = (
    re.compile(r"^a (?:note|word|message) from (?:the )?(?P<who>[A-Z][\w&.' -]{2,60})$", re.IGNORECASE),
    re.compile(r"^(?P<who>[A-Z][\w&.' -]{2,60}?) is an? (?:non-?profit|not-for-profit|charity|academic)\b"),
    re.compile(
        r"^(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?P<who>[A-Z][\w&.' -]{2,60}?)(?:[.,]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:source|from|published by)\s*:\s*(?P<who>[A-Z][\w&.' -]{2,60})$", re.IGNORECASE),
)


def publisher_in(text: str) -> str:
    """Whose page it is, where a line says so; empty: it doesn't."""
    return next((match["who"].strip(" .") for pattern in _PUBLISHER if (match := pattern.search(text.strip()))), "")
