"""A document's records move from rows of their own into its content; patches become text."""

from collections import defaultdict
from itertools import islice

import django.db.models.deletion
from django.db import migrations, models

import core.fields

FIELDS = ("kind", "label", "data", "attributes", "z", "group", "source", "score")
CHUNK = 500


def gather(apps, schema_editor):
    Document, Content, Record = (apps.get_model("annotation", name) for name in ("Document", "Content", "Record"))
    documents = Document.objects.order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(documents, CHUNK)):
        records = defaultdict(list)
        for row in Record.objects.filter(document__in=[document.pk for document in chunk]).order_by("pk"):
            record = {"id": str(row.uid), **{name: getattr(row, name) for name in FIELDS}}
            records[row.document_id].append(record)
        for document in chunk:
            document.counts = counted(records[document.pk])
        Document.objects.bulk_update(chunk, ["counts"])
        Content.objects.bulk_create([Content(document_id=pk, records=held) for pk, held in records.items() if held])


def counted(records):
    counts = defaultdict(lambda: defaultdict(int))
    for record in records:
        counts[record["label"]][record["kind"]] += 1
    return counts


class Migration(migrations.Migration):
    dependencies = [("annotation", "0003_records_without_unread_columns")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="counts",
            field=models.JSONField(
                default=dict, help_text="{label: {kind: records}}, with an empty label for those without"
            ),
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="annotation.document",
                    ),
                ),
                (
                    "records",
                    core.fields.JsonText(
                        default=list, help_text="[{id, kind, label, data, attributes, z, group, source, score}]"
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="revision", name="patch", field=core.fields.JsonText(help_text="[{id, before, after}]")
        ),
        migrations.RunPython(gather, migrations.RunPython.noop, elidable=True),
    ]
