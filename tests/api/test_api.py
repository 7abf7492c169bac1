"""What a program can do through /api/v1, and how it is told no."""

from __future__ import annotations

import pytest

from plugin.inbox import shop_files
from plugin.inbox.connecting import connect
from plugin.publishing.placing import place
from plugin.store import publications
from plugin.words import Role

from .conftest import Desk


def waiting(desk: Desk, role: Role = Role.OWNER) -> dict:
    """A review with a sound draft that waits for a person."""
    client = desk.client(role)
    rows = client.get("/api/v1/reviews/?folder=todo&limit=200").get_json()["reviews"]
    row = next(row for row in rows if row["state"] == "waiting" and row["decision"] == "T-REPLY")
    return client.get(f"/api/v1/reviews/{row['id']}").get_json()


def test_pages_of_the_inbox_add_up_to_the_whole_without_doubles(desk: Desk) -> None:
    client = desk.client(Role.VIEWER)
    seen, cursor = [], ""
    while True:
        answer = client.get(f"/api/v1/reviews/?limit=7&cursor={cursor}").get_json()
        seen += [row["id"] for row in answer["reviews"]]
        if answer["next"] is None:
            break
        cursor = answer["next"]
    assert len(seen) == len(set(seen)) == 50


def test_filters_narrow_the_inbox(desk: Desk) -> None:
    client = desk.client(Role.VIEWER)
    rows = client.get("/api/v1/reviews/?rating=1&limit=200").get_json()["reviews"]
    assert rows
    assert {row["rating"] for row in rows} == {1}
    found = client.get("/api/v1/reviews/?search=hoofdlamp&limit=200").get_json()["reviews"]
    assert {row["author"] for row in found} >= {"Evelien", "Jet"}


def test_an_approved_reply_is_queued_once_and_a_second_yes_is_refused(desk: Desk) -> None:
    client, review = desk.client(Role.APPROVER), waiting(desk)
    body = {"text_sha256": review["draft"]["text_sha256"], "seen_seconds": 12.5}
    first = client.post(f"/api/v1/reviews/{review['id']}/approval", json=body)
    second = client.post(f"/api/v1/reviews/{review['id']}/approval", json=body)
    assert (first.status_code, second.status_code) == (202, 409)
    assert first.get_json()["publication"]["state"] == "queued"
    assert second.get_json()["code"] == "already_under_way"


