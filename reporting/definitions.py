"""How each figure is counted, in words: on the pages, in the XLSX, in docs/reports.md."""

from django.utils.translation import gettext_lazy as _

WOMENS_UNION = [
    (
        _("Day of the count"),
        _(
            "Everything that happened in the period, up to the day of the count, as it is"
            " known today. Corrected entries do not count."
        ),
    ),
    (
        _("Households, persons"),
        _(
            "Each is counted once in a line, with the first grant handed over in the"
            " period. A grant with a case supports a returned person (table 2), one"
            " without supports a household (table 1)."
        ),
    ),
    (
        _("Support"),
        _(
            "VND of grants handed over in the period: the approved amount, once settled"
            " the amount paid. A grant counts from its first handover."
        ),
    ),
    (
        _("Not valued"),
        _(
            "Support without a money value, such as guidance. It is counted in persons or"
            " households, never as 0 VND. The average is taken of those with a value."
        ),
    ),
    (_("At first"), _("Heads handed over in the period, as really delivered.")),
    (
        _("Still raised"),
        _(
            "Heads that the ledgers of supported households leave on the day of the"
            " count, whenever they came."
        ),
    ),
    (_("Increase"), _("Still raised less all heads that were ever handed over.")),
    (
        _("From sales"),
        _(
            "VND of animals and products sold in the period, since the first handover."
            " Animals still raised are not in it, nor are wages."
        ),
    ),
    (
        _("Whose animals in which table"),
        _(
            "The ledger and the sales of a household count in table 2 if it has any grant"
            " of a returned person, else in table 1, and in the place of that grant. What"
            " households without a grant raise counts nowhere."
        ),
    ),
    (
        _("Places"),
        _(
            "Where it happened, by the list of that day: figures stay when a household"
            " moves. A district officer counts the records of their own district."
        ),
    ),
]

LABOUR = [
    (
        _("Day of the count"),
        _(
            "Everything that happened in the period, up to the day of the count, as it is"
            " known today. Corrected entries do not count."
        ),
    ),
    (
        _("Persons received"),
        _(
            "Persons whose case was received in the period, each once, with the age at"
            " the first reception."
        ),
    ),
    (
        _("Under 18"),
        _(
            "By the calendar, on the day of reception. A birth date that does not decide"
            " it is counted apart, as not certain."
        ),
    ),
    (
        _("Persons and turns"),
        _(
            "A person is counted once in each number, a turn is one support on one day."
            " A person may receive several regimes: lines of persons are not added."
        ),
    ),
    (
        _("Accompanying minors"),
        _("They are persons of their own in the support, not among those received."),
    ),
    (
        _("Without a file"),
        _("Support to persons who did not agree to a file is counted in turns only."),
    ),
    (
        _("Regimes"),
        _("Regime 5 is one line; regime 6 is two: the allowance (6a), the loan (6b)."),
    ),
    (
        _("Who has reported"),
        _("An area has reported if it has a reception or a turn in the period."),
    ),
    (
        _("What came of support"),
        _(
            "What was begun in the period: learning, loans applied for, legal aid,"
            " referrals (no illness); and what happened in it: finished, left, job, loan"
            " granted or refused, papers, compensation. As far as somebody recorded it."
            " A person is counted once in each number, a turn is each entry."
        ),
    ),
    (
        _("Compensation"),
        _(
            "Awarded: the last judgment of a matter in the period; received: each payment."
            " VND of what was valued."
        ),
    ),
    (
        _("Health insurance"),
        _(
            "Persons whose newest card is good on the last day counted; a card without a"
            " last day counts as good."
        ),
    ),
]

UNMET = [
    LABOUR[0],
    (
        _("Unmet need"),
        _(
            "Asked for, and no rule pays it; or a rule would give it, and it was not"
            " given. A worker notes it, the program never does by itself."
        ),
    ),
    (
        _("Persons and turns"),
        _(
            "A person is counted once in each number; a turn is one need of one person on"
            " one day. The same cause of the same person counts once a day."
        ),
    ),
    (
        _("Under 18"),
        _(
            "On the day of the need; a minor who came along is a person of their own. An"
            " age that is not certain counts as neither."
        ),
    ),
    (
        _("Without a file"),
        _("Needs of persons without a file are counted in turns only."),
    ),
    (
        _("Met later"),
        _(
            "Something else met it by the day of the count: other funding, a regime after"
            " all, family, another office. It stays counted as unmet at first."
        ),
    ),
    (
        _("Money asked for"),
        _(
            "The sum of the needs that were valued. Not valued is counted apart, never 0."
        ),
    ),
]
