"""Runs migrations on the connection that it is given, within its transaction."""

from alembic import context

from assistant.review.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
