// SelfCommunity's JavaScript client, unmodified, against a served prefd. It has no methods for keyed preferences: they
// go through its HTTP object, as its services do. The site is named by PREFD_URL; PREFD_PERSON is somebody's login,
// password and id, as JSON.
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
// tslib, which the client needs, is no dependency that it declares.
const { http, apiRequest, formatHttpError, formatHttpErrorCode, generateJWTToken, urlParams, Endpoints, UserService } =
    require("@selfcommunity/api-services");

const { login, password, id } = JSON.parse(process.env.PREFD_PERSON);
const MINE = "/api/v2/user/me/preference/";
const FORM = { headers: { "Content-Type": "application/x-www-form-urlencoded" } };
const FIELDS = ["created_at", "id", "key", "last_updated_at", "user_id", "value"];

let serial = 0;
const unique = stem => `${stem} ${++serial}`;
const itemOf = made => `${MINE}${made.id}/`;

async function grant(fields) {
    const answer = await http.post(Endpoints.OAuthToken.url(), new URLSearchParams(fields), FORM);
    assert.equal(answer.status, 200);
    return answer.data;
}

async function make(key, value) {
    const answer = await http.post(MINE, { key, value });
    assert.equal(answer.status, 201);
    return answer.data;
}

// What a call that has to fail is refused with: the status, and what the client's decoders read of it.
async function refusal(promise) {
    const error = await promise.then(answer => assert.fail(`it was answered ${answer.status}`), found => found);
    assert.ok(error.response, String(error));
    return { status: error.response.status, words: formatHttpError(error), codes: formatHttpErrorCode(error) };
}

test.before(async () => {
    http.setBasePortal(process.env.PREFD_URL);
    http.setAuthorizeToken((await grant({ grant_type: "password", username: login, password })).access_token);
});

