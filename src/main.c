/*
 * The worker: options, configuration, log, database lanes, then the loop. It is started with its listening socket as
 * descriptor 0, by spawn-fcgi or systemd.
 */
#include "config.h"

#include <argp.h>
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>

#include "auth/password_rules.h"
#include "base/config.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/timezone.h"
#include "http/fcgi.h"
#include "http/message.h"
#include "loop/connection.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "loop/work.h"
#include "openapi.h"
#include "route.h"
#include "serve.h"

enum option_key {
    OPTION_CHECK_CONFIG = 256,
    OPTION_ROUTES,
    OPTION_OPENAPI,
    OPTION_METRICS,
    OPTION_SAMPLE,
    OPTION_MANUAL
};
enum exit_status { EXIT_FINE = 0, EXIT_CONFIG = 2, EXIT_SOCKET = 3, EXIT_SCHEMA = 4 };

const char *argp_program_version = "prefd " PACKAGE_VERSION;

static struct {
    const char *config_file;
    int only; /* the option that says to do one thing and exit; 0: none */
} options;

static struct config config;

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    switch (key) {
    case 'c':
        options.config_file = value;
        return 0;
    case OPTION_CHECK_CONFIG:
    case OPTION_ROUTES:
    case OPTION_OPENAPI:
    case OPTION_METRICS:
    case OPTION_SAMPLE:
    case OPTION_MANUAL:
        options.only = key;
        return 0;
    case ARGP_KEY_ARG:
        argp_usage(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Appends the table of keys to --help. */
static char *filter_help(int key, const char *text, void *input)
{
    (void)input;
    char *keys = NULL;
    size_t size;
    if (key != ARGP_KEY_HELP_EXTRA)
        return (char *)text;
    FILE *out = memory_require(open_memstream(&keys, &size));
    config_print_help(out);
    (void)fclose(out); /* of memory: it goes well or ends the process */
    return keys;
}

static const struct argp_option option_table[] = {
    {"config", 'c', "FILE", 0, "Read the configuration from FILE", 0},
    {"check-config", OPTION_CHECK_CONFIG, NULL, 0, "Check the configuration and exit", 0},
    {"routes", OPTION_ROUTES, NULL, 0, "Print the routes as JSON and exit", 0},
    {"openapi", OPTION_OPENAPI, NULL, 0, "Print the OpenAPI document of the routes and exit", 0},
    {"metrics", OPTION_METRICS, NULL, 0, "Print the table of the metrics and exit", 0},
    {"sample", OPTION_SAMPLE, NULL, 0, "Print a configuration file with every key at its default and exit", 0},
    {"manual", OPTION_MANUAL, NULL, 0, "Print the manual page prefd.conf(5) and exit", 0},
    {0},
};

static const struct argp argp = {
    .options = option_table,
    .parser = parse_option,
    .doc =
        "A FastCGI worker that keeps preferences and accounts in PostgreSQL. Its listening socket is descriptor 0.\v",
    .help_filter = filter_help,
};

/* What a reload can change beyond the keys that are read at each use. */
static void apply_config(void)
{
    connection_set_body_limit((size_t)config.body_limit);
    loop_set_drain(config.drain_seconds);
    if (!timezones_load(config.zoneinfo))
        log_error("no time zones in %s: no further names are accepted", config.zoneinfo);
}

static void on_hang_up(void)
{
    char message[CONFIG_MESSAGE_SIZE];
    bool valid = config_reload(&config, options.config_file, message);
    if (!log_open(config.log_file, (enum log_level)config.log_level))
        log_error("cannot open the log file %s", config.log_file);
    apply_config();
    lanes_reload();
    if (valid)
        log_info("configuration reloaded");
    else
        log_error("configuration not reloaded: %s", message);
}

/* Accepting waits for the first try to reach PostgreSQL, not for its success: while it is away the answer is 503. */
static void on_lanes_ready(bool fit)
{
    if (!fit) {
        log_error("the schema does not fit this version: run prefctl migrate");
        sleep(1); /* supervisors start the next at once */
        loop_stop(EXIT_SCHEMA);
        return;
    }
    malloc_trim(0); /* to start took several times what it takes to serve */
    log_info("accepting");
    loop_listen(STDIN_FILENO);
}

static bool is_listening_socket(int descriptor)
{
    int listening = 0;
    socklen_t size = sizeof listening;
    return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

static void start_metrics(void)
{
    metrics_start(config.metrics_file, (struct metric_names){.count = route_count + 1, .name = route_name},
                  (struct metric_names){.count = HTTP_STATUS_COUNT, .name = http_status_text});
}

static int work(void)
{
    /* The order matters: threads are made at their first use, libfcgi before the first connection. */
    work_threads(config.password_hash_threads);
    start_metrics();
    serve_start(&config);
    if (!loop_start(&(struct loop_settings){.handler = serve, .hang_up = on_hang_up})) {
        log_error("signals cannot be watched: %s", strerror(errno));
        return EXIT_FAILURE;
    }
    lanes_open(&config, on_lanes_ready);
    loop_run();
    log_info("stopped");
    metrics_end();
    if (connection_count() > 0 || work_pending() > 0) { /* cut short: what is under way must not be called back */
        log_flush();
        _exit(loop_exit_status());
    }
    lanes_close();
    loop_end();
    return loop_exit_status();
}

static bool print_only(void)
{
    if (options.only == OPTION_ROUTES)
        routes_print();
    else if (options.only == OPTION_OPENAPI)
        puts(openapi_document());
    else if (options.only == OPTION_METRICS)
        metrics_print_manual(stdout);
    else if (options.only == OPTION_SAMPLE)
        config_print_sample(stdout);
    else if (options.only == OPTION_MANUAL)
        config_print_manual(stdout);
    else
        return false;
    return true;
}

/* Each request that waits holds a descriptor, and the usual soft limit, 1024, is less than may wait. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static bool prepare_process(void)
{
    raise_descriptor_limit();
    if (!log_open(config.log_file, (enum log_level)config.log_level)) {
        log_error("cannot open the log file %s", config.log_file);
        return false;
    }
    apply_config();
    return sodium_init() >= 0 && fcgi_start() && routes_check() && openapi_document() != NULL;
}

static int start(void)
{
    char message[CONFIG_MESSAGE_SIZE];
    if (print_only())
        return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILURE;
    if (!config_load(&config, options.config_file, message)) {
        log_error("configuration: %s", message);
        return EXIT_CONFIG;
    }
    if (!password_rules_load(config.password_characters, config.refused_passwords)) {
        log_error("configuration: refused_passwords: %s: %s", config.refused_passwords, strerror(errno));
        return EXIT_CONFIG;
    }
    if (options.only == OPTION_CHECK_CONFIG)
        return EXIT_FINE;
    if (!prepare_process())
        return EXIT_CONFIG;
    if (!is_listening_socket(STDIN_FILENO)) {
        log_error("descriptor 0 is not a listening socket: start prefd by spawn-fcgi or systemd");
        return EXIT_SOCKET;
    }
    return work();
}

int main(int argc, char **argv)
{
    argp_parse(&argp, argc, argv, 0, NULL, NULL);
    int status = start();
    log_flush();
    config_free(&config);
    password_rules_free();
    timezones_free();
    return status;
}
