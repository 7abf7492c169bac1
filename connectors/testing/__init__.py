"""The contract test kit: for the built-in connectors and for everyone else's (needs pytest).

See docs/connectors.md, "Testing a connector". Import ``contract_tests`` from ``connectors.testing.contract_tests`` and
``Harness`` from ``connectors.testing.harness``; nothing is imported here, so that the fake shop runs without pytest.
"""
