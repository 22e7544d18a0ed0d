package clients

import (
	"strconv"
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/teams"
	"github.com/grafana/grafana-openapi-client-go/models"
)

// newTeam makes a team in the organisation that the caller acts in and gives its id and UID.
func newTeam(t *testing.T, caller *api) (int64, string) {
	t.Helper()
	made := must(caller.Teams.CreateTeam(&models.CreateTeamCommand{Name: pointer(unique("team"))}))(t).Payload
	return made.TeamID, made.UID
}

func addTeamMember(t *testing.T, caller *api, team, user int64) {
	t.Helper()
	must(caller.Teams.AddTeamMember(text(team), &models.AddTeamMemberCommand{UserID: &user}))(t)
}

func text(id int64) string {
	return strconv.FormatInt(id, 10)
}

func byID(team string) *teams.GetTeamByIDParams {
	return teams.NewGetTeamByIDParams().WithTeamID(team)
}

func TestTeams(t *testing.T) {
	own := newOrg(t)
	admin := newPerson(t, own, "Admin").in(0).Teams
	name := unique("Team ü")
	made := must(admin.CreateTeam(&models.CreateTeamCommand{Name: &name, Email: "team@example.org"}))(t).Payload
	equal(t, "message", made.Message, "Team created")
	_, err := admin.CreateTeam(&models.CreateTeamCommand{Name: &name})
	refused[*teams.CreateTeamConflict](t, err, "Team name taken")
	_, err = admin.CreateTeam(&models.CreateTeamCommand{Name: pointer("")})
	undeclared(t, err, 400)

	for _, path := range []string{text(made.TeamID), made.UID} {
		got := must(admin.GetTeamByID(byID(path)))(t).Payload
		equal(t, "id", *got.ID, made.TeamID)
		equal(t, "uid", *got.UID, made.UID)
		equal(t, "name", *got.Name, name)
		equal(t, "email", got.Email, "team@example.org")
		equal(t, "orgId", *got.OrgID, own)
		equal(t, "memberCount", *got.MemberCount, 1)
		equal(t, "permission", got.Permission, models.PermissionType(4))
		equal(t, "isProvisioned", *got.IsProvisioned, false)
	}

	renamed := unique("renamed")
	equal(t, "message", must(admin.UpdateTeam(made.UID, &models.UpdateTeamCommand{Name: renamed}))(t).Payload.Message, "Team updated")
	equal(t, "name", *must(admin.GetTeamByID(byID(made.UID)))(t).Payload.Name, renamed)
	equal(t, "message", must(admin.DeleteTeamByID(text(made.TeamID)))(t).Payload.Message, "Team deleted")
	_, err = admin.GetTeamByID(byID(text(made.TeamID)))
	refused[*teams.GetTeamByIDNotFound](t, err, "Team not found")
	_, err = admin.UpdateTeam(made.UID, &models.UpdateTeamCommand{Name: "x"})
	refused[*teams.UpdateTeamNotFound](t, err, "Team not found")
	_, err = admin.DeleteTeamByID(text(made.TeamID))
	refused[*teams.DeleteTeamByIDNotFound](t, err, "Team not found")

	// Another organisation's team is as absent as one that never was.
	foreign, uid := newTeam(t, serverAdmin(newOrg(t)))
	for _, path := range []string{text(foreign), uid} {
		_, err = admin.GetTeamByID(byID(path))
		refused[*teams.GetTeamByIDNotFound](t, err, "Team not found")
	}
	editor := newPerson(t, own, "Editor").in(0).Teams
	_, err = editor.CreateTeam(&models.CreateTeamCommand{Name: pointer(unique("x"))})
	refused[*teams.CreateTeamForbidden](t, err, "teams:create")
}

func TestTeamSearch(t *testing.T) {
	own := newOrg(t)
	caller := newPerson(t, own, "Admin").in(0)
	admin := caller.Teams
	id, _ := newTeam(t, caller)
	newTeam(t, caller)
	newTeam(t, serverAdmin(newOrg(t)))
	all := must(admin.SearchTeams(teams.NewSearchTeamsParams()))(t).Payload
	equal(t, "totalCount", all.TotalCount, 2)
	equal(t, "page", all.Page, 1)
	equal(t, "perPage", all.PerPage, 1000)
	name := *one(t, all.Teams, func(team *models.TeamDTO) bool { return *team.ID == id }).Name
	byName := must(admin.SearchTeams(teams.NewSearchTeamsParams().WithName(&name)))(t).Payload
	equal(t, "by name", *one(t, byName.Teams, func(*models.TeamDTO) bool { return true }).ID, id)
	byQuery := must(admin.SearchTeams(teams.NewSearchTeamsParams().WithQuery(pointer("GO-TEAM"))))(t).Payload
	equal(t, "by query", byQuery.TotalCount, 2)
	second := teams.NewSearchTeamsParams().WithPage(pointer(int64(2))).WithPerpage(pointer(int64(1)))
	page := must(admin.SearchTeams(second))(t).Payload
	equal(t, "on the second page", len(page.Teams), 1)
	equal(t, "totalCount", page.TotalCount, 2)
}

