"""What pages do in a browser. A page is playwright's, in a browser of its own."""

import json
from dataclasses import dataclass

SESSION = "grafana_session"
ROTATE = "/api/user/auth-tokens/rotate"
HELP_FLAG, CLEAR = "/api/user/helpflags/1", "/api/user/helpflags/clear"

FETCH = """async ([url, init]) => {
    try {
        const answer = await fetch(url, init);
        return {status: answer.status, type: answer.type, headers: Object.fromEntries(answer.headers),
                text: await answer.text()};
    } catch (error) {
        return {error: String(error)};
    }
}"""
# For leave().
FOLLOW = "address => { location = address; }"


@dataclass
class Answer:
    """As much of an answer as a page may see, or the error alone."""

    status: int = None
    type: str = None
    headers: dict = None
    text: str = None
    error: str = None

    def json(self):
        return json.loads(self.text)


def fetch(page, url, **init):
    """What fetch() gives to the page. A body is sent as JSON when it is no text."""
    if "body" in init and not isinstance(init["body"], str):
        init["body"] = json.dumps(init["body"])
    return Answer(**page.evaluate(FETCH, [url, init]))


def leave(page, script, argument=None):
    """Run a script by which the page goes elsewhere. Return the response that the browser then shows."""
    with page.expect_navigation() as arrival:
        page.evaluate(script, argument)
    return arrival.value


def cookies(page):
    """The cookies that the page's address gets, by name; also those that no script sees."""
    return {cookie["name"]: cookie for cookie in page.context.cookies(page.url)}


def log_in(page, person):
    return fetch(page, "/login", method="POST", body={"user": person.login, "password": person.password})


def signed_in(page):
    return fetch(page, "/api/user").status == 200


def hide_address(page):
    """From now on nothing that the page asks for says where it comes from, if the page has a say in it."""
    page.evaluate("document.head.innerHTML += '<meta name=referrer content=no-referrer>'")
