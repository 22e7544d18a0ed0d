/*
 * Runs on threads: touches nothing but the request's body, what the statement before brought, and the new hash.
 */
#include "api/grafana/passwords.h"

#include "request.h"

enum reset_field { PASSWORD };

static const struct field reset_fields[] = {
    [PASSWORD] = {"password", FIELD_SECRET, true},
};

const struct shape password_reset_shape = SHAPE(reset_fields);

/* confirmNew, which clients send too, is not looked at: as Grafana, and the facts, have it. */
enum change_field { OLD_PASSWORD, NEW_PASSWORD };

static const struct field change_fields[] = {
    [OLD_PASSWORD] = {"oldPassword", FIELD_SECRET, false},
    [NEW_PASSWORD] = {"newPassword", FIELD_SECRET, false},
};

const struct shape password_change_shape = SHAPE(change_fields);

static struct slice secret(const struct request *request, int field)
{
    return body_has(&request->body, field) ? body_string(&request->body, field) : SLICE("");
}

static enum error hash(struct request *request, struct slice password)
{
    enum error fault = password_rules_judge(password);
    if (fault != ERROR_NONE)
        return fault;
    return password_hash(request->password_hash, password.text, password.length) ? ERROR_NONE : ERROR_RESOURCES;
}

enum error password_set_work(struct request *request)
{
    return hash(request, secret(request, shape_find(request->route->body, "password")));
}

/* An account that no password logs in has none that could be right; comparing takes its time all the same. What has a
 * key may have changed the password before: its record tells, and without one the statement, given no hash, changes
 * nothing. */
enum error password_change_work(struct request *request)
{
    struct slice old = secret(request, OLD_PASSWORD);
    struct slice stored = call_row_count(&request->call) > 0 ? call_value(&request->call, 0, 0) : (struct slice){0};
    bool right = password_matches(stored.length > 0 ? stored.text : password_decoy(), old.text, old.length);
    if (!right && request->key == NULL)
        return ERROR_OLD_PASSWORD_WRONG;
    request->compared_hash = right ? stored.text : "";
    request->guesser = right ? call_value(&request->call, 0, 1).text : NULL;
    enum error fault = hash(request, secret(request, NEW_PASSWORD));
    return right || fault == ERROR_NONE ? fault : ERROR_OLD_PASSWORD_WRONG;
}
