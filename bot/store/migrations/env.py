"""What alembic runs: the migrations, on the connection and in the transaction that bot/store/migration.py has opened."""

from __future__ import annotations

from alembic import context

# SQLite alters tables by making them anew, which a batch does.
context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
