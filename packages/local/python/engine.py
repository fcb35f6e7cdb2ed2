"""Starts MiniStack, after mending what differs from AWS in a way that the product would notice.

S3's events on EventBridge carry `version-id` when the bucket keeps versions (S3 User Guide, "EventBridge event
message structure"). MiniStack 1.5.33 leaves it out, so that two versions of one key look like one.

Events of AWS services reach the archives of the default bus as all others do (EventBridge User Guide, "Archiving events").
MiniStack archives only what PutEvents brings.

A function that fails under a task token fails its task (Step Functions Developer Guide, "Wait for a callback with task
token": the state has the errors of the service that it calls). MiniStack waits for the token all the same.

MiniStack writes a lasting state down when it ends; here it does so every few seconds and on SIGUSR1 as well, so that
a run that is killed loses little. Two that write the same files at once would spoil them, so one waits for the other.
It keeps how far a function has read a table's stream, but not the stream, which
begins at zero again: the function would wait until the stream is as long as it was. Here it begins at zero too.
"""

import functools
import inspect
import json
import signal
import threading
from contextvars import ContextVar
from datetime import datetime

from ministack import app
from ministack.core import persistence
from ministack.services import eventbridge, lambda_svc, s3, stepfunctions

SAVE_EVERY_SECONDS = 15

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


def _seconds(time):
    """Archives compare times as whole seconds; S3's events carry text."""
    return int(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp()) if isinstance(time, str) else time


def _mending_s3_events(dispatch):
    @functools.wraps(dispatch)
    def dispatch_mended(event, *args, **kwargs):
        version_id = _version_of_event.get()
        if version_id and event.get("Source") == "aws.s3":
            detail = json.loads(event["Detail"])
            detail["object"].setdefault("version-id", version_id)
            event = {**event, "Detail": json.dumps(detail)}
        if event.get("Source") == "aws.s3" and event.get("ReplayName") is None:
            eventbridge._archive_event({**event, "Time": _seconds(event["Time"])})
        return dispatch(event, *args, **kwargs)

    return dispatch_mended


s3._fire_s3_event = _remembering_version(s3._fire_s3_event)
eventbridge._dispatch_event = _mending_s3_events(eventbridge._dispatch_event)


_awaited_token: ContextVar = ContextVar("awaited_token", default=None)


def _remembering_token(invoke_with_callback):
    @functools.wraps(invoke_with_callback)
    def invoke_remembering(resource, input_data, token, state_def):
        before = _awaited_token.set(token)
        try:
            return invoke_with_callback(resource, input_data, token, state_def)
        finally:
            _awaited_token.reset(before)

    return invoke_remembering


def _failing_its_task(call_lambda):
    @functools.wraps(call_lambda)
    def call_failing_task(*args, **kwargs):
        try:
            return call_lambda(*args, **kwargs)
        except stepfunctions._ExecutionError as error:
            token = _awaited_token.get()
            task = None if token is None else stepfunctions._task_tokens.get(token)
            if task is not None and not task["event"].is_set():
                task["error"] = {"Error": error.error, "Cause": error.cause}
                task["event"].set()
            raise

    return call_failing_task


stepfunctions._invoke_with_callback = _remembering_token(stepfunctions._invoke_with_callback)
stepfunctions._call_lambda = _failing_its_task(stepfunctions._call_lambda)


def _forgetting_stream_positions(get_state):
    @functools.wraps(get_state)
    def get_state_forgetting():
        return {**get_state(), "dynamodb_stream_positions": {}}

    return get_state_forgetting


lambda_svc.get_state = _forgetting_stream_positions(lambda_svc.get_state)


_saving = threading.Lock()


def _one_at_a_time(save_all):
    @functools.wraps(save_all)
    def save_all_alone(*args, **kwargs):
        with _saving:
            return save_all(*args, **kwargs)

    return save_all_alone


# The second is what MiniStack calls when it ends.
persistence.save_all = app.save_all = _one_at_a_time(persistence.save_all)


def _keep_saving(asked: threading.Event) -> None:
    while True:
        asked.wait(SAVE_EVERY_SECONDS)
        asked.clear()
        persistence.save_all(app._build_persistence_save_dict())


if __name__ == "__main__":
    if persistence.PERSIST_STATE:
        save_asked = threading.Event()
        signal.signal(signal.SIGUSR1, lambda *_: save_asked.set())
        threading.Thread(target=_keep_saving, args=(save_asked,), daemon=True, name="save-state").start()
    app.main()
