package clients

import (
	"net/url"
	"os"
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/orgs"
	"github.com/grafana/grafana-openapi-client-go/client/quota"
	"github.com/grafana/grafana-openapi-client-go/models"
)

// Quotas are off, as they are in Grafana until it is told otherwise.
func TestQuotas(t *testing.T) {
	own := newOrg(t)
	admin := serverAdmin(own).Quota
	person := newPerson(t, own, "Viewer")
	const words = "Quotas not enabled"
	_, err := admin.GetCurrentOrgQuota()
	refused[*quota.GetCurrentOrgQuotaForbidden](t, err, words)
	_, err = admin.GetOrgQuota(own)
	refused[*quota.GetOrgQuotaForbidden](t, err, words)
	_, err = admin.GetUserQuota(person.id)
	refused[*quota.GetUserQuotaForbidden](t, err, words)
	_, err = person.in(0).Quota.GetUserQuotas()
	refused[*quota.GetUserQuotasForbidden](t, err, words)
	limit := &models.UpdateQuotaCmd{Limit: 5, Target: "org_user"}
	_, err = admin.UpdateOrgQuota(quota.NewUpdateOrgQuotaParams().WithOrgID(own).WithQuotaTarget("org_user").WithBody(limit))
	refused[*quota.UpdateOrgQuotaForbidden](t, err, words)
	_, err = admin.UpdateUserQuota(quota.NewUpdateUserQuotaParams().WithUserID(person.id).WithQuotaTarget("org_user").WithBody(limit))
	refused[*quota.UpdateUserQuotaForbidden](t, err, words)
}

// Where they are kept, a limit of nothing is sent as {}.
func TestQuotasThatAreKept(t *testing.T) {
	config := configurationOf("PREFD_QUOTAS_URL")
	config.BasicAuth = url.UserPassword("admin", os.Getenv("PREFD_ADMIN_PASSWORD"))
	admin := connect(config)
	own := *must(admin.Orgs.CreateOrg(&models.CreateOrgCommand{Name: unique("org")}))(t).Payload.OrgID
	limits := func() []*models.QuotaDTO {
		t.Helper()
		return must(admin.Quota.GetOrgQuota(own))(t).Payload
	}
	limit := func(target string, count int64) {
		t.Helper()
		params := quota.NewUpdateOrgQuotaParams().WithOrgID(own).WithQuotaTarget(target)
		answer := must(admin.Quota.UpdateOrgQuota(params.WithBody(&models.UpdateQuotaCmd{Target: target, Limit: count})))(t)
		equal(t, "message", answer.Payload.Message, "Organization quota updated")
	}
	of := func(target string) *models.QuotaDTO {
		t.Helper()
		return one(t, limits(), func(quota *models.QuotaDTO) bool { return quota.Target == target })
	}
	equal(t, "members", *of("org_user"), models.QuotaDTO{OrgID: own, Target: "org_user", Limit: 10, Used: 1})
	limit("org_user", 1)
	equal(t, "members", *of("org_user"), models.QuotaDTO{OrgID: own, Target: "org_user", Limit: 1, Used: 1})
	login := unique("person")
	made := must(admin.AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{Login: login, Password: "abc123"}))(t)
	add := &models.AddOrgUserCommand{LoginOrEmail: login, Role: "Viewer"}
	_, err := admin.Orgs.AddOrgUser(own, add)
	refused[*orgs.AddOrgUserForbidden](t, err, "Quota reached")
	limit("org_user", -1)
	must(admin.Orgs.AddOrgUser(own, add))(t)
	limit("dashboard", 0)
	equal(t, "dashboards", of("dashboard").Limit, 0)

	equal(t, "own", len(must(admin.Quota.GetCurrentOrgQuota())(t).Payload), len(limits()))
	perUser := must(admin.Quota.GetUserQuota(made.Payload.ID))(t).Payload
	equal(t, "user", perUser[0].UserID, made.Payload.ID)
	equal(t, "used", perUser[0].Used, 2)
	must(admin.Quota.UpdateUserQuota(quota.NewUpdateUserQuotaParams().WithUserID(made.Payload.ID).
		WithQuotaTarget("org_user").WithBody(&models.UpdateQuotaCmd{Limit: 3})))(t)
	equal(t, "limit", must(admin.Quota.GetUserQuota(made.Payload.ID))(t).Payload[0].Limit, 3)
	must(admin.Quota.GetUserQuotas())(t)
}
