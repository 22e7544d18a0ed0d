package clients

import (
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/orgs"
	"github.com/grafana/grafana-openapi-client-go/models"
)

func updateOrgUser(org, user int64, role string) *orgs.UpdateOrgUserParams {
	return orgs.NewUpdateOrgUserParams().WithOrgID(org).WithUserID(user).WithBody(&models.UpdateOrgUserCommand{Role: role})
}

func addOrgUser(t *testing.T, org int64, loginOrEmail, role string) {
	t.Helper()
	must(serverAdmin(0).Orgs.AddOrgUser(org, &models.AddOrgUserCommand{LoginOrEmail: loginOrEmail, Role: role}))(t)
}

func TestOrgs(t *testing.T) {
	admin := serverAdmin(0).Orgs
	name := unique("Ä & B + C")
	made := must(admin.CreateOrg(&models.CreateOrgCommand{Name: name}))(t).Payload
	equal(t, "message", *made.Message, "Organization created")
	_, err := admin.CreateOrg(&models.CreateOrgCommand{Name: name})
	refused[*orgs.CreateOrgConflict](t, err, "Organization name taken")
	_, err = admin.CreateOrg(&models.CreateOrgCommand{})
	undeclared(t, err, 400)

	equal(t, "name", must(admin.GetOrgByID(*made.OrgID))(t).Payload.Name, name)
	equal(t, "by name", must(admin.GetOrgByName(name))(t).Payload.ID, *made.OrgID)
	list := must(admin.SearchOrgs(orgs.NewSearchOrgsParams().WithName(&name)))(t).Payload
	equal(t, "list by name", one(t, list, func(*models.OrgDTO) bool { return true }).ID, *made.OrgID)

	// Pages are counted from 0, and 0 is one.
	seen := map[int64]bool{}
	for page := int64(0); ; page++ {
		params := orgs.NewSearchOrgsParams().WithPage(&page).WithPerpage(pointer(int64(2)))
		hits := must(admin.SearchOrgs(params))(t).Payload
		if len(hits) == 0 {
			break
		}
		for _, hit := range hits {
			seen[hit.ID] = true
		}
	}
	equal(t, "on all pages", seen[1] && seen[*made.OrgID], true)

	renamed := unique("renamed")
	equal(t, "message", must(admin.UpdateOrg(*made.OrgID, &models.UpdateOrgForm{Name: renamed}))(t).Payload.Message, "Organization updated")
	_, err = admin.UpdateOrg(*made.OrgID, &models.UpdateOrgForm{Name: "Main Org."})
	refused[*orgs.UpdateOrgBadRequest](t, err, "Organization name taken")
	must(admin.UpdateOrgAddress(*made.OrgID, &models.UpdateOrgAddressForm{Zipcode: "12345", State: "NRW"}))(t)
	got := must(admin.GetOrgByID(*made.OrgID))(t).Payload
	equal(t, "name", got.Name, renamed)
	equal(t, "address", *got.Address, models.Address{ZipCode: "12345", State: "NRW"})

	editor := newPerson(t, *made.OrgID, "Editor").in(0).Orgs
	must(editor.GetOrgByID(*made.OrgID))(t)
	_, err = editor.GetOrgByID(newOrg(t))
	refused[*orgs.GetOrgByIDForbidden](t, err, "orgs:read")
	_, err = editor.CreateOrg(&models.CreateOrgCommand{Name: unique("x")})
	refused[*orgs.CreateOrgForbidden](t, err, "orgs:create")
	_, err = editor.SearchOrgs(orgs.NewSearchOrgsParams())
	refused[*orgs.SearchOrgsForbidden](t, err, "orgs:read")
	_, err = editor.UpdateOrg(*made.OrgID, &models.UpdateOrgForm{Name: "x"})
	refused[*orgs.UpdateOrgForbidden](t, err, "orgs:write")
	_, err = editor.DeleteOrgByID(*made.OrgID)
	refused[*orgs.DeleteOrgByIDForbidden](t, err, "orgs:delete")

	equal(t, "message", must(admin.DeleteOrgByID(*made.OrgID))(t).Payload.Message, "Organization deleted")
	_, err = admin.DeleteOrgByID(*made.OrgID)
	refused[*orgs.DeleteOrgByIDNotFound](t, err, "")
	_, err = admin.GetOrgByID(*made.OrgID)
	undeclared(t, err, 404)
	_, err = admin.GetOrgByName(renamed)
	undeclared(t, err, 404)
	current := newOrg(t)
	_, err = serverAdmin(current).Orgs.DeleteOrgByID(current)
	refused[*orgs.DeleteOrgByIDBadRequest](t, err, "current user")
}

func TestOrgUsers(t *testing.T) {
	own, elsewhere := newOrg(t), newOrg(t)
	admin := serverAdmin(0).Orgs
	person := newPerson(t, elsewhere, "Viewer")
	add := &models.AddOrgUserCommand{LoginOrEmail: person.login, Role: "Admin"}
	equal(t, "message", must(admin.AddOrgUser(own, add))(t).Payload.Message, "User added to organization")
	_, err := admin.AddOrgUser(own, add)
	undeclared(t, err, 409)

	list := must(admin.GetOrgUsers(own))(t).Payload
	equal(t, "members", len(list), 2)
	found := one(t, list, func(user *models.OrgUserDTO) bool { return user.UserID == person.id })
	equal(t, "role", found.Role, "Admin")
	page := must(admin.SearchOrgUsers(own))(t).Payload
	equal(t, "totalCount", page.TotalCount, 2)
	equal(t, "members on the page", len(page.OrgUsers), 2)

	// The creator and the new one are Admins; the last one stays.
	first := one(t, list, func(user *models.OrgUserDTO) bool { return user.Login == "admin" })
	equal(t, "message", must(admin.RemoveOrgUser(first.UserID, own))(t).Payload.Message, "User removed from organization")
	_, err = admin.RemoveOrgUser(person.id, own)
	refused[*orgs.RemoveOrgUserBadRequest](t, err, "Cannot remove last organization admin")
	_, err = admin.UpdateOrgUser(updateOrgUser(own, person.id, "Viewer"))
	refused[*orgs.UpdateOrgUserBadRequest](t, err, "no organization admin left")
	addOrgUser(t, own, "admin", "Admin")
	equal(t, "message", must(admin.UpdateOrgUser(updateOrgUser(own, person.id, "Viewer")))(t).Payload.Message, "Organization user updated")

	viewer := person.in(0).Orgs
	_, err = viewer.GetOrgUsers(own)
	refused[*orgs.GetOrgUsersForbidden](t, err, "org.users:read")
	_, err = viewer.AddOrgUser(own, add)
	refused[*orgs.AddOrgUserForbidden](t, err, "org.users:add")
	must(admin.RemoveOrgUser(person.id, own))(t)
	none(t, must(admin.GetOrgUsers(own))(t).Payload, func(user *models.OrgUserDTO) bool { return user.UserID == person.id })
}
