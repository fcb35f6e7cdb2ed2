"""Starts MiniStack, after mending what differs from AWS in a way that the product would notice.

S3's events on EventBridge carry `version-id` when the bucket keeps versions (S3 User Guide, "EventBridge event
message structure"). MiniStack 1.5.33 leaves it out, so that two versions of one key look like one.
"""

import functools
import inspect
import json
from contextvars import ContextVar

from ministack.app import main
from ministack.services import eventbridge, s3

_version_of_event: ContextVar = ContextVar("version_of_event", default=None)


def _remembering_version(fire):
    signature = inspect.signature(fire)

    @functools.wraps(fire)
    def fire_remembering(*args, **kwargs):
        token = _version_of_event.set(signature.bind(*args, **kwargs).arguments.get("version_id"))
        try:
            return fire(*args, **kwargs)
        finally:
            _version_of_event.reset(token)

    return fire_remembering


def _adding_version(dispatch):
    @functools.wraps(dispatch)
    def dispatch_with_version(event, *args, **kwargs):
        version_id = _version_of_event.get()
        if version_id and event.get("Source") == "aws.s3":
            detail = json.loads(event["Detail"])
            detail["object"].setdefault("version-id", version_id)
            event = {**event, "Detail": json.dumps(detail)}
        return dispatch(event, *args, **kwargs)

    return dispatch_with_version


s3._fire_s3_event = _remembering_version(s3._fire_s3_event)
eventbridge._dispatch_event = _adding_version(eventbridge._dispatch_event)

if __name__ == "__main__":
    main()
