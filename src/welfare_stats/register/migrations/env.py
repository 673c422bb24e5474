"""How Alembic runs the steps: on the connection that ``migrate`` hands over."""

from alembic import context

from welfare_stats.register.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
