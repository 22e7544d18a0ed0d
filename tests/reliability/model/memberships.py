"""What decides who may do what: dashboards, teams and their members, organisations and theirs, the server's admins (facts:
grafana 4, 7, 9.2, 11, 13)."""

from model.world import Facts, Member, Said, Team, denied


class Memberships(Facts):
    def save_dashboard(self, request, uid):
        org = self.with_role(request, "Editor", "dashboards:write")

        def commit(answer):
            org.dashboards[uid] = answer.json()["id"]
        if uid in org.dashboards:
            return Said(412)
        return Said(200, lambda body: body["uid"] == uid, commit=commit)

    def delete_dashboard(self, request, uid):
        org = self.with_role(request, "Editor", "dashboards:delete")
        if uid not in org.dashboards:
            raise Said(404, refusal="Dashboard not found")
        return Said(200, lambda body: body["uid"] == uid, commit=lambda _: org.dashboards.pop(uid))

    def make_team(self, request):
        org = self.with_role(request, "Admin", "teams:create")

        def commit(answer):
            org.teams[answer.json()["teamId"]] = Team({request.caller.person.id: 4})
        return Said(200, lambda body: body["message"] == "Team created", commit=commit)

    def delete_team(self, request, team):
        org, _ = self.team(request, team, 4, "teams:delete")
        return Said(200, {"message": "Team deleted"}, commit=lambda _: org.teams.pop(team))

    def add_to_team(self, request, team, person):
        org, found = self.team(request, team, 4, "teams.permissions:write")
        if person in found.members:
            raise Said(400, refusal="User is already added to this team")
        if person not in org.members:
            raise Said(404, also={400})
        return Said(200, {"message": "Member added to Team"}, commit=lambda _: found.members.update({person: 0}))

    def raise_in_team(self, request, team, person, permission):
        _, found = self.team(request, team, 4, "teams.permissions:write")
        if person not in found.members:
            raise Said(404, refusal="Team member not found.")
        return Said(200, {"message": "Team member updated"}, commit=lambda _: found.members.update({person: permission}))

    def take_from_team(self, request, team, person):
        _, found = self.team(request, team, 4, "teams.permissions:write")
        if person not in found.members:
            raise Said(404)
        return Said(200, {"message": "Team Member removed"}, commit=lambda _: found.members.pop(person))

    def use_org(self, request, org):
        person = request.caller.person
        if person.id not in self.orgs[org].members:
            raise Said(401, refusal="Not a valid organization")
        return Said(200, {"message": "Active organization changed"}, commit=lambda _: setattr(person, "current", org))

    def add_member(self, request, org, person, role):
        found = self.people_of(request, org, "org.users:add")
        if person.id in found.members:
            raise Said(409, refusal="User is already member of this organization")

        def commit(_):
            found.members[person.id] = Member(role)
            person.current = person.current or org
        return Said(200, lambda body: body["userId"] == person.id, commit=commit)

    def give_role(self, request, org, person, role):
        found = self.people_of(request, org, "org.users:write")
        if person.id not in found.members:
            raise Said(404, also={400})
        if found.admins() == [person.id] and role != "Admin":
            raise Said(400, refusal="Cannot change role so that there is no organization admin left")
        return Said(200, {"message": "Organization user updated"}, commit=lambda _: setattr(found.members[person.id], "role", role))

    def take_out(self, request, org, person):
        found = self.people_of(request, org, "org.users:remove")
        if found.admins() == [person.id]:
            raise Said(400, refusal="Cannot remove last organization admin")

        def commit(_):
            if person.id in found.members:
                found.leave(person.id)
            if person.current == org:
                person.current = next((id for id, other in self.orgs.items() if person.id in other.members), None)
        return Said(200, {"message": "User removed from organization"}, commit=commit)

    def permit(self, request, person, server_admin):
        if not self.is_platform(request.caller):
            raise denied("users.permissions:write")
        return Said(200, {"message": "User permissions updated"}, commit=lambda _: setattr(person, "server_admin", server_admin))
