/*
 * One row of config.def becomes one struct setting; everything here walks those rows.
 */
#include "base/config.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <ini.h>

#include "base/log.h"
#include "base/memory.h"

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH, SETTING_CHOICE };
enum setting_change { RESTART, RELOAD };

#define CHOICES_MAX 8
#define NUMBER_SIZE 16

struct setting {
    const char *key;
    enum setting_type type;
    enum setting_change change;
    size_t offset;
    const char *text;
    int number, least, most;
    const char *unit;
    const char *names[CHOICES_MAX]; /* NULL at the end */
    const char *help;
};

#define UNPACK(...) __VA_ARGS__
static const struct setting settings[] = {
#define ROW(key_, type_, change_, help_)                                                                               \
    .key = #key_, .type = (type_), .change = (change_), .offset = offsetof(struct config, key_), .help = (help_)
#define TEXT(key, default, change, help) {ROW(key, SETTING_TEXT, change, help), .text = (default)},
#define NUMBER(key, default, least_, most_, unit_, change, help)                                                       \
    {ROW(key, SETTING_NUMBER, change, help), .number = (default), .least = (least_), .most = (most_), .unit = (unit_)},
#define SWITCH(key, default, change, help) {ROW(key, SETTING_SWITCH, change, help), .number = (default)},
#define CHOICE(key, default, names_, change, help)                                                                     \
    {ROW(key, SETTING_CHOICE, change, help), .number = (default), .names = {UNPACK names_}},
#include "base/config.def"
#undef TEXT
#undef NUMBER
#undef SWITCH
#undef CHOICE
};

#define SETTING_COUNT (sizeof settings / sizeof settings[0])

static char **text_of(struct config *config, const struct setting *s)
{
    return (char **)(void *)((char *)config + s->offset);
}

static int *number_of(struct config *config, const struct setting *s)
{
    return (int *)(void *)((char *)config + s->offset);
}

static bool *switch_of(struct config *config, const struct setting *s)
{
    return (bool *)(void *)((char *)config + s->offset);
}

/* gcc 12 loses sight of what is kept behind an offset. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
static bool set_text(struct config *config, const struct setting *s, const char *value)
{
    char *copy = memory_require(strdup(value));
    free(*text_of(config, s));
    *text_of(config, s) = copy;
    return true;
}
#pragma GCC diagnostic pop

static bool set_number(struct config *config, const struct setting *s, const char *value)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < s->least || number > s->most)
        return false;
    *number_of(config, s) = (int)number;
    return true;
}

static bool set_switch(struct config *config, const struct setting *s, const char *value)
{
    bool on = strcasecmp(value, "yes") == 0 || strcasecmp(value, "true") == 0 || strcasecmp(value, "on") == 0;
    bool off = strcasecmp(value, "no") == 0 || strcasecmp(value, "false") == 0 || strcasecmp(value, "off") == 0;
    *switch_of(config, s) = on;
    return on || off;
}

static bool set_choice(struct config *config, const struct setting *s, const char *value)
{
    for (int i = 0; s->names[i] != NULL; i++) {
        if (strcmp(value, s->names[i]) == 0) {
            *number_of(config, s) = i;
            return true;
        }
    }
    return false;
}

static bool set(struct config *config, const struct setting *s, const char *value)
{
    static bool (*const setters[])(struct config *, const struct setting *, const char *) = {
        [SETTING_TEXT] = set_text,
        [SETTING_NUMBER] = set_number,
        [SETTING_SWITCH] = set_switch,
        [SETTING_CHOICE] = set_choice,
    };
    return setters[s->type](config, s, value);
}

/* Prints what a setting may be, as error messages and documents say it. */
static void print_allowed(char *text, size_t size, const struct setting *s)
{
    if (s->type == SETTING_NUMBER) {
        snprintf(text, size, "%d to %d %s", s->least, s->most, s->unit);
    } else if (s->type == SETTING_SWITCH) {
        snprintf(text, size, "yes or no");
    } else if (s->type == SETTING_TEXT) {
        snprintf(text, size, "text");
    } else {
        size_t used = 0;
        for (int i = 0; s->names[i] != NULL && used < size; i++)
            used += (size_t)snprintf(text + used, size - used, "%s%s", i == 0 ? "" : ", ", s->names[i]);
    }
}

