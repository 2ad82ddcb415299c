"""The whole story in a browser, page by page and from end to end."""
