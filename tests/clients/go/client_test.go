// Package clients drives a served prefd with Grafana's generated Go client, unmodified. The site is named by
// PREFD_URL, another one that keeps quotas by PREFD_QUOTAS_URL, the password of the first person of each, the server's
// admin, by PREFD_ADMIN_PASSWORD.
//
// Every answer is read through the client's own types: what it cannot decode, or does not know as an answer of the
// operation, fails.
package clients

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-openapi/runtime"
	"github.com/grafana/grafana-openapi-client-go/client"
	"github.com/grafana/grafana-openapi-client-go/models"
)

// api is the client under test.
type api = client.GrafanaHTTPAPI

// person is somebody with a password, made by the server's admin.
type person struct {
	id                          int64
	uid, login, email, password string
}

var serial atomic.Int64

// unique gives a name that no test gave before; no other name begins with it.
func unique(stem string) string {
	return fmt.Sprintf("go-%s-%d.", stem, serial.Add(1))
}

func configuration() *client.TransportConfig {
	return configurationOf("PREFD_URL")
}

// configurationOf is for the site that a variable of the environment names.
func configurationOf(variable string) *client.TransportConfig {
	site, err := url.Parse(os.Getenv(variable))
	if err != nil || site.Host == "" {
		panic(variable + " must name a site")
	}
	return client.DefaultTransportConfig().WithHost(site.Host).WithSchemes([]string{site.Scheme})
}

func connect(config *client.TransportConfig) *api {
	made := client.NewHTTPClientWithConfig(nil, config)
	made.SetTransport(recorder{made.Transport})
	return made
}

// basic connects with a password; org goes into X-Grafana-Org-Id unless it is 0.
func basic(login, password string, org int64) *api {
	config := configuration()
	config.BasicAuth = url.UserPassword(login, password)
	config.OrgID = org
	return connect(config)
}

// bearer connects with a service account's token.
func bearer(key string) *api {
	config := configuration()
	config.APIKey = key
	return connect(config)
}

// nobody connects without credentials.
func nobody() *api {
	return connect(configuration())
}

// serverAdmin connects as the first person; in an organisation unless org is 0.
func serverAdmin(org int64) *api {
	return basic("admin", os.Getenv("PREFD_ADMIN_PASSWORD"), org)
}

func (p person) in(org int64) *api {
	return basic(p.login, p.password, org)
}

// newOrg makes an organisation, whose Admin the server's admin is.
func newOrg(t *testing.T) int64 {
	t.Helper()
	made := must(serverAdmin(0).Orgs.CreateOrg(&models.CreateOrgCommand{Name: unique("org")}))(t)
	return *made.Payload.OrgID
}

// newPerson makes somebody with a role in an organisation, which is also the current one.
func newPerson(t *testing.T, org int64, role string) person {
	t.Helper()
	login := unique("person")
	made := person{login: login, email: login + "@example.org", password: "correct horse " + login}
	answer := must(serverAdmin(0).AdminUsers.AdminCreateUser(&models.AdminCreateUserForm{
		Email: made.email, Login: made.login, Name: "Name of " + login, OrgID: org, Password: models.Password(made.password),
	}))(t)
	made.id, made.uid = answer.Payload.ID, answer.Payload.UID
	must(serverAdmin(0).Orgs.UpdateOrgUser(updateOrgUser(org, made.id, role)))(t)
	return made
}

// must gives the answer of a call that has to succeed.
func must[T any](answer T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return answer
	}
}

// declared is an error that the client knows as an answer of the operation.
type declared interface {
	error
	Code() int
	GetPayload() *models.ErrorResponseBody
}

// refused wants the declared error of type E, whose message contains the words.
func refused[E declared](t *testing.T, err error, words string) {
	t.Helper()
	var wanted E
	if !errors.As(err, &wanted) {
		t.Fatalf("wanted %T, got %T: %v", wanted, err, err)
	}
	payload := wanted.GetPayload()
	if payload == nil || payload.Message == nil || !strings.Contains(*payload.Message, words) {
		t.Fatalf("wanted the message %q in %v", words, err)
	}
}

// undeclared wants a status that the client does not know for the operation and hands on as it is.
func undeclared(t *testing.T, err error, status int) {
	t.Helper()
	var plain *runtime.APIError
	if !errors.As(err, &plain) || plain.Code != status {
		t.Fatalf("wanted an answer with status %d, got %T: %v", status, err, err)
	}
}

// equal compares what was answered with what is wanted.
func equal[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Fatalf("%s: got %v, wanted %v", what, got, wanted)
	}
}

// one gives the only element of a list that satisfies the condition.
func one[T any](t *testing.T, list []T, condition func(T) bool) T {
	t.Helper()
	var found []T
	for _, element := range list {
		if condition(element) {
			found = append(found, element)
		}
	}
	if len(found) != 1 {
		t.Fatalf("wanted one of %d elements, found %d", len(list), len(found))
	}
	return found[0]
}

// none wants no element of a list to satisfy the condition.
func none[T any](t *testing.T, list []T, condition func(T) bool) {
	t.Helper()
	for _, element := range list {
		if condition(element) {
			t.Fatalf("not wanted: %+v", element)
		}
	}
}

func pointer[T any](value T) *T {
	return &value
}
