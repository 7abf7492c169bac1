import pytest
from marshmallow import ValidationError

from connectors.testing.faults import Fault, Kind
from connectors.woocommerce import WooCommerceSettings
from connectors.woocommerce.html_text import escape, to_text


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("shop.example", "https://shop.example"),
        (" https://shop.example/ ", "https://shop.example"),
        ("https://shop.example/winkel/wp-admin/index.php", "https://shop.example/winkel"),
        ("https://shop.example/wp-json/wc/v3", "https://shop.example"),
        ("https://shop.example/?rest_route=/", "https://shop.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://shop.example/winkel?x=1#y", "https://shop.example/winkel"),
    ],
)
def test_the_address_is_taken_as_people_copy_it(typed, address):
    assert WooCommerceSettings().load({"url": typed, "user": "w", "app_password": "x"})["url"] == address


@pytest.mark.parametrize(
    "typed", ["", "https://", "ftp://shop.example", "https://a:b@shop.example", "https://[::1", "https://x:y/"]
)
def test_what_is_no_address_is_refused_with_the_field_named(typed):
    with pytest.raises(ValidationError) as caught:
        WooCommerceSettings().load({"url": typed, "user": "w", "app_password": "x"})
    assert "url" in caught.value.messages


def said(desk, **changes):
    health = desk.connector(**changes).check()
    return health.ok, " ".join(health.messages)


def test_a_good_connection_names_who_is_signed_in_and_how_much_there_is(desk):
    desk.shop.add_review("Goed")
    ok, words = said(desk)
    assert ok
    assert "Team Fietsenhuis" in words
    assert "1 reviews" in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"app_password": "verkeerd wachtwoord"}, "application password"), ({"user": "niemand"}, "user name")],
)
def test_a_wrong_credential_says_which_part_is_wrong(desk, changes, words):
    ok, message = said(desk, **changes)
    assert not ok
    assert words in message
    assert "verkeerd" not in message


def test_an_account_without_the_right_is_told_which_to_use(desks):
    ok, message = said(desks(role="customer"))
    assert not ok
    assert "shop manager" in message


def test_an_address_without_wordpress_is_told_so(desk):
    ok, message = said(desk, url=f"{desk.shop.url}/elders")
    assert not ok
    assert "no WordPress" in message


def test_a_wordpress_without_woocommerce_is_told_so(desk, monkeypatch):
    desk.shop.inject(Fault(Kind.WRONG_TYPES, path="wp-json/", times=1))
    monkeypatch.setattr("connectors.woocommerce.client.WooCommerceClient.root", lambda self: _root(("wp/v2",), {}))
    ok, message = said(desk)
    assert not ok
    assert "WooCommerce does not" in message


def test_a_site_that_takes_no_application_passwords_is_told_why(desk, monkeypatch):
    monkeypatch.setattr("connectors.woocommerce.client.WooCommerceClient.root", lambda self: _root(("wc/v3",), []))
    ok, message = said(desk, app_password="whatever it is")
    assert not ok
    assert "security plugins" in message


def _root(namespaces, authentication):
    from connectors.woocommerce.payloads import Root

    return Root(namespaces=namespaces, authentication=authentication)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Goed &amp; snel</p>\n", "Goed & snel"),
        ("<p>Een<br />\ntwee</p>\n<p>drie</p>\n", "Een\ntwee\n\ndrie"),
        ("Ruw een\ntwee &lt;3", "Ruw een\ntwee <3"),
        ("ik <3 dit & 5 < 6", "ik <3 dit & 5 < 6"),
        ("de <adapter> past", "de <adapter> past"),
        ("<script>alert(1)</script>weg", "weg"),
        ("<ul><li>een</li><li>twee</li></ul>", "een\n\ntwee"),
        ("it&#8217;s &nbsp;ok", "it’s \xa0ok"),
        ("<a href='javascript:x'>klik</a>", "klik"),
        ("onaf <b", "onaf <b"),
        ("", ""),
    ],
)
def test_markup_becomes_the_text_that_was_meant(markup, text):
    assert to_text(markup) == text


def test_escaping_and_reading_back_give_the_same_text():
    text = "A & B < C > D &amp; \"E\" 'F' <script>\n\nG"
    assert to_text(escape(text)) == text
