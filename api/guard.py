"""The blueprints of the doors for machines; each says how its caller is known."""

from flask import Blueprint

from core import web

health = web.guarded(Blueprint("health", __name__), web.open_to_all)
"""Open: tells only whether the installation lives."""
