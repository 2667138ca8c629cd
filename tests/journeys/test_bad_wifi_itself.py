"""The network that fails as one tells it to: what it promises to the journeys that stand on it."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.journeys.wifi import Wifi, wifi


@pytest.fixture
def network() -> Iterator[Wifi]:
    """Before a server that takes connections and answers nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server, wifi(server.getsockname()[1]) as made:
        yield made


def test_a_connection_that_is_accepted_while_the_network_changes_breaks_off_and_does_not_hang_for_good(
    network: Wifi, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted, changed = threading.Event(), threading.Event()
    serve = Wifi._serve

    def serve_later(self: Wifi, client: socket.socket, kind: str) -> None:
        accepted.set()
        changed.wait(20)
        serve(self, client, kind)

    monkeypatch.setattr(Wifi, "_serve", serve_later)
    network.is_("hung")
    with socket.create_connection(("127.0.0.1", network.port), timeout=20) as device:
        assert accepted.wait(20)
        network.is_("on")
        changed.set()
        try:
            heard = device.recv(1)
        except ConnectionError:
            heard = b""
    assert heard == b""
