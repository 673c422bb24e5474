"""Files of the office that are kept by their content: code lists, templates, texts, settings."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from welfare_stats.register.schema import CONTENTS, KEPT_FILES


def keep(connection: Connection, entry: int, files: Mapping[str, bytes]) -> None:
    """Keep files with an entry; a content that is kept already is not kept twice."""
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    if not hashes:
        return
    query = select(CONTENTS.c.sha256).where(CONTENTS.c.sha256.in_(hashes.values()))
    known = set(connection.execute(query).scalars())
    new = {hashes[name]: files[name] for name in files if hashes[name] not in known}
    if new:
        rows = [{"sha256": of, "bytes": content} for of, content in new.items()]
        connection.execute(insert(CONTENTS), rows)
    named = [{"entry": entry, "name": name, "sha256": of} for name, of in hashes.items()]
    connection.execute(insert(KEPT_FILES), named)


def kept(connection: Connection, entry: int) -> dict[str, bytes]:
    """The files that were kept with an entry, in the order of their names."""
    query = (
        select(KEPT_FILES.c.name, CONTENTS.c.bytes)
        .join(CONTENTS, KEPT_FILES.c.sha256 == CONTENTS.c.sha256)
        .where(KEPT_FILES.c.entry == entry)
    )
    # Sorted here: each database has an order of letters of its own.
    return dict(sorted((row.name, row.bytes) for row in connection.execute(query)))
