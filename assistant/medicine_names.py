"""Names of medicines that are common in Swedish care, as patients write them: "furixen", "metoprololen"."""

from assistant.lexicon_files import read_medicine_names

MEDICINE_NAMES = rf"(?:{'|'.join(sorted(read_medicine_names(), key=len, reverse=True))})"
"""The names themselves, for a number beside them."""
MEDICINE_NAME_FORMS = rf"{MEDICINE_NAMES}(?:e?n|et|er|erna|arna|s|tablett\w*|dos\w*|spruta\w*)?"
"""The names with the endings that people give them."""
