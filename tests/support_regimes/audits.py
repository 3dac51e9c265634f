"""An audit as tests find it there: a sample of one commune, its case, a finding."""

from datetime import date

from support_regimes.auditing import fingerprint
from support_regimes.models import AuditedCase, AuditFinding, AuditSample
from tests.conftest import unguarded
from tests.factories import make_case, recorder

FIRST, LAST = date(2023, 1, 1), date(2024, 1, 15)
NOTE = "Thiếu chữ ký của người nhận"


def make_sample(area, *cases, **fields):
    """Drawn from these cases, all of them; one is made where none is given."""
    cases = cases or (make_case(area),)
    fields = {"from_on": FIRST, "to_on": LAST, "which": "received"} | fields
    with unguarded():
        sample = AuditSample(
            area=area,
            territory=area,
            happened_on=LAST,
            size=len(cases),
            population=len(cases),
            population_mark=fingerprint([case.pk for case in cases]),
            recorded_by=recorder(),
            **fields,
        )
        sample.save(force_insert=True)
        sample.refresh_from_db()
        AuditedCase.take(sample, [case.pk for case in cases])
    return sample


def make_audited(area, *cases):
    """The first case of a sample."""
    sample = make_sample(area, *cases)
    with unguarded():
        rows = sample.audited.select_related("case", "sample")
        return rows.get(place=1)


def make_finding(audited, question="receipt", result="not_met", note=NOTE, **fields):
    with unguarded():
        finding = AuditFinding(
            audited=audited,
            case=audited.case,
            question=question,
            result=result,
            note=note,
            **fields,
        )
        return finding.log(by=recorder())


def audit(commune):
    """A sample in which nothing was noted yet."""
    return {"pk": make_sample(commune).pk}


def audited(commune):
    """Its one case, with a finding."""
    found = make_audited(commune)
    make_finding(found)
    return {"pk": found.pk}
