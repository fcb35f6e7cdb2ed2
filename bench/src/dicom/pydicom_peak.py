"""Prints by how many megabytes reading a file with pydicom moved the peak of this process. Usage: pydicom_peak.py FILE"""

import re
import sys
import warnings

import pydicom


def peak():
    # Not ru_maxrss, which begins with the parent's.
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024


warnings.simplefilter("ignore")
before = peak()
try:
    pydicom.dcmread(sys.argv[1], force=True, stop_before_pixels=True)
except Exception:
    # A refusal is an answer, too.
    pass
print(round(peak() - before))
