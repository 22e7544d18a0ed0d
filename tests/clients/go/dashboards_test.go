package clients

import (
	"testing"

	"github.com/grafana/grafana-openapi-client-go/client/dashboards"
	"github.com/grafana/grafana-openapi-client-go/client/search"
	"github.com/grafana/grafana-openapi-client-go/models"
)

// newDashboard saves a dashboard with a title and tags, and gives the UID that the server made.
func newDashboard(t *testing.T, caller *api, title string, tags ...string) string {
	t.Helper()
	made := must(caller.Dashboards.PostDashboard(&models.SaveDashboardCommand{
		Dashboard: map[string]any{"title": title, "tags": tags},
	}))(t)
	return *made.Payload.UID
}

func TestDashboards(t *testing.T) {
	org := newOrg(t)
	editor := newPerson(t, org, "Editor").in(0).Dashboards
	made := must(editor.PostDashboard(&models.SaveDashboardCommand{
		Dashboard: map[string]any{"uid": "go-chosen", "title": "A title", "panels": []any{}}, Message: "first",
	}))(t).Payload
	equal(t, "status", *made.Status, "success")
	equal(t, "uid", *made.UID, "go-chosen")
	equal(t, "title", *made.Title, "A title")
	equal(t, "url", *made.URL, "/d/go-chosen/a-title")
	equal(t, "version", *made.Version, 1)

	// As Terraform updates: by the number alone, overwriting; the UID stays.
	again := must(editor.PostDashboard(&models.SaveDashboardCommand{
		Dashboard: map[string]any{"id": *made.ID, "title": "Another"}, Overwrite: true,
	}))(t).Payload
	equal(t, "id", *again.ID, *made.ID)
	equal(t, "uid", *again.UID, "go-chosen")
	got := must(editor.GetDashboardByUID("go-chosen"))(t).Payload
	equal(t, "title", got.Dashboard.(map[string]any)["title"].(string), "Another")
	equal(t, "id", got.Dashboard.(map[string]any)["id"].(float64), float64(*made.ID))
	equal(t, "version", got.Meta.Version, int64(2))
	equal(t, "folder", got.Meta.FolderTitle, "General")

	_, err := editor.PostDashboard(&models.SaveDashboardCommand{
		Dashboard: map[string]any{"uid": "go-chosen", "title": "Late", "version": 1},
	})
	refused[*dashboards.PostDashboardPreconditionFailed](t, err, "changed by someone else")
	_, err = editor.PostDashboard(&models.SaveDashboardCommand{Dashboard: map[string]any{"title": ""}})
	refused[*dashboards.PostDashboardBadRequest](t, err, "title cannot be empty")
	_, err = editor.PostDashboard(&models.SaveDashboardCommand{Dashboard: map[string]any{"id": 1 << 40, "title": "x"}})
	refused[*dashboards.PostDashboardNotFound](t, err, "Dashboard not found")
	viewer := newPerson(t, org, "Viewer").in(0).Dashboards
	_, err = viewer.PostDashboard(&models.SaveDashboardCommand{Dashboard: map[string]any{"title": "x"}})
	refused[*dashboards.PostDashboardForbidden](t, err, "dashboards:")

	// Another organisation has no such dashboard.
	_, err = serverAdmin(newOrg(t)).Dashboards.GetDashboardByUID("go-chosen")
	refused[*dashboards.GetDashboardByUIDNotFound](t, err, "Dashboard not found")

	gone := must(editor.DeleteDashboardByUID("go-chosen"))(t).Payload
	equal(t, "title", *gone.Title, "Another")
	equal(t, "message", *gone.Message, "Dashboard Another deleted")
	equal(t, "uid", *gone.UID, "go-chosen")
	_, err = editor.DeleteDashboardByUID("go-chosen")
	refused[*dashboards.DeleteDashboardByUIDNotFound](t, err, "Dashboard not found")
}

func TestHomeDashboard(t *testing.T) {
	org := newOrg(t)
	editor := newPerson(t, org, "Editor").in(0)
	home := must(editor.Dashboards.GetHomeDashboard())(t).Payload
	equal(t, "redirection", home.RedirectURI, "")
	equal(t, "folder", home.Meta.FolderTitle, "General")
	uid := newDashboard(t, editor, "Ours")
	must(editor.SignedInUser.PatchUserPreferences(&models.PatchPrefsCmd{HomeDashboardUID: uid}))(t)
	home = must(editor.Dashboards.GetHomeDashboard())(t).Payload
	equal(t, "redirection", home.RedirectURI, "/d/"+uid+"/ours")
}

