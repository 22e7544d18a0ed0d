"""The sample that SelfCommunity's documentation has for JavaScript, in a page of another origin."""

import pytest

from front import PARTNER

ITEMS = "/api/v2/user/{id}/preference/"
# As published, but for the text in '' over several lines, which is no JavaScript, and the value that is returned instead
# of shown.
SAMPLE = """
const inputBody = `{
    "key": "string",
    "value": "json"
}`;
const headers = {
  'Content-Type':'application/x-www-form-urlencoded',
  'Accept':'application/json',
  'Authorization': 'Bearer {access_token}'
};

return fetch('/api/v2/user/1/preference/1/',
{
  method: 'PATCH',
  body: inputBody,
  headers: headers
})
.then(function(res) {
    return res.json();
}).then(function(body) {
    return body;
});
"""


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

    sample = SAMPLE.replace("/api/v2/user/1/preference/1/", f"{items}{item['id']}/")
    changed = page.run(sample.replace("Bearer {access_token}", token["Authorization"]))
    assert changed == {**item, "key": "string", "value": "json", "last_updated_at": changed["last_updated_at"]}
    assert changed["last_updated_at"] > item["created_at"]
    read = page.fetch(f"{items}{item['id']}/", headers=token)
    assert read.json() == changed and read.headers["etag"]


def test_the_sample_with_a_token_that_is_none(page):
    assert "errors" in page.run(SAMPLE)


def test_deleting(page, guest, token):
    items = ITEMS.format(id=guest.id)
    item = page.fetch(items, method="POST", headers={**token, "Content-Type": "application/json"},
                      body={"key": "k", "value": 1}).json()
    assert page.fetch(f"{items}{item['id']}/", method="DELETE", headers=token).status == 204
    assert page.fetch(f"{items}{item['id']}/", headers=token).status == 404