/* The value as a file says it: the setting's own text, whatever its length, or what is written to NUMBER. */
static const char *value_of(struct config *config, const struct setting *s, char number[NUMBER_SIZE])
{
    switch (s->type) {
    case SETTING_TEXT:
        return *text_of(config, s);
    case SETTING_SWITCH:
        return *switch_of(config, s) ? "yes" : "no";
    case SETTING_CHOICE:
        return s->names[*number_of(config, s)];
    case SETTING_NUMBER:
        break;
    }
    snprintf(number, NUMBER_SIZE, "%d", *number_of(config, s));
    return number;
}

static void set_default(struct config *config, const struct setting *s)
{
    if (s->type == SETTING_TEXT)
        set_text(config, s, s->text);
    else if (s->type == SETTING_SWITCH)
        *switch_of(config, s) = s->number != 0;
    else
        *number_of(config, s) = s->number;
}

struct reading {
    FILE *file;
    struct config *config;
    char *message;
    int lines;
    bool goes_on; /* the line begins with white space: more of the value before */
    const struct setting *last;
};

static void refuse_value(char *message, const char *where, const struct setting *s, const char *value)
{
    char allowed[200];
    print_allowed(allowed, sizeof allowed, s);
    snprintf(message, CONFIG_MESSAGE_SIZE, "%s: '%.80s' is not allowed: %s", where, value, allowed);
}

static const struct setting *find_setting(const char *key)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(settings[i].key, key) == 0)
            return &settings[i];
    }
    return NULL;
}

/* inih takes no longer lines, and what is left of one for the next. */
static char *next_line(char *line, int size, void *user)
{
    struct reading *reading = user;
    if (*reading->message != '\0' || fgets(line, size, reading->file) == NULL)
        return NULL;
    reading->lines++;
    reading->goes_on = isspace((unsigned char)*line);
    if ((int)strlen(line) == size - 1 && line[size - 2] != '\n')
        snprintf(reading->message, CONFIG_MESSAGE_SIZE,
                 "longer than %d octets; a value goes on in a line that begins with a space", size - 2);
    return line;
}

/* A list of hosts is one word of a connection string, however long: behind a comma nothing is put between. */
static bool append(struct config *config, const struct setting *s, const char *value)
{
    const char *text = *text_of(config, s);
    size_t length = strlen(text), size = length + strlen(value) + 2;
    char *both = memory_zalloc(size);
    snprintf(both, size, "%s%s%s", text, length == 0 || text[length - 1] == ',' ? "" : " ", value);
    free(*text_of(config, s));
    *text_of(config, s) = both;
    return true;
}

static bool take(struct reading *reading, const struct setting *s, const char *value)
{
    if (reading->goes_on)
        return s->type == SETTING_TEXT && append(reading->config, s, value);
    return set(reading->config, s, value);
}

static int read_line(void *user, const char *section, const char *key, const char *value)
{
    struct reading *reading = user;
    const struct setting *s = strcmp(section, "prefd") == 0 ? find_setting(key) : NULL;
    if (reading->message[0] != '\0')
        return 0;
    if (s == NULL)
        snprintf(reading->message, CONFIG_MESSAGE_SIZE, "[%.40s] %.60s: no such key", section, key);
    else if (reading->goes_on && s != reading->last)
        snprintf(reading->message, CONFIG_MESSAGE_SIZE, "begins with a space, and no value is there to go on");
    else if (!take(reading, s, value))
        refuse_value(reading->message, key, s, value);
    reading->last = s;
    return reading->message[0] == '\0';
}

static bool read_file(struct config *config, const char *file, char *message)
{
    struct reading reading = {.config = config, .message = message, .file = fopen(file, "re")};
    int line = -1;
    if (reading.file != NULL) {
        line = ini_parse_stream(next_line, &reading, read_line, &reading);
        line = ferror(reading.file) ? -1 : line; /* which ends the lines as the end of the file does */
        (void)fclose(reading.file);
    }
    if (line == 0 && *message == '\0')
        return true;
    if (line >= 0 && *message != '\0')
        line = reading.lines;
    char why[CONFIG_MESSAGE_SIZE - 100];
    snprintf(why, sizeof why, "%s", line < 0 ? "cannot be read" : *message != '\0' ? message : "is not 'key = value'");
    if (line < 0)
        snprintf(message, CONFIG_MESSAGE_SIZE, "%.90s: %s", file, why);
    else
        snprintf(message, CONFIG_MESSAGE_SIZE, "%.60s line %d: %s", file, line, why);
    return false;
}

