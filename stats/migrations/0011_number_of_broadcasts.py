"""PostgreSQL keeps how many broadcasts there are, since the list says it on each of its pages.

Each statement that adds or takes away some leaves a row that says how many, and their sum is the
number: nobody waits for anybody, as all would for one row. `stats.engines` makes one row of them
once a night. The triggers are there before what is there already is counted: nobody writes between
the two. What a backup from before, put back, has left of this is replaced. SQLite counts a hundred
thousand in well under a millisecond and needs no help.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT = """
DROP TABLE IF EXISTS stats_broadcast_number;
CREATE TABLE stats_broadcast_number (change bigint NOT NULL);
CREATE OR REPLACE FUNCTION stats_broadcast_number() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO stats_broadcast_number
        SELECT CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END
        FROM changed HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION stats_broadcast_none() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    TRUNCATE stats_broadcast_number;
    RETURN NULL;
END $$;
CREATE TRIGGER number_when_added AFTER INSERT ON stats_broadcast
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION stats_broadcast_number();
CREATE TRIGGER number_when_forgotten AFTER DELETE ON stats_broadcast
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION stats_broadcast_number();
CREATE TRIGGER number_when_emptied AFTER TRUNCATE ON stats_broadcast
    FOR EACH STATEMENT EXECUTE FUNCTION stats_broadcast_none();
INSERT INTO stats_broadcast_number SELECT count(*) FROM stats_broadcast;
"""
NO_LONGER = """
DROP TRIGGER number_when_added ON stats_broadcast;
DROP TRIGGER number_when_forgotten ON stats_broadcast;
DROP TRIGGER number_when_emptied ON stats_broadcast;
DROP FUNCTION stats_broadcast_number();
DROP FUNCTION stats_broadcast_none();
DROP TABLE stats_broadcast_number;
"""


def keep(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The number itself, and what moves it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(KEPT)


def keep_no_longer(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """As before."""
    if editor.connection.vendor == "postgresql":
        editor.execute(NO_LONGER)


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0010_sizes"),
    ]

    operations = [
        migrations.RunPython(keep, keep_no_longer),
    ]