test("a token is granted, renewed and revoked", async () => {
    const first = await grant({ grant_type: "password", username: login, password, client_id: "any" });
    assert.deepEqual(Object.keys(first).sort(), ["access_token", "expires_in", "refresh_token", "scope", "token_type"]);
    const second = await grant({ grant_type: "refresh_token", refresh_token: first.refresh_token });
    const as = token => http.get(MINE, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal((await refusal(as(first.access_token))).status, 401);
    assert.equal((await as(second.access_token)).status, 200);
    const revoked = await http.post("/oauth/revoke_token/", new URLSearchParams({ token: second.access_token }), FORM);
    assert.equal(revoked.status, 200);
    assert.equal((await refusal(as(second.access_token))).status, 401);
});

// Its applications do this for every request: renew the token once on 401, and repeat the request with the new one.
test("a stale token is renewed and the request repeated", async () => {
    const instance = http.getClientInstance();
    const pair = await grant({ grant_type: "password", username: login, password });
    let renewals = 0;
    const renewing = instance.interceptors.response.use(undefined, async error => {
        if (error.response.status !== 401 || error.config.repeated) {
            throw error;
        }
        renewals++;
        const renewed = await grant({ grant_type: "refresh_token", refresh_token: pair.refresh_token });
        error.config.headers.Authorization = `Bearer ${renewed.access_token}`;
        return instance({ ...error.config, repeated: true });
    });
    const key = unique("renewed");
    const answer = await http.post(MINE, { key, value: { kept: [1] } }, { headers: { Authorization: "Bearer stale" } })
        .finally(() => instance.interceptors.response.eject(renewing));
    assert.deepEqual([answer.status, answer.data.value, renewals], [201, { kept: [1] }, 1]);
});

test("who am I", async () => {
    const me = await UserService.getCurrentUser();
    assert.deepEqual([me.id, me.username], [id, login]);
});

test("the six operations", async () => {
    const key = unique("layout");
    const made = await http.post(MINE, { key, value: { columns: [1, 2] } });
    assert.equal(made.status, 201);
    assert.deepEqual(Object.keys(made.data).sort(), FIELDS);
    assert.deepEqual([made.data.user_id, made.data.key, made.data.value], [id, key, { columns: [1, 2] }]);
    assert.equal(made.headers.location, itemOf(made.data));

    const listed = await http.get(MINE, { params: { search: key, limit: 2 } });
    assert.deepEqual(listed.data, { count: 1, next: null, previous: null, results: [made.data] });
    assert.deepEqual((await http.get(itemOf(made.data))).data, made.data);

    const put = await http.put(itemOf(made.data), { key: `${key}, put`, value: "text" });
    assert.deepEqual([put.status, put.data.key, put.data.value], [200, `${key}, put`, "text"]);
    const patched = await http.patch(itemOf(made.data), { value: [null, { a: 1.5 }] });
    assert.deepEqual([patched.status, patched.data.key, patched.data.value], [200, `${key}, put`, [null, { a: 1.5 }]]);
    assert.ok(patched.data.last_updated_at > put.data.last_updated_at);

    const deleted = await http.request({ url: itemOf(made.data), method: "DELETE" });
    assert.deepEqual([deleted.status, deleted.data], [204, ""]);
    assert.deepEqual(await refusal(http.get(itemOf(made.data))).then(found => [found.status, found.codes]),
        [404, { error: "not_found" }]);
});

test("as its services ask", async () => {
    const made = await apiRequest({ url: MINE, method: "POST", data: { key: unique("service"), value: 1 } });
    assert.deepEqual(await apiRequest({ url: itemOf(made), method: "GET" }), made);
    assert.equal((await apiRequest({ url: itemOf(made), method: "PATCH", data: { value: 2 } })).value, 2);
    assert.equal(await apiRequest({ url: itemOf(made), method: "DELETE" }), "");
    const listed = await apiRequest({ url: `${MINE}?${urlParams({ key: made.key, offset: 0 })}`, method: "GET" });
    assert.equal(listed.count, 0);
    await assert.rejects(apiRequest({ url: itemOf(made), method: "GET" }));
});

test("by id, and without the final slash", async () => {
    const path = `/api/v2/user/${id}/preference`;
    const { data: made, status } = await http.post(path, { key: unique("slash"), value: true });
    assert.equal(status, 201);
    assert.equal((await http.patch(`${path}/${made.id}`, { value: false })).data.value, false);
    assert.equal((await http.put(`${path}/${made.id}`, { key: made.key, value: 0 })).data.value, 0);
    assert.deepEqual((await http.get(`${path}/${made.id}`)).data, (await http.get(itemOf(made))).data);
    assert.equal((await http.request({ url: `${path}/${made.id}`, method: "DELETE" })).status, 204);
});

test("values of every kind come back", async () => {
    for (const value of [false, true, 0, -1.5, "", "null", "ünï\u0001😀", [], {}, [null], { "": { a: [{}] } }]) {
        const made = await make(unique("value"), value);
        assert.deepEqual((await http.get(itemOf(made))).data.value, value);
    }
});

test("digits beyond JavaScript's numbers", async () => {
    const text = `{"key":"${unique("digits")}","value":[12345678901234567890123,0.10]}`;
    const made = await http.post(MINE, text);
    const read = await http.get(itemOf(made.data), { responseType: "text", transformResponse: body => body });
    assert.match(read.data, /\[12345678901234567890123,0\.10\]/);
});

test("a patch without data", async () => {
    const made = await make(unique("empty"), 1);
    for (const answer of [await http.patch(itemOf(made)), await http.request({ url: itemOf(made), method: "PATCH" }),
        await http.request({ url: itemOf(made), method: "PATCH", ...FORM }), await http.patch(itemOf(made), {})]) {
        assert.deepEqual([answer.status, answer.data.key, answer.data.value], [200, made.key, 1]);
    }
});

test("pages are followed", async () => {
    const stem = unique("page");
    for (const number of [1, 2, 3]) {
        await make(`${stem}.${number}`, number);
    }
    const seen = [];
    let url = MINE;
    for (let params = { limit: 2 }; url; params = undefined) {
        const page = (await http.get(url, { params })).data;
        seen.push(...page.results.map(result => result.key));
        assert.ok(seen.length <= page.count);
        url = page.next;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(seen.filter(key => key.startsWith(stem)), [1, 2, 3].map(number => `${stem}.${number}`));
});

test("a key with a space is found", async () => {
    const made = await make(unique("a b&c=d/é+%"), 1);
    for (const name of ["search", "key"]) {
        assert.deepEqual((await http.get(MINE, { params: { [name]: made.key } })).data.results, [made]);
    }
});

test("its decoders read every error", async () => {
    const made = await make(unique("error"), 1);
    const codes = async promise => (await refusal(promise)).codes;
    assert.deepEqual(await codes(http.post(MINE, {})),
        { keyError: { error: "required" }, valueError: { error: "required" } });
    assert.deepEqual(await codes(http.post(MINE, { key: made.key, value: 1 })), { keyError: { error: "unique" } });
    assert.deepEqual(await codes(http.put(itemOf(made), { key: " ", value: null })),
        { keyError: { error: "blank" }, valueError: { error: "null" } });
    assert.deepEqual(await codes(http.patch(itemOf(made), [])), { nonFieldErrorsError: { error: "invalid" } });
    assert.deepEqual(await codes(http.get("/api/v2/user/0/preference/")), { error: "permission_denied" });
    assert.deepEqual(await codes(http.put(MINE, { key: "k", value: 1 })), { error: "method_not_allowed" });
    const { status, words } = await refusal(http.post(MINE, { value: 1 }));
    assert.equal(status, 400);
    assert.match(words.keyError.error, /^\p{Lu}.*\.$/u);
});

test("a form needs its type set by hand", async () => {
    const fields = new URLSearchParams({ key: unique("form"), value: '{"a":"b c"}' });
    assert.deepEqual((await refusal(http.post(MINE, fields))).codes, { error: "parse_error" });
    const answer = await http.post(MINE, fields, FORM);
    assert.deepEqual([answer.status, answer.data.value], [201, { a: "b c" }]);
    const made = answer.data;
    assert.equal((await http.patch(itemOf(made), new URLSearchParams({ value: '"text"' }))).data.value, "text");
});

test("a token that it makes itself is none of ours", async () => {
    const token = await generateJWTToken(id, "any secret");
    const { status, codes } = await refusal(http.get(MINE, { headers: { Authorization: `Bearer ${token}` } }));
    assert.deepEqual([status, codes], [401, { error: "authentication_failed" }]);
    const { status: without, codes: none } = await refusal(http.get(MINE, { headers: { Authorization: null } }));
    assert.deepEqual([without, none], [401, { error: "not_authenticated" }]);
});
