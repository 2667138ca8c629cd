"""Signing in as a browser does: the page, the form with its token, the cookie."""

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.requests import FORM, Session
from thurrock_care.demo.password import PASSWORD

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def sign_in(port: int, email: str) -> Session:
    """A session of the person with this address. Raises SystemExit when they are not let in."""
    jar: dict[str, str] = {}
    page = _ask(port, jar, "GET", "")
    token = TOKEN.search(page[1])
    if token is None:
        raise SystemExit("The sign-in page has no form.")
    form = {"csrfmiddlewaretoken": token[1], "username": email, "password": PASSWORD}
    status, _ = _ask(port, jar, "POST", urlencode(form))
    if status != 302:
        raise SystemExit(f"{email} was not let in: {status}.")
    csrf = next(value for name, value in jar.items() if "csrf" in name)
    return Session(email, "; ".join(f"{name}={value}" for name, value in jar.items()), csrf)


def _ask(port: int, jar: dict[str, str], method: str, body: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
        "Origin": f"https://127.0.0.1:{port}",
        "Content-Type": FORM,
    }
    connection.request(method, "/sign-in", body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    for line in answer.headers.get_all("Set-Cookie", []):
        jar.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
    connection.close()
    return answer.status, text
