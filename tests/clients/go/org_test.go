package clients

import (
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/org"
	"github.com/grafana/grafana-openapi-client-go/models"
)

func TestCurrentOrg(t *testing.T) {
	own := newOrg(t)
	person := newPerson(t, own, "Admin")
	admin := person.in(0).Org
	name := unique("renamed")
	equal(t, "message", must(admin.UpdateCurrentOrg(&models.UpdateOrgForm{Name: name}))(t).Payload.Message, "Organization updated")
	_, err := admin.UpdateCurrentOrg(&models.UpdateOrgForm{Name: "Main Org."})
	refused[*org.UpdateCurrentOrgBadRequest](t, err, "Organization name taken")
	_, err = admin.UpdateCurrentOrg(&models.UpdateOrgForm{})
	refused[*org.UpdateCurrentOrgBadRequest](t, err, "bad request data")

	// The client sends zipcode and reads zipCode; what is empty keeps its value.
	address := &models.UpdateOrgAddressForm{Address1: "One Street", City: "Köln", Zipcode: "50667", Country: "Germany"}
	equal(t, "message", must(admin.UpdateCurrentOrgAddress(address))(t).Payload.Message, "Address updated")
	must(admin.UpdateCurrentOrgAddress(&models.UpdateOrgAddressForm{Address2: "second line"}))(t)
	got := must(admin.GetCurrentOrg())(t).Payload
	equal(t, "id", got.ID, own)
	equal(t, "name", got.Name, name)
	equal(t, "address", *got.Address, models.Address{
		Address1: "One Street", Address2: "second line", City: "Köln", ZipCode: "50667", Country: "Germany",
	})

	editor := newPerson(t, own, "Editor").in(0).Org
	must(editor.GetCurrentOrg())(t)
	_, err = editor.UpdateCurrentOrg(&models.UpdateOrgForm{Name: "x"})
	refused[*org.UpdateCurrentOrgForbidden](t, err, "orgs:write")
	_, err = editor.UpdateCurrentOrgAddress(address)
	refused[*org.UpdateCurrentOrgAddressForbidden](t, err, "orgs:write")
}

func TestCurrentOrgUsers(t *testing.T) {
	own, elsewhere := newOrg(t), newOrg(t)
	admin := newPerson(t, own, "Admin").in(0).Org
	person := newPerson(t, elsewhere, "Viewer")
	joined := must(admin.AddOrgUserToCurrentOrg(&models.AddOrgUserCommand{LoginOrEmail: person.email, Role: "None"}))(t)
	equal(t, "message", joined.Payload.Message, "User added to organization")
	_, err := admin.AddOrgUserToCurrentOrg(&models.AddOrgUserCommand{LoginOrEmail: person.login, Role: "Viewer"})
	undeclared(t, err, 409)
	_, err = admin.AddOrgUserToCurrentOrg(&models.AddOrgUserCommand{LoginOrEmail: "nobody@example.org", Role: "Viewer"})
	undeclared(t, err, 404)
	_, err = admin.AddOrgUserToCurrentOrg(&models.AddOrgUserCommand{LoginOrEmail: person.login, Role: "viewer"})
	undeclared(t, err, 400)

	is := func(user *models.OrgUserDTO) bool { return user.UserID == person.id }
	found := one(t, must(admin.GetOrgUsersForCurrentOrg(org.NewGetOrgUsersForCurrentOrgParams()))(t).Payload, is)
	equal(t, "role", found.Role, "None")
	equal(t, "email", found.Email, person.email)
	equal(t, "org", found.OrgID, own)
	byQuery := org.NewGetOrgUsersForCurrentOrgParams().WithQuery(&person.login).WithLimit(pointer(int64(10)))
	equal(t, "by query", len(must(admin.GetOrgUsersForCurrentOrg(byQuery))(t).Payload), 1)
	lookup := org.NewGetOrgUsersForCurrentOrgLookupParams().WithQuery(&person.login)
	hits := must(admin.GetOrgUsersForCurrentOrgLookup(lookup))(t).Payload
	equal(t, "looked up", len(hits), 1)
	equal(t, "uid", hits[0].UID, person.uid)

	change := &models.UpdateOrgUserCommand{Role: "Editor"}
	equal(t, "message", must(admin.UpdateOrgUserForCurrentOrg(person.id, change))(t).Payload.Message, "Organization user updated")
	_, err = admin.UpdateOrgUserForCurrentOrg(person.id, &models.UpdateOrgUserCommand{Role: "Owner"})
	refused[*org.UpdateOrgUserForCurrentOrgBadRequest](t, err, "Invalid role specified")
	equal(t, "message", must(admin.RemoveOrgUserForCurrentOrg(person.id))(t).Payload.Message, "User removed from organization")
	none(t, must(admin.GetOrgUsersForCurrentOrg(org.NewGetOrgUsersForCurrentOrgParams()))(t).Payload, is)

	viewer := newPerson(t, own, "Viewer").in(0).Org
	_, err = viewer.AddOrgUserToCurrentOrg(&models.AddOrgUserCommand{LoginOrEmail: person.login, Role: "Viewer"})
	refused[*org.AddOrgUserToCurrentOrgForbidden](t, err, "org.users:add")
	_, err = viewer.GetOrgUsersForCurrentOrg(org.NewGetOrgUsersForCurrentOrgParams())
	refused[*org.GetOrgUsersForCurrentOrgForbidden](t, err, "org.users:read")
	_, err = viewer.UpdateOrgUserForCurrentOrg(person.id, change)
	refused[*org.UpdateOrgUserForCurrentOrgForbidden](t, err, "org.users:write")
	_, err = viewer.RemoveOrgUserForCurrentOrg(person.id)
	refused[*org.RemoveOrgUserForCurrentOrgForbidden](t, err, "org.users:remove")
}

// Whoever is in no other organisation goes with the last one.
func TestRemovedFromTheLastOrg(t *testing.T) {
	own := newOrg(t)
	person := newPerson(t, own, "Viewer")
	equal(t, "message", must(serverAdmin(own).Org.RemoveOrgUserForCurrentOrg(person.id))(t).Payload.Message, "User deleted")
}
