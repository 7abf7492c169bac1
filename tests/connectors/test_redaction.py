import logging

from connectors.contract import AskPerson
from connectors.redaction import MASK, RedactingFilter, redact_logger, remember, scrub

SECRET = "abcd EFGH/ijkl+1"


def test_a_secret_is_masked_in_every_form_in_which_it_travels():
    remember(SECRET)
    for form in (SECRET, "abcdEFGH/ijkl+1", "abcd%20EFGH%2Fijkl%2B1", "abcd+EFGH%2Fijkl%2B1"):
        assert scrub(f"a {form} b") == f"a {MASK} b"


def test_an_error_cannot_carry_a_secret():
    remember(SECRET)
    error = AskPerson(f"refused {SECRET}", hint=f"try {SECRET}")
    assert SECRET not in f"{error} {error.message} {error.hint} {error!r}"


def test_short_words_are_left_alone():
    remember("de")
    assert scrub("de tas") == "de tas"


def test_a_secret_in_a_log_record_or_its_traceback_is_masked(caplog):
    remember(SECRET)
    logger = redact_logger("tests.redaction")
    assert redact_logger("tests.redaction").filters == logger.filters
    try:
        int(SECRET)
    except ValueError:
        logger.exception("login with %s failed", SECRET)
    assert SECRET not in caplog.text
    assert MASK in caplog.text


def test_a_broken_record_is_left_to_the_logging_module():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%d", ("no number",), None)
    assert RedactingFilter().filter(record)
