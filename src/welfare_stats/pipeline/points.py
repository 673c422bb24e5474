"""The two ends of a comparison: a day, a year, an edition of the report, or now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.analyse.revision import NumberChange
from welfare_stats.clock import local_day
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import calendar_year
from welfare_stats.pipeline.as_of import Moment, at_end_of
from welfare_stats.pipeline.basis import basis_of
from welfare_stats.pipeline.compiling import ReportScope, asked_for, compile_numbers
from welfare_stats.pipeline.editions import moment_of, newest_sent, numbers_by_name, numbers_in
from welfare_stats.pipeline.replay import changes_between, changes_between_years
from welfare_stats.register import Edition, Entry, Register
from welfare_stats.report.number_names import in_reading_order
from welfare_stats.vietnamese import NotADateError, format_date, parse_date
from welfare_stats.workspace import Workspace

NOW = ""
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Differences:
    """What changed between two ends.

    Attributes:
        start, end: the ends, in words.
        changes: of the province first, then of units; between years of the province alone.
        entries: of the register, by number.
        codes: the code lists of the end.
        units: those of both ends by code.
    """

    start: str
    end: str
    changes: Sequence[NumberChange]
    entries: dict[int, Entry]
    codes: CatalogueAt
    units: Mapping[str, ReportingUnit]


@dataclass(frozen=True)
class _End:
    words: str
    moment: Moment
    edition: Edition | None = None


def differences(
    workspace: Workspace, catalogue: Catalogue, scope: ReportScope, start: str, end: str
) -> Differences:
    """What changed in the numbers of a report, and why.

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        scope: the year or period.
        start: a day, another year, the number of an edition, or ``NOW`` for the newest edition
            that was sent and whose numbers differ, or else the first edition.
        end: a day, the number of an edition, or ``NOW``.

    Raises:
        ConfigurationError: an end is none of these, or lies after the other; says what there is.
        NothingToReportError: of years: nothing of one of them stands.
    """
    with Register.open(workspace.register) as register:
        entries = {entry.id: entry for entry in register.history().entries}
        ends = _Ends(workspace, register, catalogue, scope)
        last = ends.end(end)
        if _is_year(start):
            return _between_years(ends, int(start), last, entries)
        first = ends.start(start, last)
        if first.moment.last > last.moment.last:
            raise ConfigurationError(f"{first.words} sau {last.words}; hãy đổi chỗ --from và --to.")
        asked = asked_for(last.moment.catalogue, scope)
        sent = None if first.edition is None else numbers_in(first.edition)
        changes = changes_between(workspace, register, asked, first.moment, last.moment, sent)
        days = asked.period or calendar_year(scope.year)
        codes = last.moment.catalogue.during(days)
    ordered = in_reading_order(changes, codes)
    units = {**first.moment.catalogue.during(days).units, **codes.units}
    return Differences(first.words, last.words, ordered, entries, codes, units)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR


@dataclass(frozen=True)
class _Ends:
    workspace: Workspace
    register: Register
    catalogue: Catalogue
    scope: ReportScope

    def editions(self) -> list[Edition]:
        return self.register.editions(self.scope.year, self.scope.period_code)

    def end(self, text: str) -> _End:
        if text == NOW:
            with basis_of(self.workspace, self.register, self.catalogue, self.scope.year) as basis:
                return _End("hiện nay", basis.moment)
        return self._named(text)

    def start(self, text: str, last: _End) -> _End:
        if text != NOW:
            return self._named(text)
        editions = self.editions()
        numbers = self._numbers(last)
        edition = newest_sent(editions, numbers, last.moment.until) or next(iter(editions), None)
        if edition is None:
            raise ConfigurationError(
                f"Năm {self.scope.year} chưa có bản báo cáo nào để so sánh. Hãy ghi --from NGÀY, "
                "hoặc lập báo cáo bằng “welfare-stats report”."
            )
        return self._of_edition(edition)

    def _numbers(self, end: _End) -> dict[str, float | None]:
        if end.edition is not None:
            return dict(end.edition.numbers)
        compiled = compile_numbers(
            self.register, end.moment.state, end.moment.catalogue, self.scope
        )
        return {**numbers_by_name(compiled.results)}

    def _named(self, text: str) -> _End:
        if text.isascii() and text.isdigit():
            chosen = [e for n, e in enumerate(self.editions(), start=1) if n == int(text)]
            if chosen:
                return self._of_edition(chosen[0])
            raise ConfigurationError(f"Không có bản {text}. {self._known_editions()}")
        try:
            day = parse_date(text)
        except NotADateError:
            raise ConfigurationError(
                f"“{text}” không phải là ngày, năm hay số của một bản báo cáo; ghi như 2019-07-05, "
                f"05/7/2019 hoặc 2. {self._known_editions()}"
            ) from None
        moment = at_end_of(day, self.workspace, self.register, self.catalogue)
        return _End(f"hết ngày {format_date(day)}", moment)

    def _of_edition(self, edition: Edition) -> _End:
        number = [e.id for e in self.editions()].index(edition.id) + 1
        moment = moment_of(edition, self.workspace, self.register, self.catalogue)
        return _End(_edition_words(number, edition), moment, edition)

    def _known_editions(self) -> str:
        words = [_edition_words(n, e) for n, e in enumerate(self.editions(), start=1)]
        return f"Các bản của năm {self.scope.year}: {'; '.join(words) or 'chưa có'}."


def _edition_words(number: int, edition: Edition) -> str:
    if edition.sent_at is not None:
        sent = f"đã gửi {format_date(local_day(edition.sent_at))} – {edition.sent_by}"
        return f"bản {number} ({sent})"
    return f"bản {number} ({format_date(local_day(edition.recorded_at))})"


def _between_years(ends: _Ends, year: int, last: _End, entries: dict[int, Entry]) -> Differences:
    scope = ends.scope
    if year == scope.year:
        raise ConfigurationError(f"--from {year} là chính năm đang xem; hãy ghi một năm khác.")
    after = compile_numbers(ends.register, last.moment.state, last.moment.catalogue, scope)
    before = compile_numbers(
        ends.register,
        last.moment.state,
        last.moment.catalogue,
        ReportScope(year, scope.period_code),
    )
    changes = changes_between_years(before, after, last.moment.catalogue)
    ordered = in_reading_order(changes, after.codes)
    units = {**before.codes.units, **after.codes.units}
    return Differences(f"năm {year}", f"năm {scope.year}", ordered, entries, after.codes, units)
