"""The schema's revisions, for alembic."""
