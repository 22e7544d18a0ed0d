package clients

import (
	"testing"

	"github.com/go-openapi/strfmt"
	"github.com/grafana/grafana-openapi-client-go/client/signed_in_user"
	"github.com/grafana/grafana-openapi-client-go/models"
)

func TestSignedInUser(t *testing.T) {
	org := newOrg(t)
	person := newPerson(t, org, "Viewer")
	self := person.in(0).SignedInUser
	got := must(self.GetSignedInUser())(t).Payload
	equal(t, "id", got.ID, person.id)
	equal(t, "uid", got.UID, person.uid)
	equal(t, "login", got.Login, person.login)
	equal(t, "email", got.Email, person.email)
	equal(t, "orgId", got.OrgID, org)
	equal(t, "isGrafanaAdmin", got.IsGrafanaAdmin, false)
	if (got.CreatedAt == strfmt.DateTime{}) || (got.UpdatedAt == strfmt.DateTime{}) {
		t.Fatal("no times")
	}

	// What the client leaves out because it is empty keeps its value.
	renamed := unique("renamed")
	answer := must(self.UpdateSignedInUser(&models.UpdateUserCommand{Login: renamed, Theme: "light"}))(t)
	equal(t, "message", answer.Payload.Message, "User updated")
	person.login = renamed
	self = person.in(0).SignedInUser
	got = must(self.GetSignedInUser())(t).Payload
	equal(t, "login", got.Login, renamed)
	equal(t, "email", got.Email, person.email)
	equal(t, "theme", got.Theme, "light")
	_, err := self.UpdateSignedInUser(&models.UpdateUserCommand{Login: "Admin"})
	refused[*signed_in_user.UpdateSignedInUserConflict](t, err, "conflict")

	_, err = nobody().SignedInUser.GetSignedInUser()
	refused[*signed_in_user.GetSignedInUserUnauthorized](t, err, "Unauthorized")
	person.password = "not this one"
	_, err = person.in(0).SignedInUser.GetSignedInUser()
	refused[*signed_in_user.GetSignedInUserUnauthorized](t, err, "Invalid username or password")
}

func TestOwnOrganisationsAndTeams(t *testing.T) {
	first, second := newOrg(t), newOrg(t)
	person := newPerson(t, first, "Viewer")
	addOrgUser(t, second, person.login, "Editor")
	self := person.in(0).SignedInUser
	list := must(self.GetSignedInUserOrgList())(t).Payload
	equal(t, "organisations", len(list), 2)
	found := one(t, list, func(org *models.UserOrgDTO) bool { return org.OrgID == second })
	equal(t, "role", found.Role, "Editor")

	// The header acts elsewhere for one request; using does for all to come.
	equal(t, "acting", must(person.in(second).Org.GetCurrentOrg())(t).Payload.ID, second)
	equal(t, "current", must(self.GetSignedInUser())(t).Payload.OrgID, first)
	equal(t, "message", must(self.UserSetUsingOrg(second))(t).Payload.Message, "Active organization changed")
	equal(t, "current", must(self.GetSignedInUser())(t).Payload.OrgID, second)
	_, err := self.UserSetUsingOrg(newOrg(t))
	refused[*signed_in_user.UserSetUsingOrgUnauthorized](t, err, "Not a valid organization")

	team, _ := newTeam(t, serverAdmin(second))
	addTeamMember(t, serverAdmin(second), team, person.id)
	teams := must(self.GetSignedInUserTeamList())(t).Payload
	equal(t, "teams", len(teams), 1)
	equal(t, "team's organisation", *teams[0].OrgID, second)
	equal(t, "teams elsewhere", len(must(person.in(first).SignedInUser.GetSignedInUserTeamList())(t).Payload), 0)
}

func TestOwnPassword(t *testing.T) {
	person := newPerson(t, newOrg(t), "Viewer")
	change := func(old, new string) error {
		_, err := person.in(0).SignedInUser.ChangeUserPassword(&models.ChangeUserPasswordCommand{
			OldPassword: models.Password(old), NewPassword: models.Password(new),
		})
		return err
	}
	refused[*signed_in_user.ChangeUserPasswordBadRequest](t, change(person.password, "abc"), "too short")
	wrong := change("not this one", "long enough")
	if wrong == nil {
		t.Fatal("a wrong old password was accepted")
	}
	if err := change(person.password, "new\x00påss\u2028word"); err != nil {
		t.Fatal(err)
	}
	_, err := person.in(0).SignedInUser.GetSignedInUser()
	refused[*signed_in_user.GetSignedInUserUnauthorized](t, err, "Invalid username or password")
	person.password = "new\x00påss\u2028word"
	must(person.in(0).SignedInUser.GetSignedInUser())(t)
}

func TestHelpFlags(t *testing.T) {
	self := newPerson(t, newOrg(t), "Viewer").in(0).SignedInUser
	equal(t, "one", must(self.SetHelpFlag("1"))(t).Payload.HelpFlags1, 1)
	equal(t, "more", must(self.SetHelpFlag("4"))(t).Payload.HelpFlags1, 5)
	answer := must(self.ClearHelpFlags())(t).Payload
	equal(t, "none", answer.HelpFlags1, 0)
	equal(t, "message", answer.Message, "Help flag set")
}

// A person who only ever sent a password has no sessions. (The client cannot decode a session that exists: its model
// wants other keys and integer times than Grafana sends.)
func TestOwnSessions(t *testing.T) {
	self := newPerson(t, newOrg(t), "Viewer").in(0).SignedInUser
	equal(t, "sessions", len(must(self.GetUserAuthTokens())(t).Payload), 0)
	_, err := self.RevokeUserAuthToken(&models.RevokeAuthTokenCmd{AuthTokenID: 1 << 40})
	undeclared(t, err, 404)
}
