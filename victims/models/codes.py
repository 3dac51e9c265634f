"""Codes of cases and households: no commune, sex or ethnicity inside."""

from django.db import connection, models

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which read as 1 and 0


def check_letter(code):
    """The letter that catches a mistyped digit or two swapped ones (weights 2, 3, …)."""
    total = sum(place * ord(sign) for place, sign in enumerate(code, start=2))
    return LETTERS[total % len(LETTERS)]


class CodeCounter(models.Model):
    """The last number given, per letters (province and kind) and year."""

    letters = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letters", "year"], name="counter_once")
        ]

    def __str__(self):
        return f"{self.letters}-{self.year}: {self.last}"

    @classmethod
    def next_code(cls, letters, year):
        """The next code, e.g. HG-2023-0137-K; waits for a running one to commit."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO victims_codecounter AS c (letters, year, last)"
                " VALUES (%s, %s, 1) ON CONFLICT (letters, year)"
                " DO UPDATE SET last = c.last + 1 RETURNING last",
                [letters, year],
            )
            number = cursor.fetchone()[0]
        code = f"{letters}-{year}-{number:04d}"
        return f"{code}-{check_letter(code)}"
