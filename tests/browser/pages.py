"""What pages do in a browser."""

SESSION = "grafana_session"
ROTATE = "/api/user/auth-tokens/rotate"
HELP_FLAG, CLEAR = "/api/user/helpflags/1", "/api/user/helpflags/clear"


def log_in(browser, person):
    return browser.fetch("/login", method="POST", body={"user": person.login, "password": person.password})


def signed_in(browser):
    return browser.fetch("/api/user").status == 200


def hide_address(browser):
    """From now on nothing that the page asks for says where it comes from, if the page has a say in it."""
    browser.run("document.head.innerHTML += '<meta name=referrer content=no-referrer>'")
