"""A server on this machine that answers as told, well or badly, and archives for it to serve."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Literal

from kiosk.weights.manifest import Archive, Model

Reply = Callable[[BaseHTTPRequestHandler], object]


class Server:
    """Answers every path that was put there; 404 for any other."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.replies: dict[str, Reply] = {}
        self.closing = Event()

    def put(self, path: str, reply: bytes | Reply) -> str:
        """Its address."""
        self.replies[path] = reply if callable(reply) else whole(reply)
        return f"{self.address}{path}"


def whole(raw: bytes, *, promised: int | None = None) -> Reply:
    """`promised`: the length it claims to send, before it hangs up."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(raw) if promised is None else promised))
        request.send_header("Content-Type", "text/html" if raw.startswith(b"<") else "application/octet-stream")
        request.end_headers()
        request.wfile.write(raw)

    return reply


@contextmanager
def server() -> Iterator[Server]:
    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(ConnectionError):  # who asked may have had enough
                if reply := here.replies.get(self.path):
                    reply(self)
                else:
                    self.send_error(404)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Request) as listening:
        here = Server(f"http://127.0.0.1:{listening.server_port}")
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield here
        finally:
            here.closing.set()
            listening.shutdown()
            thread.join()


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def model(
    raw: bytes,
    name: str,
    *,
    origin: Literal["url", "package"] = "url",
    members: tuple[tuple[str, str], ...] = (),
    folder: str = "small",
    files: dict[str, str] | None = None,
) -> Model:
    """What a manifest says of a model that is this one archive."""
    archive = Archive(origin, name, len(raw), hashlib.sha256(raw).hexdigest(), members, folder)
    return Model("a small model", "MIT", "default", (archive,), files or {})
