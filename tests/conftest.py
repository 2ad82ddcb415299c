"""Joins the parts of the test ground: memory, a fence, databases, serving, and Chromium."""

pytest_plugins = [
    "tests.plugins.memory",
    "tests.plugins.fence",
    "tests.plugins.postgres",
    "tests.plugins.databases",
    "tests.plugins.serving",
    "tests.plugins.browser",
    "tests.plugins.speed",
    "tests.plugins.cast",
    "tests.plugins.walk_program",
]
