"""SelfCommunity's bodies and the rules of their fields (facts: selfcommunity 5, 6)."""

import json
import sys

import pytest

from bad_json import BODIES, VALUES, value_bodies
from community import ME, form, invalid, item, make, refused
from together import at_once

LONGEST, LARGEST = 255, 65536


def short(value):
    """A name for a long parameter."""
    return ascii(value)[:32] if isinstance(value, str) else None

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def path(viewer):
    return item("me", make(viewer.client, "made before", {"kept": True})["id"])


def post(client, body, kind="application/json"):
    return form(client, "POST", ME, body, kind)


def with_value(text):
    return f'{{"key":"k","value":{text}}}'


def stored(client, text):
    """The bytes of the value that is answered for a value that was sent as TEXT."""
    answer = post(client, with_value(text))
    assert answer.status == 201, answer.text
    return client.get(answer.headers["Location"])


# ---- 5. reading

@pytest.mark.parametrize("kind", ["application/json", "Application/JSON", "application/json; charset=utf-8", ""])
def test_json(viewer, kind):
    """5: application/json, whatever its parameters and case, or no type at all."""
    assert post(viewer.client, '{"key":"k","value":1}', kind).status == 201


def test_no_type(site, viewer):
    """5: a body without any Content-Type field is JSON."""
    body = b'{"key":"k","value":1}'
    head = f"POST {ME} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {viewer.client.headers['Authorization']}\r\n"
    assert viewer.client.raw(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body).status == 201


@pytest.mark.parametrize("body, key, value", [
    ("key=k&value=1", "k", 1), ("value=%22a+b%22&key=a+b", "a b", "a b"), ("key=%C3%A9&value=%7B%22a%22%3A%5B1%5D%7D", "é", {"a": [1]}),
    ("key=first&key=last&value=1&value=2", "last", 2), ("key=k&value=true&id=7&other", "k", True), ("%6bey=k&value= 1 ", "k", 1),
    ("key= k &value=[]", "k", [])])
def test_form(viewer, body, key, value):
    """5: key and value, the value being JSON text; of a field given twice the last counts."""
    answer = post(viewer.client, body, FORM)
    assert answer.status == 201, answer.text
    assert (answer.json()["key"], answer.json()["value"]) == (key, value)


@pytest.mark.parametrize("value", ["word", "", "'a'", "{", "NaN", "1 2", "%00", "%FF"])
def test_a_forms_value_that_is_no_json(viewer, value, unchanged):
    """5: a plain word is no JSON: 400 on value, invalid; the empty one is the same."""
    invalid(post(viewer.client, f"key=k&value={value}", FORM), value="invalid")


def test_a_form_without_fields(viewer, path):
    """5: what is missing is required, but for PATCH."""
    invalid(post(viewer.client, "other=1", FORM), key="required", value="required")
    invalid(post(viewer.client, "key=k", FORM), value="required")
    invalid(post(viewer.client, "key=&value=null", FORM), key="blank", value="null")
    invalid(post(viewer.client, "key=%00a&value=1", FORM), key="null_characters_not_allowed")
    invalid(post(viewer.client, "key=%FF&value=1", FORM), key="invalid")
    assert form(viewer.client, "PATCH", path, "other=1").status == 200
    assert form(viewer.client, "PATCH", path, "value=7").json()["value"] == 7


@pytest.mark.parametrize("body", ['{"key":"k","value":1}', ' \r\n\t{"key":"k","value":1} '])
def test_json_that_is_called_a_form(viewer, body):
    """5: if the first byte that is not blank is a brace, the whole body is JSON."""
    assert post(viewer.client, body, FORM).json()["key"] == "k"
    refused(post(viewer.client, body.rstrip(" }"), FORM), 400, "parse_error")


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", "application/merge-patch+json", "application/xml",
                                  "json", "application/jsonx"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_other_types(viewer, path, method, kind):
    """5: anything else is 415."""
    target = ME if method == "POST" else path
    refused(form(viewer.client, method, target, '{"key":"k","value":1}', kind), 415, "unsupported_media_type")


def test_a_form_that_is_called_json(viewer):
    """10: what the client's URLSearchParams become is 400 parse_error."""
    refused(post(viewer.client, "key=k&value=1"), 400, "parse_error")


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/json"}, {"Content-Type": FORM}, {"Content-Type": "text/csv"}])
def test_no_body(viewer, path, headers):
    """5: no body counts as an empty object."""
    for method, target in (("POST", ME), ("PUT", path)):
        invalid(viewer.client.request(method, target, headers=headers), key="required", value="required")


@pytest.mark.parametrize("name", sorted(BODIES))
def test_broken_json(viewer, name, unchanged):
    """5: strict RFC 8259 in UTF-8; anything else is 400 parse_error."""
    for body in BODIES[name]:
        refused(post(viewer.client, body), 400, "parse_error")


