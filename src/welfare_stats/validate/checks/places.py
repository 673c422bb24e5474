"""Checks of the communes in lists of cases, against the gazetteer."""

from collections.abc import Iterator

from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import is_unknown


def communes_are_known(submission: Submission) -> Iterator[Finding]:
    """Report texts that name no commune of the province, or several; places outside are accepted.

    Where the catalogue lists no communes, nothing is checked. The finding does not repeat the text,
    because an address leads to a person.
    """
    gazetteer = submission.codes.gazetteer
    if not gazetteer.communes:
        return
    for table in submission.tables:
        if not table.has(Role.COMMUNE):
            continue
        known: set[str] = set()
        for index, case in enumerate(table.cases):
            text = case.commune
            if text is None or text in known or is_unknown(text):
                continue
            place = gazetteer.find(text)
            if place.is_outside or len(place.communes) == 1:
                known.add(text)
                continue
            elsewhere = gazetteer.elsewhere(text)
            near = place.communes or gazetteer.near(text) or elsewhere
            problem = "không có xã, phường, thị trấn nào trong danh mục mang tên này"
            if len(place.communes) > 1:
                problem = "có nhiều xã, phường, thị trấn cùng tên này"
            elif elsewhere:
                problem = "xã, phường, thị trấn mang tên này không thuộc địa bàn đã ghi"
            yield kinds.UNKNOWN_COMMUNE.at(
                table.at(index, Role.COMMUNE),
                text,
                hidden=True,
                heading=table.heading(Role.COMMUNE),
                problem=problem,
                candidates=f"Có thể là: {gazetteer.described(near)}. " if near else "",
            )
