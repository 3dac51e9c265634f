import io
import time

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from accounts.models import Run

# kind of the run, command and its words; all as the web server's role.
JOBS = [
    ("trail", ["trail", "verify"]),
    ("anchor", ["trail", "anchor"]),
    ("expire", ["expire"]),
    ("clear", None),
]


class Command(BaseCommand):
    """Run the jobs of the night, each by itself; exits with 1 if any failed.

    The trail is walked and its head anchored outside, exports expire, sessions long
    ended go. At the end health is asked and administrators are told what is not well.
    Unusual use and ended keeping times need no job: their pages ask anew each time.
    """

    help = "Run the jobs of the night and record how each ended."

    def handle(self, *args, **options):
        with connection.cursor() as cursor:  # the walk along the trail may take longer
            cursor.execute("SET statement_timeout = 0")
        failed = [kind for kind, words in JOBS if not self.run(kind, words)]
        try:
            call_command("health", "--tell", stdout=self.stdout)
        except CommandError as error:
            self.stdout.write(str(error))
        if failed:
            raise CommandError("Failed: " + ", ".join(failed))

    def run(self, kind, words):
        """One job; whether it ended well. Its last line is its note."""
        began, said = time.monotonic(), io.StringIO()
        try:
            if words and words[0] not in get_commands():
                raise CommandError(f"There is no command {words[0]}.")
            said.write(clear()) if not words else call_command(*words, stdout=said)
            ok, note = True, (said.getvalue().strip().splitlines() or [""])[-1]
        except (CommandError, Error, OSError) as error:
            ok, note = False, str(error) if isinstance(error, CommandError) else ""
            note = note or type(error).__name__
        Run.record(kind, ok=ok, note=note, seconds=time.monotonic() - began)
        self.stdout.write(f"{'ok ' if ok else 'BAD'}  {kind}: {note}")
        return ok


def clear():
    """Sessions, sign-ins and keys of forms that ended long ago go; how many (str)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clear_ended()")
        return "{} sessions, {} sign-ins, {} keys of forms".format(*cursor.fetchone())
