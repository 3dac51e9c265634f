"""What must hold after submissions were disturbed."""

from collections import Counter

from parts.site import need, say


def check(site, acknowledged, total, mark):
    """Raises unless each acknowledged intake is there once, with one row of the trail."""
    there = Counter(
        hamlet
        for (hamlet,) in site.rows(
            """SELECT h.hamlet FROM victims_household h
            JOIN victims_case c ON c.household_id = h.id WHERE h.hamlet LIKE %s""",
            f"{mark} %",
        )
    )
    lost = [hamlet for hamlet in acknowledged if not there[hamlet]]
    twice = [hamlet for hamlet, times in there.items() if times > 1]
    replays = site.rows("SELECT count(*) FROM accounts_activity WHERE replay")[0][0]
    traced = Counter(
        case
        for (case,) in site.rows(
            "SELECT unnest(subjects) FROM accounts_activity WHERE act = 'open case'"
        )
    )
    cases = [case for (case,) in site.rows("SELECT id FROM victims_case")]
    wrong = [case for case in cases if traced[case] != 1]
    say(f"{len(there)} hamlets, {len(cases)} cases, {replays} replays answered")
    need(len(acknowledged) == total, f"only {len(acknowledged)} were acknowledged")
    need(not lost, f"{len(lost)} acknowledged and lost: {lost[:5]}")
    need(not twice, f"{len(twice)} there twice: {twice[:5]}")
    need(len(there) == total, f"{len(there)} are there, {total} were sent")
    need(not wrong, f"{len(wrong)} cases without exactly one row of the trail")
    need(set(traced) == set(cases), "the trail names cases that are not there")
    said = site.manage("trail", "verify", owner=True)
    say(said.strip())
