from __future__ import annotations

from threading import Thread

from kiosk.events import Tick
from kiosk.mailbox import Mailbox


def test_letters_arrive_in_the_order_in_which_they_were_posted_each_once() -> None:
    mailbox = Mailbox()
    for now in range(5):
        mailbox.post(Tick(now))
    assert list(mailbox.drain()) == [Tick(now) for now in range(5)]
    assert list(mailbox.drain()) == []


def test_what_is_posted_while_draining_waits_for_the_next_time() -> None:
    """Else two who answer each other would keep the window from ever drawing."""
    mailbox = Mailbox()
    mailbox.post(Tick(1))
    for _ in mailbox.drain():
        mailbox.post(Tick(2))
    assert list(mailbox.drain()) == [Tick(2)]


def test_each_post_wakes_whoever_is_named_by_then() -> None:
    woken: list[str] = []
    mailbox = Mailbox(lambda: woken.append("first"))
    mailbox.post(Tick(1))
    mailbox.on_post(lambda: woken.append("second"))
    mailbox.post(Tick(2))
    assert woken == ["first", "second"]


def test_no_letter_of_many_threads_is_lost_and_each_thread_keeps_its_order() -> None:
    mailbox = Mailbox()

    def write(thread: int) -> None:
        for number in range(500):
            mailbox.post(Tick(thread * 1000 + number))

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    arrived: list[int] = []
    while any(thread.is_alive() for thread in threads) or len(arrived) < 2000:
        arrived += [int(letter.now) for letter in mailbox.drain() if isinstance(letter, Tick)]
    assert len(arrived) == 2000
    for thread_number in range(4):
        of_one = [number for number in arrived if number // 1000 == thread_number]
        assert of_one == sorted(of_one)
