"""Wrong names anywhere in the template of the text, also where this year's figures never lead.

Filling a template shows what is wrong on the way that the figures take. Here the names in all of
its branches are looked up, in a context in which everything is known.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, Undefined, meta, nodes

from welfare_stats.report.narrative import TEMPLATE, Placeable, text_environment
from welfare_stats.report.office_templates import ExplainedError, UnknownNameError, using_template
from welfare_stats.vietnamese import nfc

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_NOT_KNOWN_HERE = object()


@dataclass(frozen=True, slots=True)
class TemplateMistake:
    """A mistake in a template, in words without a full stop."""

    line: int
    message: str


def name_mistakes(
    folder: Path,
    context: Mapping[str, object],
    placeable: Mapping[Placeable, Collection[str]],
) -> list[TemplateMistake]:
    """All wrong names, arguments, tables and charts in the template of the text, in its order.

    Args:
        folder: of the templates.
        context: what the template may name, with figures of which all are known.
        placeable: the keys that it may place.

    Raises:
        ConfigurationError: the template is missing or no template at all.
    """
    environment = text_environment(folder, context)
    with using_template(folder / TEMPLATE):
        source = (folder / TEMPLATE).read_text("utf-8-sig")
        tree = environment.parse(source, filename=TEMPLATE)
    found = [
        *_unknown_variables(tree, environment, context),
        *_Names(environment, context, _assigned(tree)).mistakes(tree),
        *_unknown_blocks(source, placeable),
    ]
    return sorted(dict.fromkeys(found), key=lambda mistake: mistake.line)


def placed_keys(folder: Path, sort: Placeable) -> frozenset[str]:
    """The keys of the tables or charts that the template names as they are."""
    with using_template(folder / TEMPLATE):
        source = (folder / TEMPLATE).read_text("utf-8-sig")
    return frozenset(key for _, key in _placed(source, sort))


def _placed(source: str, sort: Placeable) -> Iterator[tuple[int, str]]:
    without = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    for number, line in enumerate(without.splitlines(), start=1):
        words = nfc(line)
        if words.startswith(sort.mark) and "{" not in words:
            yield number, words.removeprefix(sort.mark)


def _unknown_blocks(
    source: str, placeable: Mapping[Placeable, Collection[str]]
) -> Iterator[TemplateMistake]:
    """Tables and charts that do not exist; an office without any charts has none anywhere."""
    for sort, known in placeable.items():
        for line, key in _placed(source, sort):
            if known and key not in known:
                yield TemplateMistake(line, sort.unknown(key, known).removesuffix("."))


def _unknown_variables(
    tree: nodes.Template, environment: Environment, context: Mapping[str, object]
) -> Iterator[TemplateMistake]:
    unknown = meta.find_undeclared_variables(tree) - {*context, *environment.globals}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name in unknown:
            yield TemplateMistake(node.lineno, str(UnknownNameError(node.name, context)))


def _assigned(tree: nodes.Template) -> frozenset[str]:
    """Names that the template itself gives to something."""
    return frozenset(node.name for node in tree.find_all(nodes.Name) if node.ctx != "load")


@dataclass(frozen=True, slots=True)
class _Names:
    """Looks up expressions that consist of names and texts; all others are left aside."""

    environment: Environment
    context: Mapping[str, object]
    assigned: frozenset[str]

    def mistakes(self, tree: nodes.Template) -> Iterator[TemplateMistake]:
        asked_for = {
            id(test.node) for test in tree.find_all(nodes.Test) if test.name in {"defined"}
        }
        for node in tree.find_all((nodes.Getattr, nodes.Call)):
            if id(node) in asked_for:
                continue
            try:
                self._value(node)
            except ExplainedError as mistake:
                yield TemplateMistake(node.lineno, str(mistake))

    def _value(self, node: nodes.Node) -> object:
        """What an expression stands for.

        Raises:
            ExplainedError: a name in it does not exist, or a function refuses what it is given.
        """
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Name) and node.name not in self.assigned:
            return self.context.get(node.name, _NOT_KNOWN_HERE)
        if isinstance(node, nodes.List | nodes.Tuple):
            return self._all_or_none(node.items)
        if isinstance(node, nodes.Getattr):
            return self._attribute(node)
        if isinstance(node, nodes.Call):
            return self._answer(node)
        return _NOT_KNOWN_HERE

    def _all_or_none(self, items: Sequence[nodes.Node]) -> object:
        values = [self._value(item) for item in items]
        return _NOT_KNOWN_HERE if _NOT_KNOWN_HERE in values else values

    def _attribute(self, node: nodes.Getattr) -> object:
        of = self._value(node.node)
        if of is _NOT_KNOWN_HERE:
            return of
        found = self.environment.getattr(of, node.attr)
        if isinstance(found, Undefined):
            str(found)  # it says what is wrong
        return found

    def _answer(self, node: nodes.Call) -> object:
        called = self._value(node.node)
        values = self._all_or_none(node.args)
        named = {pair.key: self._value(pair.value) for pair in node.kwargs}
        is_known = _NOT_KNOWN_HERE not in named.values() and not (node.dyn_args or node.dyn_kwargs)
        if isinstance(values, list) and is_known and callable(called):
            return called(*values, **named)
        return _NOT_KNOWN_HERE
