"""Events get the words they are found by."""

import re
import unicodedata

import snowballstemmer
from django.db import migrations


def fill(apps, schema_editor):
    """As `common.search.stems_of` did when this was written."""
    event, stem = apps.get_model("events", "Event"), snowballstemmer.stemmer("russian").stemWord
    changed = []
    for row in event.objects.select_related("form", "host").iterator(chunk_size=1000):
        text = " ".join([row.title, row.description, row.outcome, row.form.name, row.host.last_name])
        folded = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
        stems = dict.fromkeys(stem(word[:60]) for word in re.findall(r"[^\W_]+", folded))
        row.search_words = f" {' '.join(stems)} "
        changed.append(row)
    event.objects.bulk_update(changed, ["search_words"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("events", "0005_who_changed_an_event")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
