from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

import plugin.store
from plugin.store import Database, reviews
from plugin.store.migrations.comparing import include_name
from plugin.store.tables import Base
from tests.store.conftest import NOW, customer_says, make_desk


def test_the_migrations_make_the_tables_as_the_code_names_them(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": include_name, "compare_type": True, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    database.upgrade()
    database.upgrade()


def test_every_migration_can_be_taken_back(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(plugin.store.__file__).parent / "migrations"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with database.engine.connect() as connection:
        left = set(database.engine.dialect.get_table_names(connection))
    assert left <= {"alembic_version"}
    database.upgrade()


def test_a_migration_that_is_cut_off_leaves_nothing_behind(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(plugin.store.__file__).parent / "migrations"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    broken = database.engine.connect()
    broken.exec_driver_sql("CREATE TABLE review_facets (x int)")  # in the way of the first migration's own
    broken.commit()
    with pytest.raises(DBAPIError, match="review_facets"):
        database.upgrade()
    broken.exec_driver_sql("DROP TABLE review_facets")
    broken.commit()
    broken.close()
    with database.engine.connect() as connection:
        assert set(database.engine.dialect.get_table_names(connection)) <= {"alembic_version"}
    database.upgrade()


@pytest.mark.parametrize("there_and_back", [False, True])
def test_counts_outlive_the_change_of_their_table_and_go_on_counting(database: Database, there_and_back: bool) -> None:
    desk = make_desk(database, "fietsenhuis")
    config = Config()
    config.set_main_option("script_location", str(Path(plugin.store.__file__).parent / "migrations"))

    def take_in(*numbers: int) -> dict[str, int]:
        with database.session(desk.shop) as session:
            reviews.upsert(session, desk.shop, desk.channel, [customer_says(number) for number in numbers], NOW)
            return reviews.counts(session, desk.shop)

    assert take_in(1, 2)["todo"] == 2
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0014")
    if there_and_back:
        database.upgrade()
    assert take_in(2, 3, 4)["todo"] == 4
    database.upgrade()
    assert take_in(5)["todo"] == 5
