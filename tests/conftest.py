
pytest_plugins = [
    "tests.plugins.fence",
    "tests.plugins.postgres",
    "tests.plugins.databases",
    "tests.plugins.serving",
    "tests.plugins.browser",
]
