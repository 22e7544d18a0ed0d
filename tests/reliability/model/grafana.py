"""Preferences as Grafana's API has them (facts: grafana 3)."""

from model.world import Facts, Org, Row, Said

THEMES = ("", "light", "dark", "system")
WEEKS = ("", "sunday", "monday", "saturday", "browser")
ZONES = ("", "utc", "browser", "UTC", "Europe/Berlin", "US/Eastern")  # of those that are sent
ZONE_ERROR = "invalid timezone: must be a valid IANA timezone (e.g., America/New_York), 'utc', 'browser', or empty string"
WEEK_ERROR = "invalid weekStart: must be 'sunday', 'monday', 'saturday', 'browser', or empty string"
UPDATED = {"message": "Preferences updated"}


def _home(dashboards, uid, number, otherwise):
    """The uid of the home dashboard that a document names, by either name."""
    if uid:
        if uid != "home" and uid not in dashboards:
            raise Said(404, refusal="Dashboard not found")
        return uid
    if number:
        named = [known for known, id in dashboards.items() if id == number]
        if not named:
            raise Said(404, refusal="Dashboard not found")
        return named[0]
    return otherwise


def _read_document(body):
    """A document of Grafana's API by lower-case name, null being absent."""
    if isinstance(body, bytes):
        if body.strip():
            raise Said(400, refusal="bad request data")
        body = {}
    found = {name.lower(): value for name, value in (body or {}).items() if value is not None}
    kinds = {"homedashboardid": int, "navbar": dict, "queryhistory": dict, "cookies": list}
    if any(not isinstance(value, kinds.get(name, str)) for name, value in found.items() if name != "unknown"):
        raise Said(400, refusal="bad request data")
    found["bookmarks"] = found.pop("navbar", {}).get("bookmarkUrls")
    found["hometab"] = found.pop("queryhistory", {}).get("homeTab")
    return found


_NAMES = {"theme": "theme", "timezone": "timezone", "weekStart": "weekstart", "language": "language", "regionalFormat": "regionalformat",
          "bookmarks": "bookmarks", "homeTab": "hometab", "cookies": "cookies"}


def _check(document):
    for name, known, refusal in (("theme", THEMES, "Invalid theme"), ("timezone", ZONES, ZONE_ERROR), ("weekstart", WEEKS, WEEK_ERROR)):
        if document.get(name, "") not in known:
            raise Said(400, refusal=refusal)


def _replaced(row, dashboards, document):
    """PUT: what is not named goes back to its default (3.4); what only Valara's API has stays."""
    _check(document)
    values = {name: row.set[name] for name in ("date_time_format", "measurement_unit") if name in row.set}
    values.update({name: document.get(key) for name, key in _NAMES.items()})
    return {**values, "home": _home(dashboards, document.get("homedashboarduid"), document.get("homedashboardid"), "")}


def _patched(row, dashboards, document):
    """PATCH: what is not named stays (3.5)."""
    _check(document)
    values = {**row.set, **{name: document[key] for name, key in _NAMES.items() if document.get(key) is not None}}
    if document.get("hometab") == "":
        values["homeTab"] = row.set.get("homeTab")
    if "homedashboarduid" in document:
        values["home"] = _home(dashboards, document["homedashboarduid"], 0, "")
    elif "homedashboardid" in document:
        values["home"] = _home(dashboards, "", document["homedashboardid"], "")
    return values


def shown(row, dashboards):
    """A row as GET of Grafana's API shows it (3.3)."""
    values, home = row.set, row.set.get("home", "")
    body = {"theme": values.get("theme", ""), "homeDashboardId": dashboards.get(home, 0), "homeDashboardUID": home,
            "timezone": values.get("timezone", ""), "weekStart": values.get("weekStart", ""),
            "navbar": {"bookmarkUrls": values.get("bookmarks")}, "queryHistory": {"homeTab": values.get("homeTab", "")}}
    body.update({name: values[name] for name in ("language", "regionalFormat") if name in values})
    if values.get("cookies"):
        body["cookiePreferences"] = {name: {} for name in values["cookies"]}
    return body


class Grafana(Facts):
    def _row(self, request, subject, write):
        """The organisation, the row and its name; subject: 'user', 'org' or a team's number."""
        action = "write" if write else "read"
        if subject == "user":
            if not write and self.acts(request)[0] is None:
                return Org(), Row(), None
            org = self.member(request)
            return org, org.row_of(request.caller.person.id), ("row", id(org), request.caller.person.id)
        if subject == "org":
            org = self.with_role(request, "Admin", f"orgs.preferences:{action}")
            return org, org.row, ("row", id(org), 0)
        org, team = self.team(request, subject, 4 if write else 0, f"teams:{action}")
        return org, team.row, ("team", id(org), subject)

    def _dashboards(self, request, org):
        """Those that the caller sees: none by the role None (2)."""
        return {} if self.acts(request)[1] in (None, "None") else org.dashboards

    def get_preferences(self, request, subject):
        org, row, resource = self._row(request, subject, False)
        showing = shown(row, self._dashboards(request, org))
        self.expect(request, resource, showing, row.writes)
        return Said(200, showing, resource=(resource, showing, row.writes), also={304} if request.open else ())

    def _write(self, request, subject, change, done=UPDATED):
        try:
            org, row, resource = self._row(request, subject, True)
        except Said as said:
            if said.status == 404:
                _check(_read_document(request.body))  # what is wrong goes before what is not there (1.4)
                self.once(request, self.orgs[self.acts(request)[0]])
            raise
        document = _read_document(request.body)
        self.once(request, org)
        dashboards = self._dashboards(request, org)
        values = change(row, dashboards, document)
        self.expect(request, resource, shown(row, dashboards), row.writes)
        return self.done(request, org, Said(200, done, commit=lambda _: row.become(values),
                                             resource=lambda: (resource, shown(row, dashboards), row.writes)))

    def put_preferences(self, request, subject):
        return self._write(request, subject, _replaced)

    def patch_preferences(self, request, subject):
        return self._write(request, subject, _patched)

    def set_home(self, request):
        def change(row, dashboards, document):
            return {**row.set, "home": _home(dashboards, document.get("homedashboarduid"), document.get("homedashboardid"), "")}
        return self._write(request, "user", change, {"message": "Home dashboard set"})

    def home_page(self, request):
        """Where the effective home dashboard is: one's own, of the team with the highest number, of the organisation (3.7)."""
        org, role = self.acts(request)
        levels = self.levels(self.orgs[org], request.caller.person.id) if org else []
        uid = next((row.set["home"] for row in levels if row.set.get("home")), "home")
        if uid != "home" and uid in self._dashboards(request, self.orgs[org]):
            return Said(200, lambda body: body == {"redirectUri": f"/d/{uid}/{uid}"})
        may = role in ("Editor", "Admin")
        return Said(200, lambda body: set(body) == {"meta", "dashboard"} and body["meta"]["canEdit"] is may)
