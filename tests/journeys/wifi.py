"""A network that fails as one tells it to: it stands between a browser and the server, and cuts between bytes."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.application import free_port

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><h1>Accept our terms</h1>"
LINGER_NOT = struct.pack("ii", 1, 0)
PART = 65_536
ALIVE = b"GET /livez "
HEAD_ENDS = b"\r\n\r\n"


def _answer(line: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
        line, len(body), body,
    )  # fmt: skip


class Wifi:
    """The address that a browser uses, and how the network is just now.

    `kind` is "on"; "off": no connection; "deaf": what is sent arrives, and the connection breaks off before an answer;
    "hung": it arrives, and nothing is heard for as long as the network is so; "busy": nothing is heard but that the
    server is alive, which is noted in `alive`, until `kind` is something else; "half": the answer breaks off
    `bytes_of_answer` after its head (Chromium takes half a head for an empty answer, but not over TLS, as in
    production); "cut": what is sent breaks off after `bytes_sent`; "gateway": 502; "portal": a page of somebody else
    with 200; "slow": each answer waits `seconds`; "thin": `bytes_a_second` come back.
    """

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.kind = "on"
        self.bytes_of_answer, self.bytes_sent, self.seconds, self.bytes_a_second = 20, 600, 2.0, 1250
        self.refused = 0
        self.alive = threading.Event()
        self._asks: dict[socket.socket, bytes] = {}
        self._open: set[socket.socket] = set()
        self._one_at_a_time = threading.Lock()  # each connection has the kind that holds when it is among `_open`
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._listen, daemon=True).start()

    def is_(self, kind: str) -> None:
        """From now on the network is like this; connections that are open break off."""
        with self._one_at_a_time:
            self.kind = kind
            until_now = list(self._open)
        for one in until_now:
            self._reset(one)

    def close(self) -> None:
        self.is_("off")
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._one_at_a_time:
                self._open.add(client)
                kind = self.kind
            threading.Thread(target=self._serve, args=(client, kind), daemon=True).start()

    def _reset(self, one: socket.socket) -> None:
        with self._one_at_a_time:
            self._open.discard(one)
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
            one.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            one.close()

    def _serve(self, client: socket.socket, kind: str) -> None:
        try:
            if kind in ("portal", "gateway"):
                client.recv(PART)
                client.sendall(_answer(b"200 OK" if kind == "portal" else b"502 Bad Gateway", PORTAL))
            elif kind == "off":
                self.refused += 1
            else:
                self._pass_on(client, kind)
        except OSError:
            pass
        finally:
            self._reset(client)

    def _pass_on(self, client: socket.socket, kind: str) -> None:
        server = socket.create_connection(("127.0.0.1", self.server_port), timeout=5)
        server.settimeout(None)
        with self._one_at_a_time:
            self._open.add(server)
        back = threading.Thread(target=self._back, args=(server, client, kind), daemon=True)
        back.start()
        sent = 0
        self._asks[client] = b""
        while part := client.recv(PART):
            if kind == "cut" and sent + len(part) > self.bytes_sent:
                server.sendall(part[: max(0, self.bytes_sent - sent)])
                break
            sent += len(part)
            self._asks[client] = part
            server.sendall(part)
        else:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_WR)
            back.join(10)
        self._reset(server)

    def _back(self, server: socket.socket, client: socket.socket, kind: str) -> None:
        try:
            while part := server.recv(PART):
                if kind == "deaf":
                    break
                while kind == "hung" and client in self._open:
                    time.sleep(0.05)
                if kind == "busy":
                    self._wait_unless_alive(client)
                if kind == "slow":
                    time.sleep(self.seconds)
                if kind == "half" and HEAD_ENDS in part:
                    self._give(client, part[: part.index(HEAD_ENDS) + len(HEAD_ENDS) + self.bytes_of_answer], kind)
                    break
                self._give(client, part, kind)
        except OSError:
            pass
        self._reset(client)

    def _wait_unless_alive(self, client: socket.socket) -> None:
        if self._asks[client].startswith(ALIVE):
            self.alive.set()
            return
        while self.kind == "busy" and client in self._open:
            time.sleep(0.05)

    def _give(self, client: socket.socket, part: bytes, kind: str) -> None:
        if kind != "thin":
            client.sendall(part)
            return
        head, step = part.find(HEAD_ENDS) + len(HEAD_ENDS), max(1, self.bytes_a_second // 10)
        client.sendall(part[:head])
        for start in range(head, len(part), step):
            client.sendall(part[start : start + step])
            time.sleep(0.1)


@contextmanager
def wifi(server_port: int) -> Iterator[Wifi]:
    """A network before a server, on at first."""
    network = Wifi(server_port)
    try:
        yield network
    finally:
        network.close()