static bool read_environment(struct config *config, char *message)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        char name[64] = "PREFD_";
        for (size_t j = 0; settings[i].key[j] != '\0'; j++)
            name[6 + j] = (char)toupper((unsigned char)settings[i].key[j]);
        const char *value = getenv(name);
        if (value != NULL && !set(config, &settings[i], value)) {
            refuse_value(message, name, &settings[i], value);
            return false;
        }
    }
    return true;
}

bool config_load(struct config *config, const char *file, char message[CONFIG_MESSAGE_SIZE])
{
    *config = (struct config){0};
    message[0] = '\0';
    for (size_t i = 0; i < SETTING_COUNT; i++)
        set_default(config, &settings[i]);
    bool good = (file == NULL || read_file(config, file, message)) && read_environment(config, message);
    if (!good)
        config_free(config);
    return good;
}

void config_free(struct config *config)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (settings[i].type == SETTING_TEXT)
            free(*text_of(config, &settings[i]));
    }
    *config = (struct config){0};
}

bool config_reload(struct config *config, const char *file, char message[CONFIG_MESSAGE_SIZE])
{
    struct config fresh;
    if (!config_load(&fresh, file, message))
        return false;
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *s = &settings[i];
        char numbers[2][NUMBER_SIZE];
        const char *value = value_of(&fresh, s, numbers[0]);
        if (strcmp(value, value_of(config, s, numbers[1])) == 0)
            continue;
        if (s->change == RELOAD)
            set(config, s, value);
        else
            log_warning("configuration key %s: the new value takes a new worker", s->key);
    }
    config_free(&fresh);
    return true;
}

static void print_all(FILE *out, void (*print)(FILE *, const struct setting *, const char *, const char *))
{
    struct config defaults = {0};
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        char number[NUMBER_SIZE], allowed[256];
        set_default(&defaults, &settings[i]);
        print_allowed(allowed, sizeof allowed, &settings[i]);
        print(out, &settings[i], value_of(&defaults, &settings[i], number), allowed);
    }
    config_free(&defaults);
}

static void print_help_row(FILE *out, const struct setting *s, const char *value, const char *allowed)
{
    fprintf(out, "  %s = %s  (%s)\n      %s\n", s->key, value, allowed, s->help);
}

void config_print_help(FILE *out)
{
    fputs("Configuration keys, section [prefd]; the environment variable PREFD_<KEY> goes before the file:\n", out);
    print_all(out, print_help_row);
}

static void print_sample_row(FILE *out, const struct setting *s, const char *value, const char *allowed)
{
    fprintf(out, "\n; %s\n; Allowed: %s. %s\n;%s = %s\n", s->help, allowed,
            s->change == RELOAD ? "SIGHUP brings it in." : "Takes a new worker.", s->key, value);
}

void config_print_sample(FILE *out)
{
    fputs("; Configuration of prefd. Every key is shown with its default.\n\n[prefd]\n", out);
    print_all(out, print_sample_row);
}

static void print_manual_row(FILE *out, const struct setting *s, const char *value, const char *allowed)
{
    fprintf(out, ".TP\n.B %s\n%s\nAllowed: %s. Default: %s. %s\n", s->key, s->help, allowed,
            *value == '\0' ? "empty" : value, s->change == RELOAD ? "SIGHUP brings it in." : "Takes a new worker.");
}

void config_print_manual(FILE *out)
{
    fputs(".TH PREFD.CONF 5\n.SH NAME\nprefd.conf \\- configuration of the prefd worker\n.SH DESCRIPTION\n"
          "An INI file with one section,\n.BR [prefd] ,\nof lines \\(lqkey = value\\(rq; a line that starts with "
          "\\(lq;\\(rq is a comment.\nThe environment variable\n.BI PREFD_ KEY\n(the key in capitals) goes before the "
          "file.\nAn unknown key or a value that is not allowed stops the start.\n.SH KEYS\n",
          out);
    print_all(out, print_manual_row);
    fputs(".SH SEE ALSO\n.BR prefd (8),\n.BR prefctl (1)\n", out);
}
