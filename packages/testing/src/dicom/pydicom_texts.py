"""Prints what pydicom reads of files: one JSON object per line, keyword -> text, as the header reader writes texts.

Usage: pydicom_texts.py KEYWORD,KEYWORD,... FILE...
"""

import json
import sys
import warnings

import pydicom


def text_of(element):
    """The element's values joined with a backslash, as they stand in the file; None when empty or a sequence."""
    value = element.value
    if element.VR == "SQ" or value is None:
        return None
    several = isinstance(value, (list, tuple, pydicom.multival.MultiValue))
    # Numbers as text are wanted as they are written, not as Python would write them.
    numbers = (pydicom.valuerep.IS, pydicom.valuerep.DSfloat, pydicom.valuerep.DSdecimal)
    parts = [
        str(part.original_string if isinstance(part, numbers) and hasattr(part, "original_string") else part).strip()
        for part in (value if several else [value])
    ]
    return "\\".join(parts) or None


def main():
    warnings.simplefilter("ignore")
    keywords = sys.argv[1].split(",")
    for path in sys.argv[2:]:
        try:
            data_set = pydicom.dcmread(path, force=True, stop_before_pixels=True)
            texts = {keyword: text_of(data_set[keyword]) for keyword in keywords if keyword in data_set}
            found = {keyword: text for keyword, text in texts.items() if text is not None}
            print(json.dumps({"file": path, "texts": found}))
        except Exception as error:
            print(json.dumps({"file": path, "error": type(error).__name__}))


main()
