"""1,000 submissions by 8 clients while workers, server and database are killed (-9).

    bin/prove kills [--total 1000] [--seed 1]

Nothing that was acknowledged may be lost, nothing may be there twice, each case has
exactly one row "open case" in the trail, and the chain is whole.
"""

import argparse
import random
import threading
import time

from parts.checking import check
from parts.clients import submit
from parts.site import Site, say

CLIENTS = ["can-bo-xa"] * 8


def kill_now_and_then(site, chance, done, over, counts):
    """A worker, the whole server or the whole database, each few acknowledged intakes.

    By progress and not by the clock: a slow machine would never get up in between.
    """
    acts = {
        "worker": lambda: site.kill_worker(chance.choice),
        "server": site.kill_server,
        "database": site.kill_database,
    }
    goal = 3
    while not over.wait(0.05):
        if len(done) < goal:
            continue
        time.sleep(chance.uniform(0, 0.3))  # somewhere within a request
        act = chance.choices(list(acts), weights=[5, 2, 3])[0]
        try:
            acts[act]()
        except (SystemExit, OSError) as error:  # a thread would end without a word
            say(f"{act} could not be killed: {error}")
            raise
        counts[act] = counts.get(act, 0) + 1
        goal = len(done) + chance.randrange(4, 16)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--total", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    say(f"seed {options.seed}")
    with Site("kills") as site:
        over, counts, done = threading.Event(), {}, {}
        began = time.monotonic()
        chance = random.Random(options.seed)
        killer = threading.Thread(
            target=kill_now_and_then,
            args=[site, chance, done, over, counts],
            daemon=True,
        )
        killer.start()
        try:
            clients = submit(site.port, CLIENTS, options.total, "Thôn số", done)
        finally:
            over.set()
            killer.join(60)
        took = time.monotonic() - began
        site.kill_database()  # once more, at rest: acknowledged means on disk
        check(site, done, options.total, "Thôn số")
        tries = sum(client.tries for client in clients)
        cuts = sum(client.cuts for client in clients)
        killed = ", ".join(f"{name} {counts[name]} times" for name in sorted(counts))
        say(
            f"==> {len(done)} acknowledged of {options.total}, {tries} tries, {cuts} cut,"
            f" {took:.0f} s; killed: {killed}. None lost, none doubled, chain whole."
        )


main()
