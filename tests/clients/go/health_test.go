package clients

import "testing"

func TestHealth(t *testing.T) {
	answer := must(nobody().Health.GetHealth())(t).Payload
	equal(t, "database", answer.Database, "ok")
	if answer.Version == "" {
		t.Fatal("no version")
	}
}
