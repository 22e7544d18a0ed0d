"""Every answer that a test sees is held against the worker's own OpenAPI document: a status that is not in it, or a body
that breaks its schema, fails the test that saw it. Which operations were seen is kept, so that a run of all tests can
tell which no test has hit."""

import functools
import json
import re
import subprocess

from jsonschema import Draft202012Validator, RefResolver

from places import BUILD

seen = set()


@functools.cache
def document():
    printed = subprocess.run([BUILD / "prefd", "--openapi"], check=True, capture_output=True, timeout=60)
    return json.loads(printed.stdout)


@functools.cache
def _operations():
    """(method, compiled path, operation), literal paths before those with parameters."""
    found = []
    for path, operations in document()["paths"].items():
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"({\w+})", path))
        found += [(method.upper(), re.compile(pattern + "/?"), operation, path) for method, operation in operations.items()]
    return sorted(found, key=lambda row: row[3].count("{"))


def operation_of(method, path):
    """The operation that answers METHOD on PATH, without its query; None: none is documented."""
    method = "GET" if method == "HEAD" else method
    path = path.partition("?")[0]
    for known, pattern, operation, _ in _operations():
        if known == method and pattern.fullmatch(path):
            return operation
    return None


@functools.cache
def _validator(operation_id, status):
    operation = next(row[2] for row in _operations() if row[2]["operationId"] == operation_id)
    content = operation["responses"][str(status)].get("content")
    if content is None:
        return None
    schema = content["application/json"]["schema"]
    return Draft202012Validator(schema, resolver=RefResolver("", document()))


def operation_ids():
    return {row[2]["operationId"] for row in _operations()}


def conforms(method, path, response):
    """Fail when the answer is not one that the document promises."""
    operation = operation_of(method, path)
    if operation is None:
        return
    name = operation["operationId"]
    seen.add(name)
    assert str(response.status) in operation["responses"], f"{name} is not documented to answer {response.status}: {response.text}"
    validator = _validator(name, response.status)
    if method == "HEAD" or validator is None:
        return
    error = next(validator.iter_errors(json.loads(response.body)), None)
    assert error is None, f"{name} {response.status} breaks its schema at {error.json_path}: {error.message}: {response.text}"
