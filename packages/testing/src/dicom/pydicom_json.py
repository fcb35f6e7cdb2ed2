"""Prints what pydicom reads of files in the DICOM JSON model: one JSON object per file and line.

Usage: pydicom_json.py FILE...
"""

import json
import sys
import warnings

import pydicom


def main():
    warnings.simplefilter("ignore")
    for path in sys.argv[1:]:
        try:
            data_set = pydicom.dcmread(path, force=True, stop_before_pixels=True)
            text = json.dumps({"file": path, "json": data_set.to_json_dict(suppress_invalid_tags=True)})
            # Python writes what JSON does not have.
            print(text.replace("NaN", "null"))
        except Exception as error:
            print(json.dumps({"file": path, "error": type(error).__name__}))


main()
