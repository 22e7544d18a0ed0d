"""Preferences as Valara's API has them, over the same rows, and who reaches whom (facts: valara 1, 4 to 7)."""

import json

from model.world import Facts, Org, Said

LANGUAGES = {"de-ch": "de-CH", "EN-us": "en-US", "zh-hant-tw": "zh-Hant-TW", "fr": "fr"}  # tags that are sent, as they show
DEFAULTS = {"date_time_format": "friendly", "timezone": "UTC", "language": "en-US", "measurement_unit": "imperial", "theme": "system"}
CHOICES = {"date_time_format": ("friendly", "us", "uk"), "measurement_unit": ("imperial", "metric"), "theme": ("light", "dark", "system"),
           "timezone": ("UTC", "Europe/Berlin", "US/Eastern"), "language": tuple(LANGUAGES)}
REACH = 5  # levels below a manager


class Valara(Facts):
    def _is_owner(self, member):
        return member is not None and member.role == "Admin" and member.agency_role is None

    def _manages(self, org, manager, person):
        for _ in range(REACH):
            person = org.members[person].manager
            if person in (None, manager):
                break
        return person == manager

    def _agency(self, request, person):
        """The organisation in which the caller may see and change somebody; None: that person is in none."""
        caller = request.caller
        acting, _ = self.acts(request)
        if person is caller.person:
            return self.orgs.get(acting)
        if self.is_platform(caller):
            return self.where_found(acting, person)
        org = self.orgs.get(acting)
        if org is None or person.id not in org.members or person.server_admin:
            raise Said(404, refusal="user_not_found")
        member = org.members[caller.person.id]
        if self._is_owner(member):
            return org
        if member.agency_role in ("broker", "photographer") and self._manages(org, caller.person.id, person.id):
            return org
        raise Said(403, refusal="role_forbidden")

    def effective(self, org, person):
        """The first that is set on the way from the person to the defaults (3.7; docs/api.md)."""
        body = dict(DEFAULTS)
        for row in reversed(self.levels(org, person)):
            body.update({name: row.set[name] for name in ("theme", "date_time_format", "measurement_unit") if name in row.set})
            if row.set.get("timezone", "browser") != "browser":
                body["timezone"] = {"utc": "UTC"}.get(row.set["timezone"], row.set["timezone"])
            if row.set.get("language") in LANGUAGES or row.set.get("language") in LANGUAGES.values():
                body["language"] = LANGUAGES.get(row.set["language"], row.set["language"])
        return body

    def _effective_resource(self, org, person):
        showing = self.effective(org, person.id)
        return ("effective", id(org), person.id), showing, (org.row_of(person.id).writes, json.dumps(showing))

    def get_effective(self, request, person):
        org = self._agency(request, person)
        if org is None:
            return Said(200, DEFAULTS)
        resource = self._effective_resource(org, person)
        self.expect(request, *resource)
        return Said(200, resource[1], resource=resource, also={304} if request.open else ())

    def patch_effective(self, request, person):
        org = self._agency(request, person)
        if request.key is None:
            raise Said(400, refusal="idempotency.missing")
        body = request.body if request.body is not None else {}
        if not isinstance(body, dict) or any(not isinstance(body[name], (str, type(None))) for name in DEFAULTS if name in body):
            raise Said(422, refusal="validation.failed")
        given = {name: value for name, value in body.items() if name in DEFAULTS}
        wrong = [name for name, value in given.items() if value is not None and value not in CHOICES[name]]
        if org is None:
            return self._patch_nowhere(request, given, wrong)
        self.once(request, org)
        resource = self._effective_resource(org, person)
        self.expect(request, *resource)
        if wrong:
            raise Said(400, refusal="invalid_preference_value")
        if "language" in given:
            given["language"] = LANGUAGES.get(given["language"])
        row = org.row_of(person.id)
        values = {**row.set, **given}
        return self.done(request, org, Said(200, self._effective_with(org, person, values), commit=lambda _: row.become(values),
                                             resource=lambda: self._effective_resource(org, person)))

    def _effective_with(self, org, person, values):
        """The effective object when a person's row is to have these values."""
        row = org.row_of(person.id)
        before, row.set = row.set, {name: value for name, value in values.items() if value is not None}
        showing = self.effective(org, person.id)
        row.set = before
        return showing

    def _patch_nowhere(self, request, given, wrong):
        """Who is in no agency has the defaults, and nowhere to keep others; a caller's keys are their own there."""
        nowhere = self.nowhere.setdefault(request.caller.person.id, Org())
        self.once(request, nowhere)
        if wrong:
            raise Said(400, refusal="invalid_preference_value", also={403})
        if given:
            raise Said(403, refusal="role_forbidden")
        return self.done(request, nowhere, Said(200, DEFAULTS))

    def manage(self, request, person, role, manager):
        """Who manages whom, and as what: for the agency's owner and the platform's roles."""
        acting, _ = self.acts(request)
        org = self._agency(request, person) if person is not request.caller.person else self.orgs.get(acting)
        holds = org and self._is_owner(org.members.get(request.caller.person.id))
        if org is None or not (self.is_platform(request.caller) or holds):
            # Of the request about oneself the record is looked at first: who has given the right away gets the replay.
            raise Said(403, also={200, 404, 409})
        self.once(request, org)
        unknown = manager is not None and (manager not in org.members or (
            self.people[manager].server_admin and not self.is_platform(request.caller)))
        if unknown or (manager is not None and self._above(org, person.id, manager)):
            raise Said(422, also={400, 404, 409})

        def commit(_):
            org.members[person.id].agency_role, org.members[person.id].manager = role, manager
        return self.done(request, org, Said(200, lambda body: True, commit=commit))

    def _above(self, org, person, below):
        """Whether a person is, or manages at any distance, the one below."""
        while below is not None and below != person:
            below = org.members[below].manager
        return below == person
