"""The database itself refuses to change or delete a sealed audit event, and any other change than the sealing.

A later migration that alters the table on SQLite makes a new table without triggers: run `install` again in it.
"""

from django.db import migrations

CONTENT = ("id", "at", "actor", "actor_name", "verb", "subject", "scope", "data")

POSTGRESQL = """
CREATE OR REPLACE FUNCTION core_auditevent_guard() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.number IS NULL THEN
            RETURN OLD;
        END IF;
    ELSIF OLD.number IS NULL AND NEW.number IS NOT NULL AND ({new}) IS NOT DISTINCT FROM ({old}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS core_auditevent_guard ON core_auditevent;
CREATE TRIGGER core_auditevent_guard BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_auditevent_guard();
"""

SQLITE = [
    "DROP TRIGGER IF EXISTS core_auditevent_no_update",
    "DROP TRIGGER IF EXISTS core_auditevent_no_delete",
    """
    CREATE TRIGGER core_auditevent_no_update BEFORE UPDATE ON core_auditevent
    WHEN OLD.number IS NOT NULL OR NEW.number IS NULL OR {changed}
    BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
    """,
    """
    CREATE TRIGGER core_auditevent_no_delete BEFORE DELETE ON core_auditevent
    WHEN OLD.number IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
    """,
]


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        new, old = (", ".join(f"{row}.{name}" for name in CONTENT) for row in ("NEW", "OLD"))
        schema_editor.execute(POSTGRESQL.format(new=new, old=old))
        return
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in CONTENT)
    for statement in SQLITE:
        schema_editor.execute(statement.format(changed=changed))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS core_auditevent_guard ON core_auditevent")
        schema_editor.execute("DROP FUNCTION IF EXISTS core_auditevent_guard()")
        return
    for statement in SQLITE[:2]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_and_jobs")]

    operations = [migrations.RunPython(install, remove)]
