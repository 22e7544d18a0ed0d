"""The published samples for one preference, run as they are printed (facts: selfcommunity, seed). That for JavaScript runs in
a browser, with the tests of those."""

import json
import subprocess

from community import form, invalid, item, make
from patience import seconds

# To the letter: curl takes the name of a long option in any case.
CURL = r"""# You can also use wget
curl -X PATCH /api/v2/user/1/preference/1/ \
  -H 'Content-Type: application/x-www-form-urlencoded' \
  -H 'Accept: application/json' \
  -H 'Authorization: Bearer {access_token}' \
  --DATA '{body}'
"""
BODY = """{
    "key": "string",
    "value": "json"
}"""
ANSWER = """{
    "id": "integer",
    "user_id": "integer",
    "key": "string",
    "value": "json",
    "created_at": "string",
    "last_updated_at": "string"
}"""


def has_the_printed_form(answer):
    """The answer's members are those of the printed one, of the types that it names; a value is any JSON."""
    types = {"integer": int, "string": str, "json": object}
    printed = json.loads(ANSWER)
    assert set(answer) == set(printed)
    assert all(isinstance(answer[name], types[kind]) for name, kind in printed.items())


def test_the_seeds_sample_for_curl(site, viewer):
    """Seed: only the address, the token and the body, which it leaves open, are put in."""
    made = make(viewer.client)
    address = f"http://127.0.0.1:{site.deployment.port}{item(viewer.account.id, made['id'])}"
    command = CURL.replace("/api/v2/user/1/preference/1/", address).replace("{access_token}", viewer.token.secret)
    done = subprocess.run(["bash", "-c", command.replace("{body}", BODY)], capture_output=True, timeout=seconds(30))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    has_the_printed_form(answer)
    assert (answer["id"], answer["user_id"], answer["key"], answer["value"]) == (made["id"], viewer.account.id, "string", "json")
    assert viewer.client.get(item("me", made["id"])).json() == answer


def test_the_seeds_body_under_its_type(viewer):
    """Seed: JSON text that is labelled as a form; also what is wrong in it is told as of JSON."""
    made = make(viewer.client)
    answer = form(viewer.client, "PATCH", item(viewer.account.id, made["id"]), BODY)
    assert answer.status == 200
    has_the_printed_form(answer.json())
    assert (answer.json()["key"], answer.json()["value"]) == ("string", "json")
    invalid(form(viewer.client, "PATCH", item("me", made["id"]), '{"key": "", "value": null}'), key="blank", value="null")