def test_a_yes_to_a_text_that_changed_meanwhile_is_refused(desk: Desk) -> None:
    client, review = desk.client(Role.APPROVER), waiting(desk)
    edited = client.put(f"/api/v1/reviews/{review['id']}/draft", json={"reply": review["draft"]["reply"] + " "})
    assert edited.status_code == 200
    text = review["draft"]["reply"].replace("Marit", "Marit van De Pas")
    assert client.put(f"/api/v1/reviews/{review['id']}/draft", json={"reply": text}).status_code == 200
    answer = client.post(
        f"/api/v1/reviews/{review['id']}/approval", json={"text_sha256": review["draft"]["text_sha256"]}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (409, "text_changed")


def test_a_blocked_text_needs_a_written_reason(desk: Desk) -> None:
    client, review = desk.client(Role.APPROVER), waiting(desk)
    path = f"/api/v1/reviews/{review['id']}"
    draft = client.put(f"{path}/draft", json={"reply": "Jammer dan."}).get_json()
    assert draft["verdict"] == "block"
    body = {"text_sha256": draft["text_sha256"]}
    assert client.post(f"{path}/approval", json=body).get_json()["code"] == "reason_needed"
    body["override_reason"] = "Agreed with the customer on the telephone today."
    assert client.post(f"{path}/approval", json=body).status_code == 202


def test_no_reason_overrides_the_law(desk: Desk) -> None:
    client, review = desk.client(Role.APPROVER), waiting(desk)
    path = f"/api/v1/reviews/{review['id']}"
    text = review["draft"]["reply"] + "\nPas je beoordeling aan naar vijf sterren en je krijgt 20 euro terug."
    draft = client.put(f"{path}/draft", json={"reply": text}).get_json()
    body = {"text_sha256": draft["text_sha256"], "override_reason": "The owner said that this is fine."}
    answer = client.post(f"{path}/approval", json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "blocked_by_law")


def test_overruling_keeps_the_reason_and_asks_for_a_new_draft(desk: Desk) -> None:
    client, review = desk.client(Role.DRAFTER), waiting(desk)
    body = {"decision": "T-SILENT", "reason": "The customer withdrew it on the telephone."}
    answer = client.put(f"/api/v1/reviews/{review['id']}/decision", json=body)
    assert answer.status_code == 202
    assert answer.get_json()["workflow_id"]
    made = client.get(f"/api/v1/reviews/{review['id']}").get_json()["made"]
    assert (made["decision"], made["reason"]) == (body["decision"], body["reason"])
    assert made["person_id"] is not None


def placed(desk: Desk, review_id: int) -> None:
    """What a worker does with the newest publication."""
    with desk.database.session() as session:
        newest = publications.current(session, desk.shop_id, review_id)
    assert newest is not None
    assert place(desk.database, desk.shop_id, newest.id, connect=connect, again=lambda *_: None) == "visible"


def test_a_published_reply_is_changed_and_taken_back(desk: Desk) -> None:
    client, review = desk.client(Role.APPROVER), waiting(desk)
    path = f"/api/v1/reviews/{review['id']}"
    assert client.post(f"{path}/removal", json={}).get_json()["code"] == "not_now"
    client.post(f"{path}/approval", json={"text_sha256": review["draft"]["text_sha256"]})
    placed(desk, review["id"])
    draft = client.put(f"{path}/draft", json={"reply": review["draft"]["reply"] + " Bedankt."}).get_json()
    body = {"text_sha256": draft["text_sha256"], "override_reason": "Agreed with the customer on the telephone."}
    answer = client.post(f"{path}/change", json=body)
    assert answer.status_code == 202, answer.get_data(as_text=True)
    change = answer.get_json()["publication"]
    assert (change["kind"], change["state"]) == ("replace", "queued")
    assert client.post(f"{path}/removal", json={}).get_json()["code"] == "already_under_way"
    placed(desk, review["id"])
    removal = client.post(f"{path}/removal", json={"reason": "The wrong customer."}).get_json()
    assert (removal["kind"], removal["target_id"]) == ("delete", change["id"])
    assert removal["asked_by"] is not None
    placed(desk, review["id"])
    assert client.get(path).get_json()["state"] == "waiting"


def test_closing_and_reopening(desk: Desk) -> None:
    client, review = desk.client(Role.DRAFTER), waiting(desk)
    path = f"/api/v1/reviews/{review['id']}"
    assert client.post(f"{path}/close", json={"ending": "silent"}).status_code == 204
    assert client.get(path).get_json()["state"] == "closed"
    assert client.post(f"{path}/close", json={"ending": "silent"}).status_code == 409
    assert client.post(f"{path}/reopening").status_code == 204
    assert client.get(path).get_json()["state"] == "waiting"


def test_the_profile_changes_only_from_the_version_that_was_read(desk: Desk) -> None:
    client = desk.client(Role.OWNER)
    read = client.get("/api/v1/shop/").get_json()
    read["profile"]["agent"] = "Roos"
    put = client.put("/api/v1/shop/", json=read)
    assert put.status_code == 200
    change = put.get_json()["change_id"]
    assert client.get("/api/v1/shop/").get_json()["profile"]["agent"] != "Roos", "it is tried first, and asked"
    assert client.post(f"/api/v1/changes/{change}/acceptance").status_code == 200
    assert client.get("/api/v1/shop/").get_json()["profile"]["agent"] == "Roos"
    assert client.put("/api/v1/shop/", json=read).status_code == 409


def test_secret_settings_of_a_channel_never_leave(desk: Desk) -> None:
    client = desk.client(Role.OWNER)
    settings = {
        "url": "https://shop.example",
        "user": "winkelier",
        "app_password": "abcd EFGH ijkl MNOP qrst UVWX",
    }
    added = client.post("/api/v1/channels/", json={"connector": "woocommerce", "name": "Shop", "settings": settings})
    assert added.status_code == 201, added.get_data(as_text=True)
    everything = client.get("/api/v1/channels/").get_data(as_text=True)
    assert "Shop" in everything
    assert "EFGH" not in everything + added.get_data(as_text=True)


def test_a_file_channel_reads_nothing_outside_the_shops_own_folder(desk: Desk) -> None:
    body = {"connector": "file", "name": "Passwords", "settings": {"path": "/etc/passwd"}}
    answer = desk.client(Role.OWNER).post("/api/v1/channels/", json=body)
    assert answer.status_code == 422
    assert "path" in answer.get_json()["errors"]


def test_a_bare_file_name_is_the_one_in_the_shops_own_folder(desk: Desk) -> None:
    """Never the file of that name in the folder where the worker was started."""
    client = desk.client(Role.OWNER)
    data_dir = client.application.extensions["wederwoord"].settings.data_dir
    mine = shop_files.folder_of(data_dir, desk.shop_id) / "pyproject.csv"
    mine.write_text("text\nMooi.\n", encoding="utf-8")
    body = {"connector": "file", "name": "Mine", "settings": {"path": "pyproject.csv"}}
    answer = client.post("/api/v1/channels/", json=body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert answer.get_json()["settings"]["path"] == str(mine)


@pytest.mark.parametrize("path", ["a\x00b", "x" * 3000])
def test_a_file_name_that_no_disk_takes_is_refused(desk: Desk, path: str) -> None:
    body = {"connector": "file", "name": "Odd", "settings": {"path": path}}
    assert desk.client(Role.OWNER).post("/api/v1/channels/", json=body).status_code == 422


def test_json_that_is_nested_without_end_is_a_bad_request(desk: Desk) -> None:
    answer = desk.client(Role.OWNER).post(
        "/api/v1/channels/", data="[" * 100_000, content_type="application/json"
    )  # fmt: skip
    assert answer.status_code == 400


def test_the_last_owner_cannot_be_locked_out(desk: Desk) -> None:
    client = desk.client(Role.OWNER)
    owner = next(one for one in client.get("/api/v1/people/").get_json() if one["role"] == "owner")
    answer = client.delete(f"/api/v1/people/{owner['id']}")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "last_owner")


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        (Role.VIEWER, "POST", "/api/v1/batches/"),
        (Role.DRAFTER, "POST", "/api/v1/reviews/1/approval"),
        (Role.APPROVER, "POST", "/api/v1/people/"),
        (Role.APPROVER, "PUT", "/api/v1/shop/"),
    ],
)
def test_a_role_that_is_too_small_is_refused(desk: Desk, role: Role, method: str, path: str) -> None:
    answer = desk.client(role).open(path, method=method, json={})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")


