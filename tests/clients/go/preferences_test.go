package clients

import (
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/org"
	"github.com/grafana/grafana-openapi-client-go/client/signed_in_user"
	"github.com/grafana/grafana-openapi-client-go/models"
)

// wantPreferences compares what the client knows of preferences; nothing else may be set.
func wantPreferences(t *testing.T, got *models.PreferencesSpec, theme, timezone, weekStart, home string) {
	t.Helper()
	equal(t, "theme", got.Theme, theme)
	equal(t, "timezone", got.Timezone, timezone)
	equal(t, "weekStart", got.WeekStart, weekStart)
	equal(t, "homeDashboardUID", got.HomeDashboardUID, home)
}

func TestUserPreferences(t *testing.T) {
	org := newOrg(t)
	viewer := newPerson(t, org, "Viewer").in(0).SignedInUser
	wantPreferences(t, must(viewer.GetUserPreferences())(t).Payload, "", "", "", "")

	answer := must(viewer.UpdateUserPreferences(&models.UpdatePrefsCmd{
		Theme: "system", Timezone: "Europe/Berlin", WeekStart: "saturday", Language: "de-DE", RegionalFormat: "de-CH",
		Navbar:       &models.NavbarPreference{BookmarkUrls: []string{"/a", "/ä"}},
		QueryHistory: &models.QueryHistoryPreference{HomeTab: "starred"},
	}))(t)
	equal(t, "message", answer.Payload.Message, "Preferences updated")
	got := must(viewer.GetUserPreferences())(t).Payload
	wantPreferences(t, got, "system", "Europe/Berlin", "saturday", "")
	equal(t, "language", got.Language, "de-DE")
	equal(t, "regionalFormat", got.RegionalFormat, "de-CH")
	equal(t, "bookmarks", len(got.Navbar.BookmarkUrls), 2)
	equal(t, "bookmark", got.Navbar.BookmarkUrls[1], "/ä")
	equal(t, "homeTab", got.QueryHistory.HomeTab, "starred")

	// A patch leaves what the client left out because it is zero.
	must(viewer.PatchUserPreferences(&models.PatchPrefsCmd{Theme: "light"}))(t)
	wantPreferences(t, must(viewer.GetUserPreferences())(t).Payload, "light", "Europe/Berlin", "saturday", "")

	// A replacement clears it.
	must(viewer.UpdateUserPreferences(&models.UpdatePrefsCmd{Timezone: "utc"}))(t)
	got = must(viewer.GetUserPreferences())(t).Payload
	wantPreferences(t, got, "", "utc", "", "")
	equal(t, "language", got.Language, "")
	equal(t, "bookmarks", len(got.Navbar.BookmarkUrls), 0)
	must(viewer.UpdateUserPreferences(&models.UpdatePrefsCmd{}))(t)
	wantPreferences(t, must(viewer.GetUserPreferences())(t).Payload, "", "", "", "")

	_, err := viewer.UpdateUserPreferences(&models.UpdatePrefsCmd{Theme: "gray"})
	refused[*signed_in_user.UpdateUserPreferencesBadRequest](t, err, "Invalid theme")
	_, err = viewer.PatchUserPreferences(&models.PatchPrefsCmd{Timezone: "Europe/Nowhere"})
	refused[*signed_in_user.PatchUserPreferencesBadRequest](t, err, "invalid timezone")
	_, err = viewer.PatchUserPreferences(&models.PatchPrefsCmd{HomeDashboardUID: "absent"})
	undeclared(t, err, 404)
	_, err = nobody().SignedInUser.GetUserPreferences()
	refused[*signed_in_user.GetUserPreferencesUnauthorized](t, err, "Unauthorized")
}

func TestOrgPreferences(t *testing.T) {
	own, other := newOrg(t), newOrg(t)
	admin := serverAdmin(own)
	uid := newDashboard(t, admin, "Home")
	wantPreferences(t, must(admin.Org.GetOrgPreferences())(t).Payload, "", "", "", "")
	must(admin.Org.UpdateOrgPreferences(&models.UpdatePrefsCmd{
		Theme: "dark", Timezone: "browser", WeekStart: "monday", HomeDashboardUID: uid,
	}))(t)
	wantPreferences(t, must(admin.Org.GetOrgPreferences())(t).Payload, "dark", "browser", "monday", uid)
	must(admin.Org.PatchOrgPreferences(&models.PatchPrefsCmd{WeekStart: "sunday"}))(t)
	wantPreferences(t, must(admin.Org.GetOrgPreferences())(t).Payload, "dark", "browser", "sunday", uid)

	// The header names the organisation: another one has its own preferences, and not this one's dashboard.
	elsewhere := serverAdmin(other).Org
	wantPreferences(t, must(elsewhere.GetOrgPreferences())(t).Payload, "", "", "", "")
	_, err := elsewhere.UpdateOrgPreferences(&models.UpdatePrefsCmd{HomeDashboardUID: uid})
	undeclared(t, err, 404)

	must(admin.Org.UpdateOrgPreferences(&models.UpdatePrefsCmd{}))(t)
	wantPreferences(t, must(admin.Org.GetOrgPreferences())(t).Payload, "", "", "", "")

	editor := newPerson(t, own, "Editor").in(own).Org
	_, err = editor.GetOrgPreferences()
	refused[*org.GetOrgPreferencesForbidden](t, err, "orgs.preferences:read")
	_, err = editor.UpdateOrgPreferences(&models.UpdatePrefsCmd{})
	refused[*org.UpdateOrgPreferencesForbidden](t, err, "orgs.preferences:write")
	_, err = editor.PatchOrgPreferences(&models.PatchPrefsCmd{})
	refused[*org.PatchOrgPreferencesForbidden](t, err, "orgs.preferences:write")
}
