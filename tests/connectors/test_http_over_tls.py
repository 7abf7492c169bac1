"""The same session over TLS, with a certificate made for the test: the way in which every real shop is called."""

import datetime as dt
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from connectors.contract import AskPerson, OutcomeUnknown, RetryLater
from connectors.http import BasicAuth, Session, use_policy
from connectors.testing.faults import Fault, Kind
from connectors.testing.faulty_server import FakeAnswer, FaultyServer
from connectors.testing.harness import impatient


def certificate(folder, *, name="127.0.0.1"):
    """A self-signed certificate and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "shop")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        built.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def shop(tmp_path):
    """Serve over TLS, and give a way to make sessions that trust (or do not trust) its certificate."""
    made = []

    def make(name="127.0.0.1", *, trusted=True):
        pem = certificate(tmp_path, name=name)
        server = FaultyServer(lambda request: FakeAnswer(200, {"ok": True}), error_body=lambda status: {})
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server._http.socket = context.wrap_socket(server._http.socket, server_side=True, do_handshake_on_connect=False)
        with impatient(), use_policy(ca_bundle=str(pem) if trusted else None):
            session = Session("De winkel", auth=BasicAuth("winkelier", "geheim woord"))
        made.extend([session.close, server.stop])
        return server, session, server.address.replace("http:", "https:")

    yield make
    for undo in made:
        undo()


def test_reads_and_writes_go_over_tls(shop):
    server, session, address = shop()
    assert session.call("GET", f"{address}/").json() == {"ok": True}
    assert session.call("POST", f"{address}/", json={}).ok
    assert session.call("GET", f"{address}/").ok
    assert [r.method for r in server.requests] == ["GET", "POST", "GET"]


@pytest.mark.parametrize(("name", "trusted"), [("127.0.0.1", False), ("127.0.0.2", True)])
def test_a_certificate_that_is_not_the_sites_own_is_for_a_person(shop, name, trusted):
    server, session, address = shop(name, trusted=trusted)
    with pytest.raises(AskPerson, match="certificate"):
        session.call("POST", f"{address}/", json={})
    assert server.requests == []


@pytest.mark.parametrize("kind", [Kind.DRIP, Kind.DRIP_HEADERS])
def test_a_dripping_answer_over_tls_is_cut_off_too(shop, kind):
    server, session, address = shop()
    server.inject(Fault(kind, times=99))
    with pytest.raises(RetryLater, match="in time"):
        session.call("GET", f"{address}/")


def test_a_lost_answer_over_tls_is_unknown(shop):
    server, session, address = shop()
    server.inject(Fault(Kind.DROP_AFTER))
    with pytest.raises(OutcomeUnknown):
        session.call("POST", f"{address}/", json={})
    assert len(server.requests) == 1
