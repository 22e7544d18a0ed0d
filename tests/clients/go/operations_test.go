package clients

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/go-openapi/runtime"
	"github.com/grafana/grafana-openapi-client-go/client/admin_users"
	"github.com/grafana/grafana-openapi-client-go/client/dashboards"
	"github.com/grafana/grafana-openapi-client-go/client/health"
	"github.com/grafana/grafana-openapi-client-go/client/org"
	"github.com/grafana/grafana-openapi-client-go/client/orgs"
	"github.com/grafana/grafana-openapi-client-go/client/quota"
	"github.com/grafana/grafana-openapi-client-go/client/search"
	"github.com/grafana/grafana-openapi-client-go/client/service_accounts"
	"github.com/grafana/grafana-openapi-client-go/client/signed_in_user"
	"github.com/grafana/grafana-openapi-client-go/client/teams"
	"github.com/grafana/grafana-openapi-client-go/client/users"
)

// sent notes which operations the tests called.
var sent sync.Map

// recorder passes every call on to the client's own transport.
type recorder struct {
	runtime.ClientTransport
}

func (r recorder) Submit(operation *runtime.ClientOperation) (interface{}, error) {
	sent.Store(strings.ToLower(operation.ID), true)
	return r.ClientTransport.Submit(operation)
}

// Whatever the client offers in these services is to be called by some test.
var services = []reflect.Type{
	reflect.TypeOf((*admin_users.ClientService)(nil)).Elem(),
	reflect.TypeOf((*dashboards.ClientService)(nil)).Elem(),
	reflect.TypeOf((*health.ClientService)(nil)).Elem(),
	reflect.TypeOf((*org.ClientService)(nil)).Elem(),
	reflect.TypeOf((*orgs.ClientService)(nil)).Elem(),
	reflect.TypeOf((*quota.ClientService)(nil)).Elem(),
	reflect.TypeOf((*search.ClientService)(nil)).Elem(),
	reflect.TypeOf((*service_accounts.ClientService)(nil)).Elem(),
	reflect.TypeOf((*signed_in_user.ClientService)(nil)).Elem(),
	reflect.TypeOf((*teams.ClientService)(nil)).Elem(),
	reflect.TypeOf((*users.ClientService)(nil)).Elem(),
}

// What prefd does not serve: parts of operation names, each with its reason.
var outside = []string{
	"Invite", "Invites", // organisations are joined by their admins, without mail
	"Snapshot", "PublicDashboard", "PublicAnnotations", "DashboardPermissions", "DashboardVersion", "ImportDashboard",
	"InterpolateDashboard", // dashboards are a register of homes and stars, nothing else
}

func isOutside(operation string) bool {
	for _, part := range outside {
		if strings.Contains(operation, part) {
			return true
		}
	}
	return false
}

// neverCalled names the served operations that no test called.
func neverCalled() (missing []string) {
	for _, service := range services {
		for i := 0; i < service.NumMethod(); i++ {
			operation := service.Method(i).Name
			_, called := sent.Load(strings.ToLower(operation))
			if !called && operation != "SetTransport" && !strings.HasSuffix(operation, "WithParams") && !isOutside(operation) {
				missing = append(missing, operation)
			}
		}
	}
	return missing
}

func TestMain(m *testing.M) {
	status := m.Run()
	if missing := neverCalled(); len(missing) > 0 && status == 0 {
		fmt.Println("never called:", strings.Join(missing, " "))
		status = 1
	}
	os.Exit(status)
}
