"""Log lines without a word of a record: what failed and where, never with which value.

Messages of exceptions quote what was typed ("Key (name)=(…) already exists"), so the
type and the places in the code are written and the message is not.
"""

import logging
import traceback


class NoValues(logging.Formatter):
    """Time, level, the incident's number, the message's own words, the trace's places."""

    def format(self, record):
        line = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if number := incident(getattr(record, "request", None)):
            line += f" incident={number}"
        line += " " + self.words(record)
        if record.exc_info and record.exc_info[1]:
            line += "\n" + "\n".join(places(record.exc_info[1]))
        return line

    def words(self, record):
        """Django's own lines name the path; anything after ? stays out."""
        return record.getMessage().split("?", 1)[0].replace("\n", " ")


def places(error):
    """The chain of exceptions, outermost first: type, SQLSTATE and code places."""
    while error:
        kind = type(error)
        state = getattr(error, "sqlstate", None)
        yield f"  {kind.__module__}.{kind.__qualname__}" + (
            f" [{state}]" if state else ""
        )
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def incident(request):
    """The number that the page shows, the log and the trail hold: of the request's id."""
    number = getattr(request, "id", None)
    return str(number)[:8].upper() if number else ""
