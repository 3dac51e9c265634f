"""Clients that send a form until it is acknowledged, whatever happens in between."""

import http.client
import itertools
import random
import re
import threading
import time
import uuid
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PASSWORD = "hoa-dao-tren-nui"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COMMUNE = re.compile(r'name="commune".*?value="(\d+)"', re.DOTALL)
CUT = (OSError, http.client.HTTPException)


class Client:
    """One browser of one user: cookies, forms, and patience."""

    def __init__(self, port, username):
        self.port, self.username = port, username
        self.cookies, self.token, self.commune = {}, "", ""
        self.tries = self.cuts = 0

    def send(self, method, path, fields=None):
        """(status, where to, text) of one try; raises one of CUT when it was cut."""
        self.tries += 1
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Connection": "close"}
        sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token, **fields}, doseq=True)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            door.request(method, path, body, sent)
            answer = door.getresponse()
            text = answer.read().decode()
        finally:
            door.close()
        for each in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(each).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers.get("Location", ""), text

    def patiently(self, method, path, fields=None):
        """The same try again and again, until it is answered at all."""
        while True:
            try:
                status, where, text = self.send(method, path, fields)
            except CUT:
                self.cuts += 1
            else:
                if status < 500:
                    return status, where, text
            time.sleep(random.uniform(0.05, 0.4))

    def page(self, path):
        status, where, text = self.patiently("GET", path)
        if found := TOKEN.search(text):
            self.token = found[1]
        return status, where, text

    def sign_in(self, then="/cases/intake/"):
        """Come in; then learn the commune from the page of the intake, if asked."""
        while True:
            self.cookies.clear()
            self.page("/sign-in/")
            fields = {"username": self.username, "password": PASSWORD}
            fields["submission"] = uuid.uuid4()
            status, where, _text = self.patiently("POST", "/sign-in/", fields)
            if status == 302 and "/sign-in/" not in where:
                if then:
                    self.commune = COMMUNE.search(self.page(then)[2])[1]
                return
            time.sleep(0.5)

    def take_in(self, hamlet):
        """Send one intake until it is acknowledged; the new case's address."""
        fields = intake(hamlet) | {"commune": self.commune}
        fields["submission"] = uuid.uuid4()
        while True:
            status, where, text = self.patiently("POST", "/cases/intake/", fields)
            if status == 302 and where.startswith("/cases/"):
                return where
            if status == 302:  # its sign-in is gone
                self.sign_in()
            elif status in (200, 400, 403, 404, 409):
                raise SystemExit(f"PROOF FAILED: intake {status}: {said(text)}")


def said(text):
    """The words of a page from its first error on."""
    words = re.sub(r"<[^>]+>|\s+", " ", text[text.find("error-summary") :])
    return words[:600]


def intake(hamlet):
    return {
        "safe": "yes",
        "private": "yes",
        "call_name": "Mỷ",
        "address_form": "chị",
        "hamlet": hamlet,
        "received_on_day": "15",
        "received_on_month": "1",
        "received_on_year": "2024",
        "urgent": ["food", "papers"],
        "consent": "yes",
    }


def submit(port, usernames, total, mark, acknowledged, seconds=1500):
    """Send `total` intakes, one client a user name, and return the clients.

    `acknowledged` (dict) takes {hamlet: address of the case} as the answers come in.
    """
    numbers, failed = itertools.count(1), []
    ends = time.monotonic() + seconds

    def work(client):
        try:
            client.sign_in()
            while (number := next(numbers)) <= total and time.monotonic() < ends:
                hamlet = f"{mark} {number}"
                acknowledged[hamlet] = client.take_in(hamlet)
        except BaseException as error:
            failed.append(error)

    clients = [Client(port, name) for name in usernames]
    threads = [threading.Thread(target=work, args=[each]) for each in clients]
    for thread in threads:
        thread.daemon = True
        thread.start()
    for thread in threads:
        thread.join(max(1, ends + 60 - time.monotonic()))
    if failed:
        raise failed[0]
    return clients
