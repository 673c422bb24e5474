"""What others take to read and check the same lists: each as people use it, with its own means.

Run as a process of its own, in an environment with the packages of the group ``bench``:
``peers.py NAME FOLDER`` reads every list under the folder and prints how many rows it has seen.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

HEADING_ROW = 4
ORDINAL, SEX, CODE, RECEIVED, CLOSED = 0, 4, 8, 9, 10  # columns
SEXES = ["Nam", "Nữ"]
CODES = ["can_thiep", "can_thiep_khan_cap"]


def pandas_openpyxl_pydantic(paths: list[Path]) -> int:
    """Pandas with openpyxl, then a pydantic model a row: types, allowed codes, one comparison."""
    from typing import Literal, Self  # noqa: PLC0415

    import pandas as pd  # noqa: PLC0415
    from pydantic import BaseModel, Field, model_validator  # noqa: PLC0415

    class Case(BaseModel):
        ordinal: int = Field(ge=1)
        number: str
        name: str
        born: datetime
        sex: Literal["Nam", "Nữ"]
        ethnicity: str
        commune: str
        facility: str
        case_type: Literal["can_thiep", "can_thiep_khan_cap"]
        received: datetime
        closed: datetime | None
        result: str

        @model_validator(mode="after")
        def in_order(self) -> Self:
            if self.closed and self.closed < self.received:
                raise ValueError("closed before received")
            return self

    seen = 0
    for path in paths:
        frame = pd.read_excel(path, header=HEADING_ROW - 1, engine="openpyxl")
        for row in frame.itertuples(index=False):
            Case.model_validate(dict(zip(Case.model_fields, row, strict=True)))
            seen += 1
    return seen


def pandas_calamine(paths: list[Path]) -> int:
    """Pandas with python-calamine; nothing is checked."""
    import pandas as pd  # noqa: PLC0415

    return sum(
        len(pd.read_excel(path, header=HEADING_ROW - 1, engine="calamine")) for path in paths
    )


def pandera(paths: list[Path]) -> int:
    """Pandas with python-calamine, then a pandera schema: all errors at rows of the frame."""
    import pandas as pd  # noqa: PLC0415
    import pandera.pandas as pa  # noqa: PLC0415

    def read(path: Path) -> pd.DataFrame:
        return pd.read_excel(path, header=HEADING_ROW - 1, engine="calamine")

    names = list(read(paths[0]).columns)
    ordinal, sex, code, received, closed = (
        names[n] for n in (ORDINAL, SEX, CODE, RECEIVED, CLOSED)
    )
    columns = {name: pa.Column(nullable=True) for name in names} | {
        ordinal: pa.Column(int, pa.Check.ge(1), unique=True),
        sex: pa.Column(str, pa.Check.isin(SEXES)),
        code: pa.Column(str, pa.Check.isin(CODES)),
        received: pa.Column("datetime64[us]", coerce=True),
        closed: pa.Column("datetime64[us]", coerce=True, nullable=True),
    }
    schema = pa.DataFrameSchema(columns, checks=pa.Check(lambda f: ~(f[closed] < f[received])))
    return sum(len(schema.validate(read(path), lazy=True)) for path in paths)


def frictionless(paths: list[Path]) -> int:
    """Frictionless validate with a schema: all errors, at cells of the file."""
    from frictionless import Dialect, Resource, Schema, formats, system  # noqa: PLC0415

    seen = 0
    for path in paths:
        dialect = Dialect(header_rows=[HEADING_ROW], controls=[formats.ExcelControl(sheet=1)])
        with system.use_context(trusted=True):
            resource = Resource(path=str(path), dialect=dialect)
            resource.infer()
            fields = [field.to_descriptor() for field in resource.schema.fields]
            fields[ORDINAL]["constraints"] = {"required": True, "minimum": 1}
            fields[SEX]["constraints"] = {"enum": SEXES}
            fields[CODE]["constraints"] = {"required": True, "enum": CODES}
            resource.schema = Schema.from_descriptor({"fields": fields})
            report = resource.validate()
        if not report.valid:
            raise ValueError(report.flatten(["type", "note"])[:3])
        seen += report.tasks[0].stats["rows"] or 0
    return seen


def fastexcel(paths: list[Path]) -> int:
    """Fastexcel to Arrow: the floor, for nothing becomes an object of Python or is checked."""
    import fastexcel as reader  # noqa: PLC0415

    return sum(
        reader.read_excel(path).load_sheet(0, header_row=HEADING_ROW - 1).to_arrow().num_rows
        for path in paths
    )


PEERS: dict[str, Callable[[list[Path]], int]] = {
    "pandas-openpyxl-pydantic": pandas_openpyxl_pydantic,
    "pandas-calamine": pandas_calamine,
    "pandera": pandera,
    "frictionless": frictionless,
    "fastexcel": fastexcel,
}


def versions() -> str:
    """The versions of all of them, as JSON."""
    packages = ("pandas", "openpyxl", "python-calamine", "pydantic", "pandera", "frictionless",
                "fastexcel", "pyarrow")  # fmt: skip
    return json.dumps({name: version(name) for name in packages})


if __name__ == "__main__" and sys.argv[1] == "versions":
    print(versions())
elif __name__ == "__main__":
    print(PEERS[sys.argv[1]](sorted(Path(sys.argv[2]).rglob("*.xlsx"))))
