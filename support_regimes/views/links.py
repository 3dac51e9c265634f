"""Where the next thing is done: only addresses that this visitor may open."""

from support_regimes.views.found import ASK, GIVE, STEP, address

CHANGE = "victims.change_case"
# Where a way out begins: (permission, page, task of the case's file or "").
WAYS = {
    "papers": (CHANGE, "victims:case_task", "papers"),
    "person": (CHANGE, "victims:case_task", "identity"),
    "identification": (CHANGE, "victims:case_task", "return"),
    "household": (CHANGE, "victims:case_task", "poverty"),
    "grant": ("livelihoods.add_grant", "livelihoods:grant_ask", ""),
    "visit": ("livelihoods.add_homevisit", "livelihoods:visit_log", ""),
}
OWN = {
    "ask": (ASK, "support_regimes:regime_request_ask"),
    "give": (GIVE, "support_regimes:provision_add"),
    "answer": (ASK, "support_regimes:regime_answer"),
}


class Links:
    """The addresses around one case, as far as a user's postings reach."""

    def __init__(self, user, case):
        self.user, self.case = user, case

    def may(self, permission):
        """Also what the case itself still takes: nothing is asked for a closed one."""
        if permission == ASK and not self.case.is_open:
            return False
        if permission in (ASK, GIVE) and self.case.keeps_no_more:
            return False
        if self.case.victim.erased_on:
            return False
        return self.case.territory_id in self.user.reach(permission)

    def way(self, page):
        """The page where a way out begins; "" where it begins outside the program."""
        if page not in WAYS:
            return ""
        permission, name, task = WAYS[page]
        if not self.may(permission):
            return ""
        if task:
            return address(name, self.case.pk, task)
        return address(name, self.case.household_id)

    def next(self, row, minor):
        """The page where the row's next thing is done, or ""."""
        number = row.result.rules.number
        if row.next in ("request", "give_asked"):
            return address("support_regimes:regime_request", row.asked.pk)
        if row.next in OWN:
            permission, name = OWN[row.next]
            if not self.may(permission):
                return ""
            return address(name, self.case.pk, number, minor=minor)
        if row.next == "other_source":
            return self.way("grant")
        if row.next == "":
            return ""
        pages = {way.key: way.page for way in row.result.ways}
        return self.way(pages.get(row.next, "")) or self.explained(number, minor)

    def explained(self, number, minor=None):
        if not self.may(STEP):
            return ""
        name = "support_regimes:regime_explained"
        return address(name, self.case.pk, number, minor=minor)
