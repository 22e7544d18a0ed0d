/*
 * A login under way: count the guess and find the hash, compare on a thread, take the guess back if it was right,
 * answer everyone who asked for the same meanwhile. Guesses are counted in PostgreSQL before they cost anything, so
 * that all workers together compare no more than there may be.
 */
#include "auth/login.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "auth/address.h"
#include "auth/password.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "db/call.h"
#include "db/proof.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "loop/work.h"

/* Guesses at the same moment may take all that a login has, right ones from other workers among them, which come back:
 * a guess for which none is left asks again. */
#define PENDING_PAUSE 50
#define PENDING_TRIES 60

struct login {
    pool *memory;
    struct verified_key key;
    struct slice password; /* of the first waiter, who is answered last */
    struct login_waiter *waiters;
    struct login *next;
    struct call call;
    struct identity identity;
    const char *address; /* NULL: not known */
    const char *hash;
    char renewed[PASSWORD_HASH_SIZE]; /* takes the place of the hash; empty: none does */
    uint64_t since;                   /* microseconds: when comparing was begun */
    struct trace trace;               /* of what has been done */
    bool matches;
    int tries;
};

static const struct config *config;
static struct login *logins; /* under way */
static int login_count;

void login_start(const struct config *config_)
{
    config = config_;
    verified_start();
    proof_start();
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

static void take_trace(struct login_waiter *waiter, const struct login *login)
{
    waiter->trace = login->trace;
    if (waiter->since == 0)
        return;
    memset(waiter->trace.spent, 0, sizeof waiter->trace.spent);
    waiter->trace.spent[STAGE_HASH] = clock_microseconds() - waiter->since;
}

static void answer_all(struct login *login, enum error error)
{
    unlink_login(login);
    for (struct login_waiter *waiter = login->waiters, *next; waiter != NULL; waiter = next) {
        next = waiter->next;
        waiter->identity = login->identity;
        take_trace(waiter, login);
        waiter->answer(waiter, error);
    }
    pool_free(login->memory);
}

static void compare(void *argument)
{
    struct login *login = argument;
    struct slice password = login->password;
    login->matches = password_matches(login->hash, password.text, password.length);
    if (login->matches && password_is_outdated(login->hash) &&
        !password_hash(login->renewed, password.text, password.length))
        login->renewed[0] = '\0';
}

/* A guess that could not be taken back stays counted; the password was right all the same. */
static void returned(struct call *call)
{
    struct login *login = call->owner;
    login->trace.spent[STAGE_QUEUE] += call->trace.spent[STAGE_QUEUE];
    login->trace.spent[STAGE_DATABASE] += call->trace.spent[STAGE_DATABASE];
    answer_all(login, ERROR_NONE);
}

static bool guesses_are_counted(void)
{
    return config->login_attempts > 0 || config->login_attempts_per_address > 0;
}

static void add_return(struct login *login)
{
    struct query *query = call_add(&login->call, STATEMENT_RETURN_ATTEMPT);
    query_bind_number(query, login->memory, login->identity.user_id);
    query_bind_text(query, login->address);
}

static void add_renewal(struct login *login)
{
    struct query *query = call_add(&login->call, STATEMENT_RENEW_PASSWORD);
    query_bind_number(query, login->memory, login->identity.user_id);
    query_bind_text(query, login->hash);
    query_bind_text(query, login->renewed);
}

/* What PostgreSQL is told of a right password; false: nothing. */
static bool note(struct login *login)
{
    login->call = (struct call){.memory = login->memory, .writes = true, .answer = returned, .owner = login};
    if (guesses_are_counted())
        add_return(login);
    if (login->renewed[0] != '\0')
        add_renewal(login);
    if (login->call.query_count == 0)
        return false;
    lane_submit(LANE_WRITE, &login->call);
    return true;
}

/* One that is empty is nobody's: that it is says nothing about the account. */
static enum error wrong(struct slice password)
{
    return password.length > 0 ? ERROR_PASSWORD_FAILED : ERROR_PASSWORD_EMPTY;
}

static void compared(void *argument)
{
    struct login *login = argument;
    login->trace.spent[STAGE_HASH] = clock_microseconds() - login->since;
    bool right = login->matches && login->identity.user_id != 0;
    if (right)
        verified_remember(&login->key, &login->identity, loop_now() + (uint64_t)config->verified_seconds * 1000);
    if (!right || !note(login))
        answer_all(login, right ? ERROR_NONE : wrong(login->password));
}

static void begin_again(void *argument)
{
    struct login *login = argument;
    login->call.attempts = 0;
    lane_submit(LANE_WRITE, &login->call);
}

/* An account that does not exist is compared with a decoy, which takes as long. */
static void found(struct call *call)
{
    struct login *login = call->owner;
    login->trace = call->trace;
    if (call->error == ERROR_LOGIN_PENDING && ++login->tries < PENDING_TRIES) {
        work_later(PENDING_PAUSE, begin_again, login);
        return;
    }
    if (call->error != ERROR_NONE) {
        answer_all(login, call->error);
        return;
    }
    login->hash = password_decoy();
    if (call_row_count(call) > 0) {
        login->identity.user_id = strtoll(call_value(call, 0, 0).text, NULL, 10);
        login->identity.credential_version = strtoll(call_value(call, 0, 1).text, NULL, 10);
        login->hash = pool_copy(login->memory, call_value(call, 0, 2).text, call_value(call, 0, 2).length);
    }
    login->since = clock_microseconds();
    work_submit(compare, compared, login);
}

/* What PostgreSQL could not take as text is nobody's login, as the empty one. */
static const char *login_text(struct slice login)
{
    return slice_is_text(login) ? login.text : "";
}

/* It counts, but says to the lane that it only reads: when the connection is lost, another try is worth a count. */
static void submit(struct login *login, struct slice name)
{
    struct query *query = call_add(&login->call, STATEMENT_BEGIN_LOGIN);
    query_bind_text(query, login_text(name));
    query_bind_text(query, login->address);
    query_bind_number(query, login->memory, config->login_attempts);
    query_bind_number(query, login->memory, config->login_attempts_per_address);
    query_bind_number(query, login->memory, config->login_attempts_seconds);
    proof_bind(query, login->memory, pool_printf(login->memory, "login %s", login_text(name)));
    lane_submit(LANE_WRITE, &login->call);
}

static void begin(struct login_waiter *waiter, const struct credential *credential, const char *address)
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
        .address = address_of_guesser(memory, address),
    };
    logins = login;
    login_count++;
    submit(login, credential->login);
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
    waiter->since = clock_microseconds();
    login->waiters = waiter;
}

static void refuse(struct login_waiter *waiter)
{
    metric_count(METRIC_HASH_REFUSED, 0);
    waiter->answer(waiter, ERROR_OVERLOADED);
}

void login_check(struct login_waiter *waiter, const struct credential *credential, const char *address)
{
    waiter->key = verified_key(credential->login, credential->password);
    waiter->next = NULL;
    waiter->since = 0;
    struct login *login;
    if (verified_find(&waiter->key, loop_now(), &waiter->identity))
        waiter->answer(waiter, ERROR_NONE);
    else if ((login = under_way(&waiter->key)) != NULL)
        join(login, waiter);
    else if (login_count < config->password_hash_queue)
        begin(waiter, credential, address);
    else
        refuse(waiter);
}
