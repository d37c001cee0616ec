"""The history of the tables: one migration for each version, in `versions/`, run by alembic through bot/store/migration.py."""
