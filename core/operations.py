"""For migrations: SQL that is spelled differently on SQLite and on PostgreSQL, such as triggers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import migrations


class VendorSQL(migrations.RunPython):
    """Run the statements written for the database that is connected.

    `forward` and `backward` map `sqlite` and `postgresql` to statements, each run by itself.
    """

    def __init__(self, forward: Mapping[str, Sequence[str]], backward: Mapping[str, Sequence[str]]) -> None:
        def run(statements: Mapping[str, Sequence[str]]) -> Any:
            def execute(apps: Any, schema_editor: Any) -> None:
                for statement in statements[schema_editor.connection.vendor]:
                    schema_editor.execute(statement, params=None)

            return execute

        super().__init__(run(forward), run(backward))
