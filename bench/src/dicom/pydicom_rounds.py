"""Reads files with pydicom, round by round: for each line on the input, the microseconds that each file took,
on the processor and on the wall.

Usage: pydicom_rounds.py KEYWORD,KEYWORD,... FILE...
"""

import io
import json
import sys
import time
import warnings

import pydicom


def read(content, keywords):
    data_set = pydicom.dcmread(io.BytesIO(content), force=True, stop_before_pixels=True)
    return [str(data_set[keyword].value) for keyword in keywords if keyword in data_set]


def main():
    warnings.simplefilter("ignore")
    keywords = sys.argv[1].split(",")
    contents = []
    for path in sys.argv[2:]:
        with open(path, "rb") as file:
            contents.append(file.read())
    for _ in sys.stdin:
        times = []
        for content in contents:
            begun = time.perf_counter()
            before = time.process_time()
            try:
                read(content, keywords)
                cpu = (time.process_time() - before) * 1e6
                times.append({"cpu": cpu, "wall": (time.perf_counter() - begun) * 1e6})
            except Exception:
                times.append(None)
        print(json.dumps(times), flush=True)


main()
