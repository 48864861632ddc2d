"""Carries out what staff wish for."""

from __future__ import annotations

from kiosk.content import Importing
from kiosk.session.wishes import (
    AddKey,
    BringPack,
    CheckPin,
    ChoosePin,
    EndExamination,
    Errand,
    Examine,
    Export,
    ForgetPack,
    InstallPack,
    ReadKey,
    RemoveArticle,
    RevokeKey,
    RollBack,
)
from kiosk.staff import Examining, Guarding


def run(errand: Errand, importing: Importing | None, guarding: Guarding | None, examining: Examining | None) -> None:
    """Without a desk or a guard nobody comes so far as to wish for anything."""
    if guarding is not None:
        match errand:
            case CheckPin(ticket=ticket, pin=pin):
                guarding.check(ticket, pin)
            case ChoosePin(ticket=ticket, pin=pin):
                guarding.choose(ticket, pin)
    if examining is not None:
        match errand:
            case Examine(ticket=ticket):
                examining.examine(ticket)
            case EndExamination():
                examining.end()
    if importing is not None:
        _at_the_desk(errand, importing)


def _at_the_desk(errand: Errand, desk: Importing) -> None:
    match errand:
        case BringPack(ticket=ticket, pack=pack):
            desk.bring(ticket, pack)
        case ForgetPack():
            desk.forget()
        case InstallPack(ticket=ticket, articles=articles):
            desk.install(ticket, articles)
        case RollBack(ticket=ticket):
            desk.roll_back(ticket)
        case RemoveArticle(ticket=ticket, article=article):
            desk.remove(ticket, article)
        case ReadKey(ticket=ticket, file=file):
            desk.read_key(ticket, file)
        case AddKey(ticket=ticket, name=name):
            desk.add_key(ticket, name)
        case RevokeKey(ticket=ticket, name=name):
            desk.revoke_key(ticket, name)
        case Export(ticket=ticket, folder=folder):
            desk.export(ticket, folder)
