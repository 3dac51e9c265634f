"""Submissions through a network that cuts 30 % of the answers and resets 10 % of the tries.

    bin/prove net [--total 1000] [--seed 1]

The same must hold as for `bin/prove kills`: nothing lost, nothing doubled, one row each.
"""

import argparse
import random
import socket
import struct
import threading
import time

from parts.checking import check
from parts.clients import submit
from parts.site import Site, free_port, say

CLIENTS = ["can-bo-xa"] * 8
CUT, RESET = 0.30, 0.10


class BadNetwork:
    """Hands requests on to a port of this machine, and loses answers."""

    def __init__(self, to, seed):
        self.to, self.chance = to, random.Random(seed)
        self.port, self.counts = free_port(), {"whole": 0, "cut": 0, "reset": 0}
        self.door = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            line, _where = self.door.accept()
            threading.Thread(target=self.carry, args=[line], daemon=True).start()

    def carry(self, line):
        line.settimeout(20)
        luck = self.chance.random()
        fate = "reset" if luck < RESET else "cut" if luck < RESET + CUT else "whole"
        self.counts[fate] += 1
        try:
            asked = self.request(line)
            if fate == "reset":
                return self.slam(line)
            answer = self.answer(asked)
            if fate == "cut":  # the work is done; the answer does not arrive
                line.sendall(answer[: self.chance.randrange(len(answer))])
                return self.slam(line)
            line.sendall(answer)
        except OSError:
            pass
        line.close()
        return None

    @staticmethod
    def request(line):
        got = b""
        while b"\r\n\r\n" not in got:
            piece = line.recv(65536)
            if not piece:
                return got
            got += piece
        head, _gap, body = got.partition(b"\r\n\r\n")
        length = 0
        for each in head.split(b"\r\n"):
            name, _colon, value = each.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(body) < length:
            body += line.recv(65536)
        return head + b"\r\n\r\n" + body

    def answer(self, asked):
        got = b""
        with socket.create_connection(("127.0.0.1", self.to), timeout=20) as site:
            site.sendall(asked)
            while piece := site.recv(65536):
                got += piece
        return got

    @staticmethod
    def slam(line):
        """Close with a reset, as a lost connection ends."""
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--total", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    say(f"seed {options.seed}")
    with Site("net") as site:
        network, began, done = BadNetwork(site.port, options.seed), time.monotonic(), {}
        clients = submit(network.port, CLIENTS, options.total, "Thôn số", done)
        check(site, done, options.total, "Thôn số")
        tries = sum(client.tries for client in clients)
        counts = ", ".join(f"{n} {fate}" for fate, n in network.counts.items())
        say(
            f"==> {len(done)} acknowledged of {options.total}, {tries} tries ({counts}),"
            f" {time.monotonic() - began:.0f} s. None lost, none doubled, chain whole."
        )


main()