func TestTeamMembers(t *testing.T) {
	own := newOrg(t)
	caller := newPerson(t, own, "Admin")
	admin := caller.in(0).Teams
	id, _ := newTeam(t, caller.in(0))
	team := text(id)
	person, another := newPerson(t, own, "Viewer"), newPerson(t, own, "Viewer")
	added := must(admin.AddTeamMember(team, &models.AddTeamMemberCommand{UserID: &person.id}))(t)
	equal(t, "message", added.Payload.Message, "Member added to Team")
	_, err := admin.AddTeamMember(team, &models.AddTeamMemberCommand{UserID: &person.id})
	undeclared(t, err, 400)

	permission := func(user int64) models.PermissionType {
		t.Helper()
		list := must(admin.GetTeamMembers(team))(t).Payload
		member := one(t, list, func(member *models.TeamMemberDTO) bool { return member.UserID == user })
		equal(t, "teamId", member.TeamID, id)
		equal(t, "orgId", member.OrgID, own)
		return member.Permission
	}
	// To be a mere member is sent as {}.
	change := func(permission models.PermissionType) string {
		t.Helper()
		params := teams.NewUpdateTeamMemberParams().WithTeamID(team).WithUserID(person.id)
		return must(admin.UpdateTeamMember(params.WithBody(&models.UpdateTeamMemberCommand{Permission: permission})))(t).Payload.Message
	}
	equal(t, "permission", permission(person.id), 0)
	equal(t, "message", change(4), "Team member updated")
	equal(t, "permission", permission(person.id), 4)
	change(0)
	equal(t, "permission", permission(person.id), 0)

	// Setting the memberships removes whom it does not name.
	set := &models.SetTeamMembershipsCommand{Members: []string{another.email}, Admins: []string{caller.email}}
	equal(t, "message", must(admin.SetTeamMemberships(team, set))(t).Payload.Message, "Team memberships have been updated")
	equal(t, "members", len(must(admin.GetTeamMembers(team))(t).Payload), 2)
	equal(t, "admin's permission", permission(caller.id), 4)
	removed := must(admin.RemoveTeamMember(another.id, team))(t)
	equal(t, "message", removed.Payload.Message, "Team Member removed")
	_, err = admin.RemoveTeamMember(another.id, team)
	refused[*teams.RemoveTeamMemberNotFound](t, err, "Team member not found")
	_, err = admin.UpdateTeamMember(teams.NewUpdateTeamMemberParams().WithTeamID(team).WithUserID(person.id).
		WithBody(&models.UpdateTeamMemberCommand{}))
	refused[*teams.UpdateTeamMemberNotFound](t, err, "Team member not found")
	_, err = admin.GetTeamMembers(text(1 << 40))
	refused[*teams.GetTeamMembersNotFound](t, err, "Team not found")

	// Who is deleted is in no team.
	addTeamMember(t, caller.in(0), id, person.id)
	must(serverAdmin(0).AdminUsers.AdminDeleteUser(person.id))(t)
	none(t, must(admin.GetTeamMembers(team))(t).Payload, func(member *models.TeamMemberDTO) bool { return member.UserID == person.id })
}

func TestTeamPreferences(t *testing.T) {
	own := newOrg(t)
	caller := newPerson(t, own, "Admin").in(0)
	id, uid := newTeam(t, caller)
	home := newDashboard(t, caller, "Team's home")
	wantPreferences(t, must(caller.Teams.GetTeamPreferences(uid))(t).Payload, "", "", "", "")
	answer := must(caller.Teams.UpdateTeamPreferences(text(id), &models.UpdatePrefsCmd{
		Theme: "dark", Timezone: "utc", WeekStart: "monday", HomeDashboardUID: home,
	}))(t)
	equal(t, "message", answer.Payload.Message, "Preferences updated")
	wantPreferences(t, must(caller.Teams.GetTeamPreferences(text(id)))(t).Payload, "dark", "utc", "monday", home)
	must(caller.Teams.UpdateTeamPreferences(text(id), &models.UpdatePrefsCmd{}))(t)
	wantPreferences(t, must(caller.Teams.GetTeamPreferences(text(id)))(t).Payload, "", "", "", "")
	_, err := caller.Teams.UpdateTeamPreferences(text(id), &models.UpdatePrefsCmd{Theme: "gray"})
	refused[*teams.UpdateTeamPreferencesBadRequest](t, err, "Invalid theme")
}
