"""PostgreSQL finds events by an index on their words; SQLite reads them."""

from django.db import migrations

INDEX = """
CREATE INDEX events_by_words ON events_event
USING gin (array_to_tsvector(string_to_array(btrim(search_words), ' ')))
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS events_by_words")


class Migration(migrations.Migration):
    dependencies = [("events", "0006_search_words")]
    operations = [migrations.RunPython(make, drop)]
