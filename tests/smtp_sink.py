"""A mail server in a thread: keeps what arrives, and behaves as badly as a test asks."""

import contextlib
import email.policy
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from typing import cast


@dataclass
class Sink:
    """`port` to send to; `letters` with an answer «250» sent, in order; `connections` so far.

    `recipients` maps an address to the server's answer to it. `hangs_on` is an address whose letter is never answered.
    `before_data`, `taken` and `after_250` are called with the number of letters kept so far: before a letter is
    accepted, once it is kept, and once the client has been told so.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    recipients: dict[str, bytes] = field(default_factory=dict)
    hangs_on: str = ""
    before_data: Callable[[int], None] = lambda number: None
    taken: Callable[[int], None] = lambda number: None
    after_250: Callable[[int], None] = lambda number: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def message_ids(self) -> list[str]:
        with self.lock:
            return [str(letter["Message-ID"]) for letter in self.letters]

    @property
    def reached(self) -> list[str]:
        with self.lock:
            return [str(letter["To"]) for letter in self.letters]

    def wait_for(self, number: int, seconds: float = 30) -> bool:
        """Whether `number` letters arrive within `seconds`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and len(self.message_ids) < number:
            time.sleep(0.05)
        return len(self.message_ids) >= number


class Conversation(socketserver.StreamRequestHandler):
    """One connection: as much of RFC 5321 as smtplib speaks."""

    @property
    def sink(self) -> Sink:
        return cast("Server", self.server).sink

    def handle(self) -> None:
        with self.sink.lock:
            self.sink.connections += 1
        self.say(b"220 sink")
        with contextlib.suppress(ConnectionError):
            while line := self.rfile.readline():
                if not self.answer(line.strip()):
                    return

    def answer(self, line: bytes) -> bool:
        """Answers one command; False once the client has said goodbye."""
        command, argument = line[:4].upper(), line.partition(b":")[2]
        if command == b"RCPT":
            self.to = argument.strip().strip(b"<>").decode()
            self.say(self.sink.recipients.get(self.to, b"250 ok"))
        elif command == b"DATA":
            self.take()
        else:
            self.say(b"221 bye" if command == b"QUIT" else b"250 ok")
        return command != b"QUIT"

    def take(self) -> None:
        self.sink.before_data(len(self.sink.letters))
        self.say(b"354 go on")
        data = b"".join(self.lines())
        while self.to == self.sink.hangs_on:
            time.sleep(0.05)
        letter = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(data)
        with self.sink.lock:
            self.sink.letters.append(letter)
        self.sink.taken(len(self.sink.letters))
        self.say(b"250 taken")
        self.sink.after_250(len(self.sink.letters))

    def lines(self) -> Iterator[bytes]:
        """The letter up to its lonely dot; raises ConnectionError when the client died in the middle of it."""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionAbortedError
            yield line

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: Sink

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what these tests are about."""


@contextlib.contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A sink that listens on a free port of this machine."""
    with Server(("127.0.0.1", 0), Conversation) as server:
        server.sink = sink = Sink(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.hangs_on = ""
            server.shutdown()
            thread.join()
