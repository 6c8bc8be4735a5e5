"""Signing in through an organisation's identity provider, by OpenID Connect.

Nothing in here is imported unless `RENKEI_OIDC` names a provider.
"""
