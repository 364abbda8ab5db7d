"""A mail server for tests that can stop in the middle: it holds its answer until somebody lets it go on."""

import contextlib
import socket
import threading
from types import TracebackType


class MailServer:
    """Speaks just enough SMTP. `accepted` holds the text of each mail that counts as delivered."""

    def __init__(self) -> None:
        self.accepted: list[str] = []
        self.holding = threading.Event()  # set while an answer is held back
        self.accept_before_hold = False
        self._let_go = threading.Event()
        self._let_go.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def hold(self, *, accept: bool) -> None:
        """From now on answer a mail only after `let_go`; `accept`: the mail counts although nobody hears of it."""
        self.accept_before_hold = accept
        self.holding.clear()
        self._let_go.clear()

    def let_go(self) -> None:
        """Answer again."""
        self._let_go.set()

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()
        self._listener.shutdown(socket.SHUT_RDWR)  # a close alone leaves it open while a thread accepts
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        # A killed worker may reset its connection while we still listen to it.
        with contextlib.suppress(ConnectionError), client, client.makefile("rb") as lines:
            client.sendall(b"220 ready\r\n")
            for line in lines:
                word = line.split(None, 1)[0].upper()
                if word == b"DATA":
                    client.sendall(b"354 go on\r\n")
                    self._take(client, b"".join(iter(lines.readline, b".\r\n")).decode())
                else:
                    client.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")

    def _take(self, client: socket.socket, text: str) -> None:
        held = not self._let_go.is_set()
        if held and self.accept_before_hold:
            self.accepted.append(text)
        if held:
            self.holding.set()
            self._let_go.wait()
            return  # the worker that waited for this answer is dead
        self.accepted.append(text)
        client.sendall(b"250 taken\r\n")
