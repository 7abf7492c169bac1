"""The host Shopify: the desk inside Shopify's admin, through Shopify's own package with its gaps closed.

Facts and their grades: the contract paper on shop platforms, §1; what is unverified there is behind a setting or off.
Reviews do not come from here: Shopify has no open API for them (§1.9); they come through a review app's connector.
"""
