package clients

import (
	"strings"
	"testing"
	"time"

	"github.com/go-openapi/strfmt"
	"github.com/grafana/grafana-openapi-client-go/client/org"
	"github.com/grafana/grafana-openapi-client-go/client/service_accounts"
	"github.com/grafana/grafana-openapi-client-go/client/signed_in_user"
	"github.com/grafana/grafana-openapi-client-go/models"
)

func newServiceAccount(t *testing.T, caller *api, role string) *models.ServiceAccountDTO {
	t.Helper()
	return must(caller.ServiceAccounts.CreateServiceAccount(createServiceAccount(unique("account"), role)))(t).Payload
}

func createServiceAccount(name, role string) *service_accounts.CreateServiceAccountParams {
	form := &models.CreateServiceAccountForm{Name: name, Role: role}
	return service_accounts.NewCreateServiceAccountParams().WithBody(form)
}

func createToken(account int64, name string, seconds int64) *service_accounts.CreateTokenParams {
	command := &models.AddServiceAccountTokenCommand{Name: name, SecondsToLive: seconds}
	return service_accounts.NewCreateTokenParams().WithServiceAccountID(account).WithBody(command)
}

func TestServiceAccounts(t *testing.T) {
	own := newOrg(t)
	caller := newPerson(t, own, "Admin").in(0)
	admin := caller.ServiceAccounts
	name := unique("Account ü")
	made := must(admin.CreateServiceAccount(createServiceAccount(name, "Editor")))(t).Payload
	equal(t, "name", made.Name, name)
	equal(t, "role", made.Role, "Editor")
	equal(t, "orgId", made.OrgID, own)
	equal(t, "isDisabled", made.IsDisabled, false)
	if !strings.HasPrefix(made.Login, "sa-") || made.UID == "" {
		t.Fatalf("login %q, uid %q", made.Login, made.UID)
	}
	_, err := admin.CreateServiceAccount(createServiceAccount(name, "Viewer"))
	refused[*service_accounts.CreateServiceAccountBadRequest](t, err, "")
	_, err = admin.CreateServiceAccount(createServiceAccount(unique("x"), "Owner"))
	refused[*service_accounts.CreateServiceAccountBadRequest](t, err, "")
	_, err = admin.CreateServiceAccount(createServiceAccount("", "Viewer"))
	refused[*service_accounts.CreateServiceAccountBadRequest](t, err, "ad request data")
	equal(t, "default role", newServiceAccount(t, caller, "").Role, "Viewer")
	equal(t, "no role", newServiceAccount(t, caller, "None").Role, "None")

	got := must(admin.RetrieveServiceAccount(made.ID))(t).Payload
	equal(t, "login", got.Login, made.Login)
	equal(t, "tokens", got.Tokens, 0)
	change := service_accounts.NewUpdateServiceAccountParams().WithServiceAccountID(made.ID)
	changed := must(admin.UpdateServiceAccount(change.WithBody(&models.UpdateServiceAccountForm{
		Name: name + " renamed", Role: "Viewer", IsDisabled: pointer(true),
	})))(t).Payload
	equal(t, "message", changed.Message, "Service account updated")
	equal(t, "id", changed.ID, made.ID)
	equal(t, "name", changed.Serviceaccount.Name, name+" renamed")
	must(admin.UpdateServiceAccount(change.WithBody(&models.UpdateServiceAccountForm{IsDisabled: pointer(false)})))(t)
	got = must(admin.RetrieveServiceAccount(made.ID))(t).Payload
	equal(t, "name", got.Name, name+" renamed")
	equal(t, "role", got.Role, "Viewer")
	equal(t, "isDisabled", got.IsDisabled, false)

	foreign := newServiceAccount(t, serverAdmin(newOrg(t)), "Viewer").ID
	_, err = admin.RetrieveServiceAccount(foreign)
	refused[*service_accounts.RetrieveServiceAccountNotFound](t, err, "")
	_, err = admin.UpdateServiceAccount(service_accounts.NewUpdateServiceAccountParams().WithServiceAccountID(foreign).
		WithBody(&models.UpdateServiceAccountForm{Name: "x"}))
	refused[*service_accounts.UpdateServiceAccountNotFound](t, err, "")
	_, err = newPerson(t, own, "Editor").in(0).ServiceAccounts.RetrieveServiceAccount(made.ID)
	refused[*service_accounts.RetrieveServiceAccountForbidden](t, err, "serviceaccounts:read")

	equal(t, "message", must(admin.DeleteServiceAccount(made.ID))(t).Payload.Message, "Service account deleted")
	_, err = admin.RetrieveServiceAccount(made.ID)
	refused[*service_accounts.RetrieveServiceAccountNotFound](t, err, "")
	equal(t, "tokens of what is gone", len(must(admin.ListTokens(made.ID))(t).Payload), 0)
}

