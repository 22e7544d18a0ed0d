"""The sample that SelfCommunity's documentation has for JavaScript, in a page of another origin."""

import pytest

from front import PARTNER

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
RUN = """
return new Promise((shown, failed) => {
    console.log = shown;
    onerror = failed;
    onunhandledrejection = event => failed(event.reason);
    const script = document.createElement("script");
    script.textContent = arguments[0];
    document.body.append(script);
});
"""


def run(page, path="/api/v2/user/1/preference/1/", token="{access_token}"):
    """What the sample shows, for a path and a token of ours. Text in '' over several lines is no JavaScript: `` is."""
    sample = SAMPLE.replace("'{", "`{").replace("}';", "}`;")
    sample = sample.replace("/api/v2/user/1/preference/1/", path).replace("{access_token}", token)
    return page.run(RUN, sample)


@pytest.fixture
def page(browser, open_place):
    """A page elsewhere whose links lead to the API."""
    browser.open(open_place.page(PARTNER))
    browser.run("document.head.innerHTML += `<base href='${arguments[0]}'>`", open_place.own())
    return browser


def test_the_sample(page, guest, token):
    items = ITEMS.format(id=guest.id)
    made = page.fetch(items, method="POST", headers={**token, "Content-Type": "application/json"},
                      body={"key": "before", "value": {"a": [1, None]}})
    assert made.status == 201
    item = made.json()
    assert made.headers["location"].endswith(f"{items}{item['id']}/")

    changed = run(page, f"{items}{item['id']}/", token["Authorization"].removeprefix("Bearer "))
    assert changed == {**item, "key": "string", "value": "json", "last_updated_at": changed["last_updated_at"]}
    assert changed["last_updated_at"] > item["created_at"]
    read = page.fetch(f"{items}{item['id']}/", headers=token)
    assert read.json() == changed and read.headers["etag"]


def test_the_sample_with_a_token_that_is_none(page):
    (error,) = run(page)["errors"]
    assert error["code"] == "authentication_failed"


def test_deleting(page, guest, token):
    items = ITEMS.format(id=guest.id)
    item = page.fetch(items, method="POST", headers={**token, "Content-Type": "application/json"},
                      body={"key": "k", "value": 1}).json()
    assert page.fetch(f"{items}{item['id']}/", method="DELETE", headers=token).status == 204
    assert page.fetch(f"{items}{item['id']}/", headers=token).status == 404