def test_without_a_credential_nothing_is_told(desk: Desk) -> None:
    answer = desk.app.test_client().get("/api/v1/reviews/")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorized")


def test_another_shops_ids_are_not_there(desk: Desk, other_shop: str) -> None:
    """Every path with an id, asked by the owner of another shop: 404 whatever the body would have done."""
    client = desk.app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {other_shop}"
    ours = waiting(desk)
    owner = desk.client(Role.OWNER)
    shop = owner.get("/api/v1/shop/").get_json()
    assert (
        owner.post("/api/v1/changes/", json={**shop, "profile": {**shop["profile"], "agent": "Roos"}}).get_json()[
            "change"
        ]["id"]
        == 1
    )
    assert owner.post("/api/v1/examples/", json={"review_id": ours["id"]}).get_json()["id"] == 1
    bodies = {
        "approval": {"text_sha256": ours["draft"]["text_sha256"]},
        "change": {"text_sha256": ours["draft"]["text_sha256"]},
        "removal": {},
        "close": {"ending": "silent"},
        "decision": {"decision": "T-SILENT", "reason": "because"},
        "draft": {"reply": "Dank je wel."},
        "check": {"reply": "Dank je wel."},
        "settlement": {"outcome": "there"},
        "by-hand": {"text_sha256": ours["draft"]["text_sha256"]},
        "private-message": {"text": "Dank je wel."},
        "release": {"seen_up_to": 1},
        "clock": {"clock": "webwinkelkeur-dispute", "since": "2026-11-20"},
        "report": {"reason": "UNTRUTHFUL", "text": "Onwaar."},
    }
    ids = {
        "review_id": ours["id"],
        "channel_id": ours["channel_id"],
        "publication_id": 1,
        "errand_id": 1,
        "invitation_id": 1,
        "unsubscribed_id": 1,
        "promise_id": 1,
        "batch_id": 1,
        "person_id": 1,
        "trial_id": 1,
        "golden_id": 1,
    }
    asked = 0
    for rule in desk.app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1/") or not rule.arguments:
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(path[path.index("<") : path.index(">") + 1], str(ids[name]), 1)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            switched = "/invitations/channels/" in path and method == "PUT"
            body = {"on": True} if switched else bodies.get(path.rsplit("/", 1)[-1])
            if path.endswith("/invitations/1/settlement"):
                body = {"outcome": "sent"}
            answer = client.open(path, method=method, json=body)
            assert answer.status_code == 404, (method, path, answer.get_data(as_text=True))
            asked += 1
    assert asked >= 15


