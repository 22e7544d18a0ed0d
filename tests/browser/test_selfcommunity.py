"""The sample that SelfCommunity's documentation has for JavaScript, in a page of another origin."""

import pytest

from front import PARTNER
from pages import fetch

ITEMS = "/api/v2/user/{id}/preference/"
# To the letter.
SAMPLE = """
const inputBody = '{
    "key": "string",
    "value": "json"
}';
const headers = {
  'Content-Type':'application/x-www-form-urlencoded',
  'Accept':'application/json',
  'Authorization': 'Bearer {access_token}'
};

fetch('/api/v2/user/1/preference/1/',
{
  method: 'PATCH',
  body: inputBody,
  headers: headers
})
.then(function(res) {
    return res.json();
}).then(function(body) {
    console.log(body);
});
"""
# A script of the page, whose first word to the console is what came of it.
RUN = """sample => new Promise((shown, failed) => {
    console.log = shown;
    onerror = failed;
    onunhandledrejection = event => failed(event.reason);
    const script = document.createElement("script");
    script.textContent = sample;
    document.body.append(script);
})"""


def run(page, path="/api/v2/user/1/preference/1/", token="{access_token}"):
    """What the sample shows, for a path and a token of ours. Text in '' over several lines is no JavaScript: `` is."""
    sample = SAMPLE.replace("'{", "`{").replace("}';", "}`;")
    sample = sample.replace("/api/v2/user/1/preference/1/", path).replace("{access_token}", token)
    return page.evaluate(RUN, sample)


@pytest.fixture
def page(page, open_place):
    """A page elsewhere whose links lead to the API."""
    page.goto(open_place.page(PARTNER))
    page.evaluate("address => { document.head.innerHTML += `<base href='${address}'>`; }", open_place.own())
    return page


def test_the_sample(page, guest, token):
    items = ITEMS.format(id=guest.id)
    made = fetch(page, items, method="POST", headers={**token, "Content-Type": "application/json"},
                 body={"key": "before", "value": {"a": [1, None]}})
    assert made.status == 201
    item = made.json()
    assert made.headers["location"].endswith(f"{items}{item['id']}/")

    changed = run(page, f"{items}{item['id']}/", token["Authorization"].removeprefix("Bearer "))
    assert changed == {**item, "key": "string", "value": "json", "last_updated_at": changed["last_updated_at"]}
    assert changed["last_updated_at"] > item["created_at"]
    read = fetch(page, f"{items}{item['id']}/", headers=token)
    assert read.json() == changed and read.headers["etag"]


def test_the_sample_with_a_token_that_is_none(page):
    (error,) = run(page)["errors"]
    assert error["code"] == "authentication_failed"


def test_deleting(page, guest, token):
    items = ITEMS.format(id=guest.id)
    item = fetch(page, items, method="POST", headers={**token, "Content-Type": "application/json"},
                 body={"key": "k", "value": 1}).json()
    assert fetch(page, f"{items}{item['id']}/", method="DELETE", headers=token).status == 204
    assert fetch(page, f"{items}{item['id']}/", headers=token).status == 404
