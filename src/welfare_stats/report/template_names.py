"""What a template does with names: those that do not exist, and functions that it calls."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass
from inspect import signature
from typing import Any, NoReturn

from jinja2 import StrictUndefined, TemplateRuntimeError
from jinja2.utils import missing
from pydantic import BaseModel

from welfare_stats.report.office_templates import ExplainedError, UnknownNameError


def unknown_name(known: Collection[str]) -> type[StrictUndefined]:
    """What stands for a name that does not exist; used in any way it says which names do.

    Args:
        known: the names that the template may use by themselves.
    """

    class UnknownName(StrictUndefined):
        def __init__(
            self,
            hint: str | None = None,
            obj: Any = missing,
            name: str | None = None,
            exc: type[TemplateRuntimeError] = ExplainedError,
        ) -> None:
            super().__init__(hint, obj, name, ExplainedError if name is not None else exc)

        @property
        def _undefined_message(self) -> str:
            name = self._undefined_name
            if name is None:
                return super()._undefined_message
            of = known if self._undefined_obj is missing else attributes(self._undefined_obj)
            return str(UnknownNameError(name, of))

    return UnknownName


def attributes(value: object) -> list[str]:
    """What may stand behind a dot after a value.

    >>> attributes({"a": 1, "b": 2})
    ['a', 'b']
    """
    if isinstance(value, Mapping):
        return [str(name) for name in value]
    kind = type(value)
    if isinstance(value, BaseModel):
        return list(type(value).model_fields)
    own = [field.name for field in fields(value)] if is_dataclass(value) else []
    properties = [name for name in vars(kind) if isinstance(vars(kind)[name], property)]
    return [name for name in (*own, *properties) if not name.startswith("_")]


class TemplateFunction:
    """A function that templates call; called or printed wrongly it says how it is written."""

    def __init__(self, name: str, function: Callable[..., object], example: str) -> None:
        self._name, self._function, self._example = name, function, example
        self._signature = signature(function)

    def __call__(self, *values: object, **named: object) -> object:
        """What the function answers.

        Raises:
            ExplainedError: there are too few or too many arguments, or one is wrong.
        """
        try:
            self._signature.bind(*values, **named)
        except TypeError:
            wrong = [name for name in named if name not in self._signature.parameters]
            if wrong:
                raise UnknownNameError(wrong[0], self._signature.parameters, "tham số") from None
            raise ExplainedError(
                f"“{self._name}” thiếu hoặc thừa tham số; hãy viết như {self._example}"
            ) from None
        return self._function(*values, **named)

    def __str__(self) -> str:
        raise self._uncalled()

    def __iter__(self) -> NoReturn:
        raise self._uncalled()

    def __bool__(self) -> bool:
        raise self._uncalled()

    def _uncalled(self) -> ExplainedError:
        return ExplainedError(f"“{self._name}” cần tham số; hãy viết như {self._example}")
