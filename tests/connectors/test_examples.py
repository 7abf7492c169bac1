"""The recorded examples beside each connector are read as the documentation says."""

import json
from importlib.resources import files

from connectors.file import FileConnector
from connectors.http_answers import Answer
from connectors.payloads import read_many, read_one
from connectors.woocommerce.errors import code_of
from connectors.woocommerce.mapping import to_reply, to_review
from connectors.woocommerce.payloads import RootSchema, UserSchema, WireCommentSchema, WireReviewSchema


def example(connector, name):
    return files(f"connectors.{connector}") / "examples" / name


def data(name):
    return json.loads(example("woocommerce", name).read_text(encoding="utf-8"))


def read(name, **settings):
    connector = FileConnector(FileConnector.Settings().load({"path": str(example("file", name)), **settings}))
    (page,) = connector.fetch({})
    return page


def test_the_reviews_of_a_shop():
    wires, problems = read_many(WireReviewSchema(), data("reviews.json"), who="The shop", what="Review")
    assert problems == ()
    reviews = [to_review(wire, None) for wire in wires]
    assert reviews[0].text == "Schöne Tasche, aber der Adapter für meinen Gepäckträger fehlte – schade."
    assert [(r.rating, r.status, r.verified) for r in reviews] == [
        (3, "visible", True),
        (None, "visible", False),
        (2, "held", True),
    ]
    assert reviews[2].product == "Bel & Co fietsbel"
    assert reviews[2].text == "Klinkt goed,\nmaar roest na een week."


def test_a_reply_that_was_created():
    reply = to_reply(read_one(WireCommentSchema(), data("reply_created.json"), who="The shop"), by_shop=True)
    assert reply.text == "Guten Tag Sabine, der Adapter & zwei Schrauben gehen heute an Sie.\n\nSanne"
    assert (reply.key, reply.status, reply.external_id) == ("approval-0001", "visible", "28")


def test_a_refusal_and_the_connection_test():
    refused = Answer(409, {}, example("woocommerce", "error_duplicate.json").read_bytes(), "https://shop.example/")
    assert code_of(refused) == "comment_duplicate"
    assert read_one(RootSchema(), data("root.json"), who="The shop").application_passwords
    assert read_one(UserSchema(), data("me.json"), who="The shop").capabilities["moderate_comments"]


def test_a_dutch_export_from_a_windows_program():
    page = read("beoordelingen-cp1252.csv", rating_scale="1-5")
    assert page.reviews[0].author == "Zoë"
    assert page.reviews[0].text.split("\n")[-1] == 'Alleen de "waterdichte" rits lekt.'
    assert [r.rating for r in page.reviews] == [5, 1, None]
    assert len(page.problems) == 1


def test_a_german_export_with_a_reply():
    page = read("bewertungen.csv")
    assert [r.rating for r in page.reviews] == [5, 2]
    assert [bool(r.reply) for r in page.reviews] == [False, True]
    assert page.problems == ()


def test_json_lines_with_a_nested_name():
    page = read("reviews.jsonl", columns={"author": "reviewer.name"})
    assert [r.author for r in page.reviews] == ["Kim", "Lee"]
    assert page.reviews[1].created.isoformat() == "2026-03-13T09:00:00+00:00"