func TestSearchAndTags(t *testing.T) {
	org := newOrg(t)
	editor := newPerson(t, org, "Editor").in(0)
	alpha := newDashboard(t, editor, "Alpha board", "red", "round")
	beta := newDashboard(t, editor, "Beta board", "red")
	newDashboard(t, serverAdmin(newOrg(t)), "Alpha of others", "red")
	find := func(params *search.SearchParams) models.HitList {
		t.Helper()
		return must(editor.Search.Search(params))(t).Payload
	}

	all := find(search.NewSearchParams())
	equal(t, "all", len(all), 2)
	hit := find(search.NewSearchParams().WithQuery(pointer("ALPHA")))[0]
	equal(t, "uid", hit.UID, alpha)
	equal(t, "url", hit.URL, "/d/"+alpha+"/alpha-board")
	equal(t, "uri", hit.URI, "db/alpha-board")
	equal(t, "type", hit.Type, models.HitType("dash-db"))
	equal(t, "org", hit.OrgID, org)
	equal(t, "tags", len(hit.Tags), 2)
	equal(t, "starred", hit.IsStarred, false)
	equal(t, "by tags", len(find(search.NewSearchParams().WithTag([]string{"red", "round"}))), 1)
	equal(t, "by UIDs", len(find(search.NewSearchParams().WithDashboardUIDs([]string{alpha, beta, "absent"}))), 2)
	equal(t, "by id", find(search.NewSearchParams().WithDashboardIds([]int64{hit.ID}))[0].UID, alpha)
	equal(t, "folders", len(find(search.NewSearchParams().WithType(pointer("dash-folder")))), 0)
	first := find(search.NewSearchParams().WithLimit(pointer(int64(1))).WithPage(pointer(int64(1))))
	second := find(search.NewSearchParams().WithLimit(pointer(int64(1))).WithPage(pointer(int64(2))))
	third := find(search.NewSearchParams().WithLimit(pointer(int64(1))).WithPage(pointer(int64(3))))
	equal(t, "pages", len(first)+len(second)+len(third), 2)
	if first[0].UID == second[0].UID {
		t.Fatal("two pages with the same dashboard")
	}
	reverse := find(search.NewSearchParams().WithSort(pointer("alpha-desc")))
	equal(t, "last by title", reverse[0].UID, beta)
	must(editor.Search.ListSortOptions())(t) // the client's model has none of the keys that are answered
	_, err := editor.Search.Search(search.NewSearchParams().WithLimit(pointer(int64(5001))))
	refused[*search.SearchUnprocessableEntity](t, err, "limit")

	tags := must(editor.Dashboards.GetDashboardTags())(t).Payload
	equal(t, "tags", len(tags), 2)
	red := one(t, tags, func(tag *models.DashboardTagCloudItem) bool { return tag.Term == "red" })
	equal(t, "dashboards with the tag", red.Count, 2)
}

func TestStars(t *testing.T) {
	org := newOrg(t)
	editor := newPerson(t, org, "Editor").in(0)
	uid := newDashboard(t, editor, "Starred")
	newDashboard(t, editor, "Plain")
	starred := func() models.HitList {
		t.Helper()
		return must(editor.Search.Search(search.NewSearchParams().WithStarred(pointer(true))))(t).Payload
	}
	equal(t, "stars", len(starred()), 0)
	equal(t, "message", must(editor.SignedInUser.StarDashboardByUID(uid))(t).Payload.Message, "Dashboard starred!")
	must(editor.SignedInUser.StarDashboardByUID(uid))(t)
	equal(t, "stars", len(starred()), 1)
	equal(t, "star", starred()[0].IsStarred, true)
	equal(t, "meta", must(editor.Dashboards.GetDashboardByUID(uid))(t).Payload.Meta.IsStarred, true)
	equal(t, "message", must(editor.SignedInUser.UnstarDashboardByUID(uid))(t).Payload.Message, "Dashboard unstarred")
	must(editor.SignedInUser.UnstarDashboardByUID("absent"))(t)
	equal(t, "stars", len(starred()), 0)
	_, err := editor.SignedInUser.StarDashboardByUID("absent")
	undeclared(t, err, 404)
}
