package clients

import (
	"strings"
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/admin_users"
	"github.com/grafana/grafana-openapi-client-go/client/signed_in_user"
	"github.com/grafana/grafana-openapi-client-go/client/users"
	"github.com/grafana/grafana-openapi-client-go/models"
)

func TestAdminCreatesUsers(t *testing.T) {
	admin := serverAdmin(0)
	login := unique("Created")
	made := must(admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{
		Email: login + "@Example.ORG", Password: "\x00\ufffd\x01 any text",
	}))(t).Payload
	equal(t, "message", made.Message, "User created")
	got := must(admin.Users.GetUserByID(made.ID))(t).Payload
	equal(t, "uid", got.UID, made.UID)
	equal(t, "email", got.Email, strings.ToLower(login+"@example.org"))
	equal(t, "login", got.Login, got.Email)
	equal(t, "name", got.Name, "")
	equal(t, "isGrafanaAdmin", got.IsGrafanaAdmin, false)
	self := basic(got.Login, "\x00\ufffd\x01 any text", 0)
	equal(t, "organisation", must(self.SignedInUser.GetSignedInUser())(t).Payload.OrgID, 1)

	_, err := admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Login: strings.ToUpper(got.Login), Password: "long enough"})
	refused[*admin_users.AdminCreateUserPreconditionFailed](t, err, "already exists")
	_, err = admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Login: unique("x")})
	refused[*admin_users.AdminCreateUserBadRequest](t, err, "bad request data")
	_, err = admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Password: "long enough"})
	refused[*admin_users.AdminCreateUserBadRequest](t, err, "username or email")
	_, err = admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Login: unique("x"), Password: "abc"})
	refused[*admin_users.AdminCreateUserBadRequest](t, err, "too short")
	_, err = admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Login: unique("x"), Password: "long enough", OrgID: 1 << 40})
	refused[*admin_users.AdminCreateUserBadRequest](t, err, "rganization not found")
	_, err = self.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Login: unique("x"), Password: "long enough"})
	refused[*admin_users.AdminCreateUserForbidden](t, err, "users:create")
}

func TestAdminChangesUsers(t *testing.T) {
	org := newOrg(t)
	person := newPerson(t, org, "Viewer")
	admin := serverAdmin(0).AdminUsers
	person.password = "abc123"
	answer := must(admin.AdminUpdateUserPassword(person.id, &models.AdminUpdateUserPasswordForm{Password: "abc123"}))(t)
	equal(t, "message", answer.Payload.Message, "User password updated")
	self := person.in(0)
	must(self.SignedInUser.GetSignedInUser())(t)
	_, err := admin.AdminUpdateUserPassword(person.id, &models.AdminUpdateUserPasswordForm{Password: "abc"})
	refused[*admin_users.AdminUpdateUserPasswordBadRequest](t, err, "too short")

	// Not to be an admin is sent as {}.
	permit := func(is bool) string {
		t.Helper()
		form := &models.AdminUpdateUserPermissionsForm{IsGrafanaAdmin: is}
		return must(admin.AdminUpdateUserPermissions(person.id, form))(t).Payload.Message
	}
	equal(t, "message", permit(true), "User permissions updated")
	equal(t, "isGrafanaAdmin", must(self.SignedInUser.GetSignedInUser())(t).Payload.IsGrafanaAdmin, true)
	must(self.Users.GetUserByID(person.id))(t)
	permit(false)
	_, err = self.Users.GetUserByID(person.id)
	refused[*users.GetUserByIDForbidden](t, err, "users:read")

	equal(t, "message", must(admin.AdminDisableUser(person.id))(t).Payload.Message, "User disabled")
	_, err = self.SignedInUser.GetSignedInUser()
	refused[*signed_in_user.GetSignedInUserUnauthorized](t, err, "")
	equal(t, "isDisabled", must(serverAdmin(0).Users.GetUserByID(person.id))(t).Payload.IsDisabled, true)
	equal(t, "message", must(admin.AdminEnableUser(person.id))(t).Payload.Message, "User enabled")
	must(self.SignedInUser.GetSignedInUser())(t)

	_, err = self.AdminUsers.AdminDeleteUser(person.id)
	refused[*admin_users.AdminDeleteUserForbidden](t, err, "users:delete")
	equal(t, "message", must(admin.AdminDeleteUser(person.id))(t).Payload.Message, "User deleted")
	_, err = admin.AdminDeleteUser(person.id)
	refused[*admin_users.AdminDeleteUserNotFound](t, err, "user not found")
	_, err = admin.AdminDisableUser(person.id)
	refused[*admin_users.AdminDisableUserNotFound](t, err, "user not found")
	_, err = admin.AdminEnableUser(person.id)
	refused[*admin_users.AdminEnableUserNotFound](t, err, "user not found")
}

func TestAdminEndsSessions(t *testing.T) {
	person := newPerson(t, newOrg(t), "Viewer")
	admin := serverAdmin(0)
	equal(t, "sessions", len(must(admin.AdminUsers.AdminGetUserAuthTokens(person.id))(t).Payload), 0)
	equal(t, "message", must(admin.AdminUsers.AdminLogoutUser(person.id))(t).Payload.Message, "User logged out")
	own := must(admin.SignedInUser.GetSignedInUser())(t).Payload.ID
	_, err := admin.AdminUsers.AdminLogoutUser(own)
	refused[*admin_users.AdminLogoutUserBadRequest](t, err, "You cannot logout yourself")
	_, err = admin.AdminUsers.AdminLogoutUser(1 << 40)
	refused[*admin_users.AdminLogoutUserNotFound](t, err, "ser not found")
	_, err = admin.AdminUsers.AdminRevokeUserAuthToken(person.id, &models.RevokeAuthTokenCmd{AuthTokenID: 1 << 40})
	refused[*admin_users.AdminRevokeUserAuthTokenNotFound](t, err, "not found")
}
