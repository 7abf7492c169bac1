"""What keeps itself: the counts per facet and the search index.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"

KEY = "shop_id, state, channel_id, stars, decision, language"


def _each(prefix: str) -> str:
    return ", ".join(f"{prefix}.{name}" for name in KEY.split(", "))


def _same(prefix: str) -> str:
    return " AND ".join(f"{name} = {prefix}.{name}" for name in KEY.split(", "))


def _changed(names: str) -> str:
    return " OR ".join(f"old.{name} IS NOT new.{name}" for name in names.split(", "))


COUNT_IN = f"""INSERT INTO review_facets ({KEY}, n) VALUES ({_each("new")}, 1)
    ON CONFLICT ({KEY}) DO UPDATE SET n = n + 1"""
# An update alone: when a whole shop is deleted, no row may come into being for it again.
COUNT_OUT = f"UPDATE review_facets SET n = n - 1 WHERE {_same('old')}"

# The rowid is the review's place in the inbox (plugin/store/places.py), so that finds come in the inbox's order.
# What the inbox filters by stands among the words (plugin/store/searching.py), so that a search with a filter
# is one meeting of lists and never a reading of finds that the filter drops.
PLACE = "((({row}.rank) << 31) + {row}.id)"
WORDS = (
    "'zq' || {row}.shop_id || 'shop zq' || {row}.shop_id || 'state' || {row}.state"
    " || ' zq' || {row}.shop_id || 'channel' || {row}.channel_id"
    " || ' zq' || {row}.shop_id || 'stars' || {row}.stars"
    " || ' zq' || {row}.shop_id || 'decision' || replace({row}.decision, '-', '')"
    " || ' zq' || {row}.shop_id || 'language' || replace({row}.language, '-', '')"
    " || ' ' || {row}.title || ' ' || {row}.text || ' ' || {row}.author || ' ' || {row}.product"
)
FOUND_BY = "shop_id, state, channel_id, stars, decision, language, title, text, author, product, rank"
FIND_IN = f"INSERT INTO review_search (rowid, words) VALUES ({PLACE.format(row='new')}, {WORDS.format(row='new')})"
FIND_OUT = f"""INSERT INTO review_search (review_search, rowid, words)
    VALUES ('delete', {PLACE.format(row='old')}, {WORDS.format(row='old')})"""

SQLITE = [
    f"CREATE TRIGGER review_facets_added AFTER INSERT ON reviews BEGIN {COUNT_IN}; END",
    f"CREATE TRIGGER review_facets_removed AFTER DELETE ON reviews BEGIN {COUNT_OUT}; END",
    f"""CREATE TRIGGER review_facets_moved AFTER UPDATE OF shop_id, state, channel_id, rating, decision, language
    ON reviews WHEN {_changed(KEY)} BEGIN {COUNT_OUT}; {COUNT_IN}; END""",
    f"""CREATE VIEW review_words AS
    SELECT {PLACE.format(row="reviews")} AS place, {WORDS.format(row="reviews")} AS words FROM reviews""",
    """CREATE VIRTUAL TABLE review_search USING fts5(words, content='review_words', content_rowid='place',
    detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 2')""",
    # Which words there are, for finding those that begin as the last word of a search does.
    "CREATE VIRTUAL TABLE review_search_vocabulary USING fts5vocab('review_search', 'row')",
    f"CREATE TRIGGER review_search_added AFTER INSERT ON reviews BEGIN {FIND_IN}; END",
    f"CREATE TRIGGER review_search_removed AFTER DELETE ON reviews BEGIN {FIND_OUT}; END",
    f"""CREATE TRIGGER review_search_changed AFTER UPDATE OF {FOUND_BY.replace("stars", "rating")} ON reviews
    WHEN {_changed(FOUND_BY)} BEGIN {FIND_OUT}; {FIND_IN}; END""",
]

POSTGRES = [
    # At commit, and one writer of a shop after the other: only here can two transactions meet on the same counts,
    # and with all their other locks taken they cannot wait for each other in a circle.
    f"""CREATE FUNCTION review_facets_count() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND ({_each("old")}) = ({_each("new")}) THEN RETURN NULL; END IF;
        PERFORM pg_advisory_xact_lock(7735302, mod(coalesce(new.shop_id, old.shop_id), 2147483647)::int);
        IF TG_OP <> 'INSERT' THEN {COUNT_OUT}; END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO review_facets AS f ({KEY}, n) VALUES ({_each("new")}, 1)
            ON CONFLICT ({KEY}) DO UPDATE SET n = f.n + 1;
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE CONSTRAINT TRIGGER review_facets_counted
    AFTER INSERT OR DELETE OR UPDATE OF shop_id, state, channel_id, rating, decision, language ON reviews
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION review_facets_count()""",
    """CREATE TABLE review_search (
    review_id bigint PRIMARY KEY REFERENCES reviews (id) ON DELETE CASCADE, words tsvector NOT NULL)""",
    "CREATE INDEX ix_review_search_words ON review_search USING gin (words)",
    # The same folding as plugin/store/searching.py: small letters, no accents; and no signs that the parser of text
    # search would take for parts of a path, an address or a number.
    r"""CREATE FUNCTION review_fold(said text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        said := translate(lower(left(said, 100000)), './@-_:+~#&?=<>', '              ');
        IF octet_length(said) <> length(said) THEN
            said := normalize(regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'), NFC);
        END IF;
        RETURN to_tsvector('simple', said);
    END $$""",
    """CREATE FUNCTION review_search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO review_search AS s (review_id, words)
        VALUES (new.id, review_fold(concat_ws(' ', new.title, new.text, new.author, new.product)))
        ON CONFLICT (review_id) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER review_search_added AFTER INSERT OR UPDATE OF title, text, author, product ON reviews
    FOR EACH ROW EXECUTE FUNCTION review_search_keep()""",
]

SQLITE_BACK = [
    *(f"DROP TRIGGER {kind}_{what}" for kind, whats in (
        ("review_facets", ("added", "removed", "moved")), ("review_search", ("added", "removed", "changed"))
    ) for what in whats),
    "DROP TABLE review_search_vocabulary",
    "DROP TABLE review_search",
    "DROP VIEW review_words",
]
POSTGRES_BACK = [
    "DROP TRIGGER review_search_added ON reviews",
    "DROP FUNCTION review_search_keep",
    "DROP TABLE review_search",
    "DROP FUNCTION review_fold",
    "DROP TRIGGER review_facets_counted ON reviews",
    "DROP FUNCTION review_facets_count",
]


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    for statement in SQLITE if _is_sqlite() else POSTGRES:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in SQLITE_BACK if _is_sqlite() else POSTGRES_BACK:
        op.get_bind().exec_driver_sql(statement)