func TestServiceAccountSearch(t *testing.T) {
	caller := serverAdmin(newOrg(t))
	first := newServiceAccount(t, caller, "Viewer")
	newServiceAccount(t, caller, "Viewer")
	find := func(params *service_accounts.SearchOrgServiceAccountsWithPagingParams) *models.SearchOrgServiceAccountsResult {
		t.Helper()
		return must(caller.ServiceAccounts.SearchOrgServiceAccountsWithPaging(params))(t).Payload
	}
	params := service_accounts.NewSearchOrgServiceAccountsWithPagingParams
	equal(t, "totalCount", find(params()).TotalCount, 2)
	equal(t, "perPage", find(params()).PerPage, 1000)
	byName := find(params().WithQuery(&first.Name))
	equal(t, "by name", byName.ServiceAccounts[0].ID, first.ID)
	equal(t, "page 0 is page 1", len(find(params().WithPage(pointer(int64(0)))).ServiceAccounts), 2)
	past := find(params().WithPage(pointer(int64(2))))
	equal(t, "past the end", len(past.ServiceAccounts), 0)
	equal(t, "totalCount", past.TotalCount, 2)

	// The client spells the key of this filter with a capital letter.
	must(caller.ServiceAccounts.UpdateServiceAccount(service_accounts.NewUpdateServiceAccountParams().
		WithServiceAccountID(first.ID).WithBody(&models.UpdateServiceAccountForm{IsDisabled: pointer(true)})))(t)
	disabled := find(params().WithDisabled(pointer(true)))
	equal(t, "disabled", disabled.TotalCount, 1)
	equal(t, "disabled", disabled.ServiceAccounts[0].ID, first.ID)
}

func TestTokens(t *testing.T) {
	own := newOrg(t)
	caller := serverAdmin(own)
	admin := caller.ServiceAccounts
	account := newServiceAccount(t, caller, "Admin")
	lasting := must(admin.CreateToken(createToken(account.ID, "lasting", 0)))(t).Payload
	ending := must(admin.CreateToken(createToken(account.ID, "ending", 3600)))(t).Payload
	equal(t, "name", lasting.Name, "lasting")
	if !strings.HasPrefix(lasting.Key, "glsa_") {
		t.Fatalf("key %q", lasting.Key)
	}
	_, err := admin.CreateToken(createToken(account.ID, "lasting", 0))
	refused[*service_accounts.CreateTokenBadRequest](t, err, "")
	_, err = admin.CreateToken(createToken(account.ID, "negative", -1))
	refused[*service_accounts.CreateTokenBadRequest](t, err, "")

	list := must(admin.ListTokens(account.ID))(t).Payload
	equal(t, "tokens", len(list), 2)
	first := one(t, list, func(token *models.TokenDTO) bool { return token.ID == lasting.ID })
	equal(t, "no expiration", first.Expiration, strfmt.DateTime{})
	equal(t, "hasExpired", first.HasExpired, false)
	second := one(t, list, func(token *models.TokenDTO) bool { return token.ID == ending.ID })
	lives := time.Time(second.Expiration).Sub(time.Time(second.Created)).Seconds()
	if lives < 3598 || lives > 3602 || second.SecondsUntilExpiration < 3000 {
		t.Fatalf("lives for %v s, to go %v", lives, second.SecondsUntilExpiration)
	}
	equal(t, "count", must(admin.RetrieveServiceAccount(account.ID))(t).Payload.Tokens, 2)

	// It works at once, in its organisation only, also when that one is named besides.
	machine := bearer(lasting.Key)
	must(machine.Org.UpdateOrgPreferences(&models.UpdatePrefsCmd{Theme: "light"}))(t)
	wantPreferences(t, must(machine.Org.GetOrgPreferences())(t).Payload, "light", "", "", "")
	newTeam(t, machine)
	newDashboard(t, machine, "By a machine")
	config := configuration()
	config.APIKey, config.OrgID = lasting.Key, own
	equal(t, "org", must(connect(config).Org.GetCurrentOrg())(t).Payload.ID, own)
	config.OrgID = newOrg(t)
	_, err = connect(config).Org.GetOrgPreferences()
	refused[*org.GetOrgPreferencesUnauthorized](t, err, "does not belong to the requested organization")
	_, err = machine.SignedInUser.GetSignedInUser()
	refused[*signed_in_user.GetSignedInUserForbidden](t, err, "Endpoint only available for users")
	must(machine.SignedInUser.GetUserPreferences())(t)

	equal(t, "message", must(admin.DeleteToken(lasting.ID, account.ID))(t).Payload.Message, "Service account token deleted")
	_, err = machine.Org.GetOrgPreferences()
	refused[*org.GetOrgPreferencesUnauthorized](t, err, "API key")
	_, err = admin.DeleteToken(lasting.ID, account.ID)
	refused[*service_accounts.DeleteTokenNotFound](t, err, "")
	must(bearer(ending.Key).Org.GetOrgPreferences())(t)
}
