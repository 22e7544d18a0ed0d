package clients

import (
	"testing"

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
