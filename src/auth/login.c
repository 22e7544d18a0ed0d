/*
 * A login under way: find the hash, compare on a thread, answer everyone who asked for the same meanwhile.
 */
#include "auth/login.h"

#include <stdlib.h>

#include <sodium.h>

#include "auth/password.h"
#include "db/call.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "loop/work.h"

struct login {
    pool *memory;
    struct verified_key key;
    struct slice password; /* of the first waiter, who is answered last */
    struct login_waiter *waiters;
    struct login *next;
    struct call call;
    struct identity identity;
    const char *hash;
    bool matches;
};

static const struct config *config;
static struct login *logins; /* under way */
static int login_count;

void login_start(const struct config *config_)
{
    config = config_;
    verified_start();
}

void login_forget(const struct login_waiter *waiter)
{
    verified_forget(&waiter->key);
}

static void unlink_login(const struct login *login)
{
    struct login **place = &logins;
    while (*place != login)
        place = &(*place)->next;
    *place = login->next;
    login_count--;
}

static void answer_all(struct login *login, enum error error)
{
    unlink_login(login);
    for (struct login_waiter *waiter = login->waiters, *next; waiter != NULL; waiter = next) {
        next = waiter->next;
        waiter->identity = login->identity;
        waiter->answer(waiter, error);
    }
    pool_free(login->memory);
}

static void compare(void *argument)
{
    struct login *login = argument;
    login->matches = password_matches(login->hash, login->password.text, login->password.length);
}

static void compared(void *argument)
{
    struct login *login = argument;
    bool right = login->matches && login->identity.user_id != 0;
    if (right)
        verified_remember(&login->key, &login->identity, loop_now() + (uint64_t)config->verified_seconds * 1000);
    answer_all(login, right ? ERROR_NONE : ERROR_PASSWORD_FAILED);
}

/* An account that does not exist is compared with a decoy, which takes as long. */
static void found(struct call *call)
{
    struct login *login = call->owner;
    if (call->error != ERROR_NONE) {
        answer_all(login, call->error);
        return;
    }
    login->hash = password_decoy();
    if (call_row_count(call) > 0) {
        login->identity.user_id = strtoll(call_value(call, 0, 0).text, NULL, 10);
        login->identity.credential_version = strtoll(call_value(call, 0, 1).text, NULL, 10);
        login->hash = call_value(call, 0, 2).text;
    }
    work_submit(compare, compared, login);
}

/* What PostgreSQL could not take as text is nobody's login, as the empty one. */
static const char *login_text(struct slice login)
{
    return slice_is_text(login) ? login.text : "";
}

static void begin(struct login_waiter *waiter, const struct credential *credential)
{
    pool *memory = pool_new("login");
    struct login *login = pool_zalloc(memory, sizeof *login);
    *login = (struct login){
        .memory = memory,
        .key = waiter->key,
        .password = credential->password,
        .waiters = waiter,
        .next = logins,
        .call = {.memory = memory, .answer = found, .owner = login},
    };
    logins = login;
    login_count++;
    query_bind_text(call_add(&login->call, STATEMENT_FIND_PASSWORD), login_text(credential->login));
    lane_submit(LANE_READ, &login->call);
}

static struct login *under_way(const struct verified_key *key)
{
    struct login *login = logins;
    while (login != NULL && sodium_memcmp(login->key.bytes, key->bytes, sizeof key->bytes) != 0)
        login = login->next;
    return login;
}

/* The first waiter owns the password's memory, so those who come later are put before it. */
static void join(struct login *login, struct login_waiter *waiter)
{
    waiter->next = login->waiters;
    login->waiters = waiter;
}

void login_check(struct login_waiter *waiter, const struct credential *credential)
{
    waiter->key = verified_key(credential->login, credential->password);
    waiter->next = NULL;
    struct login *login;
    if (verified_find(&waiter->key, loop_now(), &waiter->identity))
        waiter->answer(waiter, ERROR_NONE);
    else if ((login = under_way(&waiter->key)) != NULL)
        join(login, waiter);
    else if (login_count >= config->password_hash_queue)
        waiter->answer(waiter, ERROR_OVERLOADED);
    else
        begin(waiter, credential);
}