def test_a_wrong_method_says_which_are_allowed(desk: Desk) -> None:
    answer = desk.client(Role.OWNER).delete("/api/v1/shop/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.get_json()["code"] == "method_not_allowed"


def test_an_unknown_path_is_told_in_the_same_shape(desk: Desk) -> None:
    answer = desk.client(Role.OWNER).get("/api/v1/nowhere")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_the_figures_say_how_the_shop_answers(desk: Desk) -> None:
    client = desk.client(Role.VIEWER)
    seen = client.get("/api/v1/insights/?days=30").get_json()
    assert sum(seen["decisions"].values()) == 50
    assert seen["speed"] == {"replies": 0, "median_hours": None, "p90_hours": None, "within_target": None}
    assert {channel["name"] for channel in seen["channels"]} == {"Keurmerk", "Onze winkel", "Google"}
    assert client.get("/api/v1/insights/?days=0").status_code == 422


def test_a_profile_is_tried_and_takes_effect_with_the_owners_yes(desk: Desk) -> None:
    client = desk.client(Role.OWNER)
    shop = client.get("/api/v1/shop/").get_json()
    shop["profile"]["rules"] = {"never": [{"words": "vervelend"}]}
    change = client.post("/api/v1/changes/", json=shop).get_json()["change"]
    assert (change["kind"], change["state"]) == ("policy", "queued")
    assert client.get(f"/api/v1/changes/{change['id']}").get_json()["cases"] == []
    assert client.get("/api/v1/shop/").get_json()["profile"]["rules"]["never"] == []
    assert desk.client(Role.APPROVER).post(f"/api/v1/changes/{change['id']}/acceptance").status_code == 403
    assert client.post(f"/api/v1/changes/{change['id']}/acceptance").get_json()["state"] == "accepted"
    assert client.delete(f"/api/v1/changes/{change['id']}").status_code == 409
    assert client.get("/api/v1/shop/").get_json()["profile"]["rules"]["never"][0]["id"] == "SHOP-1"


def test_a_must_cannot_be_switched_off_by_a_program_either(desk: Desk) -> None:
    client = desk.client(Role.OWNER)
    shop = client.get("/api/v1/shop/").get_json()
    shop["profile"]["rules"] = {"without": ["R-FACTS"]}
    answer = client.put("/api/v1/shop/", json=shop)
    assert answer.status_code == 422
    assert "R-FACTS is a MUST" in answer.get_data(as_text=True)


def test_less_than_the_law_of_the_shops_country_is_refused(desk: Desk) -> None:
    client = desk.client(Role.OWNER)
    shop = client.get("/api/v1/shop/").get_json()
    shop["profile"] |= {"country": "PT"}
    answer = client.put("/api/v1/shop/", json=shop)
    assert answer.status_code == 422
    assert "the law of PT gives that many months" in answer.get_data(as_text=True)


def test_a_review_is_kept_as_an_example(desk: Desk) -> None:
    client = desk.client(Role.DRAFTER)
    body = {"review_id": waiting(desk)["id"], "name": "een", "expect": {"never": ["30 dagen"]}}
    made = client.post("/api/v1/examples/", json=body).get_json()
    assert made["expect"]["never"] == ["30 dagen"]
    assert client.post("/api/v1/examples/", json=body).status_code == 409
    assert client.post("/api/v1/examples/", json={"review_id": 10**30}).status_code == 404
    assert [one["name"] for one in client.get("/api/v1/examples/").get_json()] == ["een"]
    assert client.delete(f"/api/v1/examples/{made['id']}").status_code == 204
    assert client.get("/api/v1/changes/proposed-rules/").get_json() == []
    gone = desk.client(Role.OWNER).post("/api/v1/changes/proposed-rules/", json={"key": "x", "answer": "accept"})
    assert gone.status_code == 409
