"""The load generator: a process of its own, so that its work is not the application's.

It reads one JSON line for each batch, {"port", "clients": [{"cookies", "csrf", "exchanges"}]}, and
answers with one: the milliseconds of every timed request, the seconds that the batch took, and
what went wrong. Each client is a thread with one kept-alive connection. Loopback only.
"""

import json
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from typing import Any

from bench.requests import Seen

MOST_ERRORS_TOLD = 3


class Client(threading.Thread):
    """One browser at work."""

    def __init__(self, port: int, orders: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self.orders = orders
        self.times: list[float] = []
        self.errors: list[str] = []
        self.seen = Seen()
        self.headers = {
            "Host": f"127.0.0.1:{port}",
            "Cookie": orders["cookies"],
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
        }
        self.post = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": orders["csrf"],
            "Origin": f"https://127.0.0.1:{port}",
        }
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def run(self) -> None:
        for exchange in self.orders["exchanges"]:
            *before, timed = exchange
            try:
                for ask in before:
                    self.ask(*ask)
                self.times.append(self.ask(*timed))
            except (OSError, HTTPException) as error:
                self.errors.append(f"{timed[0]}: {error!r}")
                self.connection.close()
        self.connection.close()

    def ask(self, path: str, body: str | None, expect: int) -> float:
        """The milliseconds until the whole answer was read."""
        began = time.perf_counter()
        if body is None:
            self.connection.request("GET", path, headers=self.headers)
        else:
            self.connection.request("POST", path, self.seen.fill(body).encode(), {**self.headers, **self.post})
        answer = self.connection.getresponse()
        page = answer.read()
        took = (time.perf_counter() - began) * 1000
        self.seen.read(page)
        if answer.status != expect:
            raise OSError(f"answered {answer.status} and not {expect}; to {answer.headers.get('Location', 'nowhere')}")
        return took


def carry_out(batch: dict[str, Any]) -> dict[str, Any]:
    """Let all clients of a batch work at once, and wait for the last."""
    clients = [Client(batch["port"], orders) for orders in batch["clients"]]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return {
        "times": [took for client in clients for took in client.times],
        "seconds": time.perf_counter() - began,
        "errors": [error for client in clients for error in client.errors],
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(carry_out(json.loads(line))), flush=True)
