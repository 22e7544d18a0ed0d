package clients

import (
	"strings"
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/users"
	"github.com/grafana/grafana-openapi-client-go/models"
)

func TestUsers(t *testing.T) {
	org := newOrg(t)
	person := newPerson(t, org, "Editor")
	admin := serverAdmin(0).Users
	got := must(admin.GetUserByID(person.id))(t).Payload
	equal(t, "login", got.Login, person.login)
	equal(t, "uid", got.UID, person.uid)
	equal(t, "isDisabled", got.IsDisabled, false)
	equal(t, "by login", must(admin.GetUserByLoginOrEmail(strings.ToUpper(person.login)))(t).Payload.ID, person.id)
	equal(t, "by email", must(admin.GetUserByLoginOrEmail(person.email))(t).Payload.ID, person.id)

	orgs := must(admin.GetUserOrgList(person.id))(t).Payload
	equal(t, "organisations", len(orgs), 1)
	equal(t, "role", orgs[0].Role, "Editor")
	team, _ := newTeam(t, serverAdmin(org))
	addTeamMember(t, serverAdmin(org), team, person.id)
	teams := must(serverAdmin(org).Users.GetUserTeams(person.id))(t).Payload
	equal(t, "teams", len(teams), 1)
	equal(t, "team", *teams[0].ID, team)

	answer := must(admin.UpdateUser(person.id, &models.UpdateUserCommand{
		Name: "Renamed", Email: strings.ToUpper(person.email), Login: person.login,
	}))(t)
	equal(t, "message", answer.Payload.Message, "User updated")
	got = must(admin.GetUserByID(person.id))(t).Payload
	equal(t, "name", got.Name, "Renamed")
	equal(t, "email", got.Email, person.email)
	equal(t, "login", got.Login, person.login)
	_, err := admin.UpdateUser(person.id, &models.UpdateUserCommand{Login: "admin"})
	refused[*users.UpdateUserConflict](t, err, "conflict")

	const absent = 1 << 40
	_, err = admin.GetUserByID(absent)
	refused[*users.GetUserByIDNotFound](t, err, "user not found")
	_, err = admin.GetUserByLoginOrEmail("nobody@example.org")
	refused[*users.GetUserByLoginOrEmailNotFound](t, err, "user not found")
	_, err = admin.UpdateUser(absent, &models.UpdateUserCommand{Login: unique("x")})
	refused[*users.UpdateUserNotFound](t, err, "user not found")
	equal(t, "organisations of nobody", len(must(admin.GetUserOrgList(absent))(t).Payload), 0)

	orgAdmin := newPerson(t, org, "Admin").in(0).Users
	_, err = orgAdmin.GetUserByID(person.id)
	refused[*users.GetUserByIDForbidden](t, err, "users:read")
	_, err = orgAdmin.UpdateUser(person.id, &models.UpdateUserCommand{Name: "x"})
	refused[*users.UpdateUserForbidden](t, err, "users:write")
	_, err = orgAdmin.SearchUsers(users.NewSearchUsersParams())
	refused[*users.SearchUsersForbidden](t, err, "users:read")
}

func TestUserLists(t *testing.T) {
	org := newOrg(t)
	for i := 0; i < 3; i++ {
		newPerson(t, org, "Viewer")
	}
	admin := serverAdmin(0).Users
	found := must(admin.SearchUsersWithPaging())(t).Payload
	equal(t, "page", found.Page, 1)
	equal(t, "perPage", found.PerPage, 1000)
	equal(t, "totalCount", found.TotalCount, int64(len(found.Users)))
	first := one(t, found.Users, func(hit *models.UserSearchHitDTO) bool { return hit.Login == "admin" })
	equal(t, "isAdmin", first.IsAdmin, true)

	// As Terraform's lister: pages until an empty one.
	seen := map[int64]bool{}
	for page := int64(1); ; page++ {
		hits := must(admin.SearchUsers(users.NewSearchUsersParams().WithPage(&page).WithPerpage(pointer(int64(2)))))(t).Payload
		if len(hits) == 0 {
			break
		}
		for _, hit := range hits {
			seen[hit.ID] = true
		}
	}
	equal(t, "people on all pages", int64(len(seen)), found.TotalCount)
}
