"""A request's clock, from its recorded steps and the procedure of its regime."""

from support_regimes.deadlines import Mark, clock_of

# The acts that a state may wait for, in order; not every rule set has all of them.
NEXT_ACTS = {
    "asked": ("verify", "appraise", "decide"),
    "verified": ("appraise", "decide"),
    "appraised": ("decide",),
}


def due_step(state, procedure):
    """The procedure's step that a request waits for ({act: step}), or None."""
    acts = NEXT_ACTS.get(state, ())
    return next((procedure[act] for act in acts if act in procedure), None)


def limits_of(procedure):
    """{state: working days (None: no limit)} of a procedure ({act: step})."""
    steps = {state: due_step(state, procedure) for state in NEXT_ACTS}
    return {state: step.working_days for state, step in steps.items() if step}


def request_clock(steps, procedure, calendar):
    """The clock (Clock) of whoever must act on a request now, or None.

    steps: its live RequestSteps in the order they were recorded.
    """
    marks = [Mark(step.act, step.to_state, step.happened_on) for step in steps]
    return clock_of(marks, limits_of(procedure), calendar)