@pytest.mark.parametrize("name", sorted(VALUES))
def test_broken_values(viewer, name, unchanged):
    """5: the same in any place."""
    for value in VALUES[name]:
        for body in value_bodies(value):
            refused(post(viewer.client, body), 400, "parse_error")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "'a'", "1.", ".5", "01", "+1", "0x1", "True", '"\t"', '"\\x41"', '"\\u12"',
                                   "[1,]", '{"a":1,}', "{a:1}", "/**/1", "1//", "", "undefined"])
def test_values_that_are_no_json(viewer, value, unchanged):
    """5: what json-c would let through."""
    refused(post(viewer.client, with_value(value)), 400, "parse_error")
    refused(post(viewer.client, f'{{"key":"k","value":1,"unknown":{value}}}'), 400, "parse_error")


@pytest.mark.parametrize("value", [b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\xc3"', b'"\x00"'])
def test_values_that_are_no_utf8(viewer, value, unchanged):
    """5: UTF-8."""
    refused(post(viewer.client, b'{"key":"k","value":' + value + b"}"), 400, "parse_error")
    refused(post(viewer.client, b"\xef\xbb\xbf" + with_value(1).encode()), 400, "parse_error")


@pytest.mark.parametrize("body, code", [("null", "null"), ("[]", "invalid"), ('"a"', "invalid"), ("1", "invalid"), ("true", "invalid"),
                                        ('[{"key":"k","value":1}]', "invalid")])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_no_object(viewer, path, method, body, code):
    """5: a top level that is no object is 400 on non_field_errors, also of PATCH."""
    invalid(form(viewer.client, method, ME if method == "POST" else path, body, "application/json"), non_field_errors=code)


def test_a_member_given_twice(viewer):
    """5: the last one counts, also for its rules and when it is escaped."""
    assert post(viewer.client, r'{"key":null,"value":1,"key":"k","v\u0061lue":2}').json()["value"] == 2
    invalid(post(viewer.client, '{"key":"k","value":1,"key":null}'), key="null")


def test_bodies_over_a_mebibyte(viewer, path):
    """5: 413."""
    body = with_value('"' + "x" * 2**20 + '"')
    refused(post(viewer.client, body), 413, "request_too_large")
    assert post(viewer.client, with_value(" " * (2**20 - 40) + "1")).status == 201


# ---- 6. key

@pytest.mark.parametrize("key, code", [
    (None, "null"), ({}, "invalid"), ([], "invalid"), (["k"], "invalid"), (True, "invalid"), (False, "invalid"), ("", "blank"),
    (" ", "blank"), ("\t\r\n \u00a0\u2003\u3000", "blank"), ("x" * (LONGEST + 1), "max_length"), ("😀" * (LONGEST + 1), "max_length"),
    ("a\0b", "null_characters_not_allowed"), ("\0", "null_characters_not_allowed"), ("\ud800", "invalid")], ids=short)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_keys_that_are_not(viewer, path, method, key, code):
    """6: each condition of key, on POST, PUT and PATCH."""
    before = viewer.client.get(path).json()
    invalid(viewer.client.request(method, ME if method == "POST" else path, {"key": key, "value": 1}), key=code)
    assert viewer.client.get(path).json() == before


@pytest.mark.parametrize("key", ["x" * LONGEST, "😀" * LONGEST, "é" * LONGEST, "a/b?c&d=e#f", '"\\', "a b", "\x01", "\u200b"], ids=short)
def test_keys(viewer, key):
    """6: any other text, up to 255 code points."""
    made = make(viewer.client, key)
    assert made["key"] == key
    assert viewer.client.get(item("me", made["id"])).json()["key"] == key


@pytest.mark.parametrize("key", [" k", "k ", "\t\nk\r\n", "\u3000k\u00a0"])
def test_keys_are_trimmed(viewer, key):
    """6: before every other check and before storing."""
    assert make(viewer.client, key)["key"] == "k"
    invalid(viewer.client.post(ME, {"key": "k", "value": 1}), key="unique")
    assert make(viewer.client, " " * 10 + "x" * LONGEST + " " * 10)["key"] == "x" * LONGEST


@pytest.mark.parametrize("number", ["7", "-1.50", "1e400", "12345678901234567890"])
def test_numbers_as_keys(viewer, number):
    """6: a JSON number is stored as its text."""
    assert post(viewer.client, f'{{"key":{number},"value":1}}').json()["key"] == number


def test_absent_keys_and_values(viewer, path):
    """6: required on POST and PUT."""
    for method, target in (("POST", ME), ("PUT", path)):
        invalid(viewer.client.request(method, target, {"key": "k"}), value="required")
        invalid(viewer.client.request(method, target, {"value": 1}), key="required")
        invalid(viewer.client.request(method, target, {}), key="required", value="required")


def test_all_failing_fields_are_told(viewer):
    """6: one entry for each field."""
    invalid(post(viewer.client, '{"key":" ","value":null}'), key="blank", value="null")
    invalid(post(viewer.client, r'{"key":"\u0000","value":"\u0000"}'), key="null_characters_not_allowed", value="null_characters_not_allowed")
    invalid(post(viewer.client, '{"key":[],"value":1e999}'), key="invalid", value="invalid")


def test_a_key_is_there_once(viewer, path):
    """6: unique, 400 on key, of POST, PUT and PATCH; what it has already is fine."""
    make(viewer.client, "taken")
    for method, target in (("POST", ME), ("PUT", path), ("PATCH", path)):
        invalid(viewer.client.request(method, target, {"key": "taken", "value": 1}), key="unique")
    assert viewer.client.patch(path, {"key": "made before"}).status == 200
    assert viewer.client.put(path, {"key": "made before", "value": 1}).status == 200


def test_many_create_one_key(viewer):
    """6: of simultaneous POSTs of one key exactly one is 201, the others 400 unique, never a 500."""
    for turn in range(10):
        answers = at_once(8, lambda number: viewer.client.post(ME, {"key": f"race {turn}", "value": 1}))
        lost = [answer for answer in answers if answer.status != 201]
        assert len(lost) == 7
        for answer in lost:
            invalid(answer, key="unique")


# ---- 6. value

@pytest.mark.parametrize("value", ["false", "true", "0", '""', "[]", "{}", "-0", '"null"', "[null]", '{"a":null}', "1.50", "1e5", "1E+5",
                                   "5e-324", "1.7976931348623157e308", "0e999", "0.1", "-12345678901234567890123456789", '"\\u00e9\\ud83d\\ude00"',
                                   '"\\\\u0000"', '{"":{"":[]}}', '"\\/"', "9007199254740993", "18446744073709551616"])
def test_values(viewer, value):
    """6: any JSON value, returned as the same value, its numbers digit by digit."""
    body = stored(viewer.client, value).text
    assert f'"value" : {value}, "created_at"' in body
    assert json.loads(body)["value"] == json.loads(value)


def test_integers_of_any_size(viewer):
    """6: keep every digit."""
    digits = "9" * (LARGEST - 1) + "7"
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        assert f'"value" : {digits},' in stored(viewer.client, digits).text
    finally:
        sys.set_int_max_str_digits(limit)


@pytest.mark.parametrize("value, code", [
    ("null", "null"), ('"\\u0000"', "null_characters_not_allowed"), ('{"a":["x\\u0000"]}', "null_characters_not_allowed"),
    ('{"\\u0000":1}', "null_characters_not_allowed"), ('"\\ud800"', "invalid"), ('"\\udc00\\ud800"', "invalid"), ('[{"\\ud800":1}]', "invalid"),
    ("1e309", "invalid"), ("-1e309", "invalid"), ("[1.0e999999999999]", "invalid"), ("1e-400", "invalid"), ("0." + "0" * 400 + "1", "invalid"), ("1" + "0" * 400 + ".5", "invalid"),
    ("[" * 65 + "]" * 65, "invalid"), ('{"a":' * 65 + "1" + "}" * 65, "invalid"), ('"' + "x" * (LARGEST - 1) + '"', "max_length"),
    ('"' + "é" * (LARGEST // 2) + '"', "max_length"), ("9" * (LARGEST + 1), "max_length")], ids=short)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_values_that_are_not(viewer, path, method, value, code):
    """6: each condition of value, on POST, PUT and PATCH."""
    before = viewer.client.get(path).json()
    answer = form(viewer.client, method, ME if method == "POST" else path, with_value(value), "application/json")
    invalid(answer, value=code)
    assert viewer.client.get(path).json() == before


@pytest.mark.parametrize("value", ["[" * 64 + "]" * 64, '{"a":' * 64 + "1" + "}" * 64, '"' + "x" * (LARGEST - 2) + '"',
                                   '"' + "é" * (LARGEST // 2 - 1) + '"'], ids=short)
def test_values_at_the_limit(viewer, value):
    """6: 64 levels, 65,536 bytes."""
    assert stored(viewer.client, value).json()["value"] == json.loads(value)


def test_white_space_does_not_count(viewer):
    """6: the size is that of compact JSON."""
    value = "[ " + " , ".join(["1"] * 30000) + " ]"
    assert len(value) > LARGEST
    assert stored(viewer.client, value).json()["value"] == [1] * 30000


@pytest.mark.parametrize("depth", [511, 512, 10000, 500000])
def test_deep_nesting(viewer, depth):
    """6: deeper than 64 levels is invalid, or no JSON to us, however deep."""
    answer = post(viewer.client, with_value("[" * depth + "]" * depth))
    assert answer.status == 400
    refused(post(viewer.client, with_value("[" * depth)), 400, "parse_error")
