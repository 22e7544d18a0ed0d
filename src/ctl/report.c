/*
 * Rows become JSON objects by the types of their columns; text output is read from the same objects.
 */
#include "ctl/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <sodium.h>

static struct json_object *member(const struct session *session, size_t row, size_t column)
{
    const char *text = admin_text(session->database, row, column);
    if (text == NULL)
        return NULL;
    switch (admin_column_type(session->database, column)) {
    case ADMIN_TYPE_NUMBER:
        return json_object_new_int64(strtoll(text, NULL, 10));
    case ADMIN_TYPE_BOOLEAN:
        return json_object_new_boolean(*text == 't');
    default:
        return json_object_new_string(text);
    }
}

struct json_object *report_row(const struct session *session, size_t row)
{
    struct json_object *object = json_object_new_object();
    for (size_t column = 0; column < admin_columns(session->database); column++)
        json_object_object_add(object, admin_column_name(session->database, column), member(session, row, column));
    return object;
}

/* json-c keeps a text, and the last rendering of an object, in memory that is ours alone. */
static void wipe(const char *text)
{
    sodium_memzero((char *)text, strlen(text));
}

static void wipe_texts(struct json_object *object)
{
    json_object_object_foreach(object, name, value)
    {
        (void)name;
        if (json_object_is_type(value, json_type_string))
            wipe(json_object_get_string(value));
        else if (json_object_is_type(value, json_type_object))
            wipe_texts(value);
    }
}

static void print_json(struct json_object *object)
{
    const char *text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    puts(text);
    wipe(text);
}

enum exit_status report_object(const struct session *session, struct json_object *object, const char *plain)
{
    if (session_option(session, OPTION_JSON) != NULL)
        print_json(object);
    else if (plain != NULL)
        puts(json_object_get_string(json_object_object_get(object, plain)));
    wipe_texts(object);
    json_object_put(object);
    return report_end();
}

static void print_heading(const struct session *session)
{
    size_t columns = admin_columns(session->database);
    for (size_t column = 0; column < columns; column++)
        printf("%s%c", admin_column_name(session->database, column), column + 1 < columns ? '\t' : '\n');
}

/* A name may hold anything: what would break the columns or play with a terminal is shown as "?". */
static void print_cell(const char *text)
{
    for (const char *c = text != NULL ? text : "-"; *c != '\0'; c++)
        putchar((unsigned char)*c < ' ' || *c == '\x7f' ? '?' : *c);
}

static void print_line(const struct session *session, size_t row)
{
    size_t columns = admin_columns(session->database);
    for (size_t column = 0; column < columns; column++) {
        print_cell(admin_text(session->database, row, column));
        putchar(column + 1 < columns ? '\t' : '\n');
    }
}

enum exit_status report_rows(const struct session *session)
{
    size_t rows = admin_rows(session->database);
    struct json_object *list = json_object_new_array();
    for (size_t row = 0; row < rows; row++)
        json_object_array_add(list, report_row(session, row));
    if (session_option(session, OPTION_JSON) != NULL) {
        print_json(list);
    } else {
        print_heading(session);
        for (size_t row = 0; row < rows; row++)
            print_line(session, row);
    }
    json_object_put(list);
    return report_end();
}

enum exit_status report_end(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return refused("what was asked is done, but standard output cannot be written: %s", strerror(errno));
    return STATUS_DONE;
}
