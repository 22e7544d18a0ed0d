/*
 * The list is kept as it was read, with its line ends made into zero bytes, and an array of its lines, sorted.
 */
#include "auth/password_rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "auth/password.h"
#include "base/memory.h"

static struct {
    int characters;
    char *text;
    char **lines; /* into the text */
    size_t count;
} rules = {.characters = PASSWORD_CHARACTERS_MIN};

static int compare_lines(const void *a, const void *b)
{
    return strcasecmp(*(char *const *)a, *(char *const *)b);
}

/* The password has no zero byte, so where it ends there is still a byte of the line. */
static int compare_with_line(const void *password, const void *line)
{
    struct slice whole = *(const struct slice *)password;
    const char *text = *(char *const *)line;
    int order = strncasecmp(whole.text, text, whole.length);
    return order != 0 ? order : -(text[whole.length] != '\0');
}

static void sort_lines(char *text)
{
    size_t room = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest)) {
        if (rules.count == room) {
            room = room * 2 + 512;
            rules.lines = memory_require(reallocarray(rules.lines, room, sizeof *rules.lines));
        }
        rules.lines[rules.count++] = line;
    }
    if (rules.count > 0)
        qsort(rules.lines, rules.count, sizeof *rules.lines, compare_lines);
}

/* The whole of FILE as a string, for the caller to free; NULL when it cannot be had. */
static char *read_list(FILE *file)
{
    char *text = NULL;
    size_t size = 0;
    errno = EILSEQ; /* what is no text stops at a zero byte, without an error */
    ssize_t length = getdelim(&text, &size, '\0', file);
    if (!feof(file)) {
        free(text);
        return NULL;
    }
    text[length < 0 ? 0 : length] = '\0';
    return text;
}

bool password_rules_load(int characters, const char *list)
{
    rules.characters = characters;
    if (*list == '\0')
        return true;
    FILE *file = fopen(list, "re");
    if (file == NULL)
        return false;
    rules.text = read_list(file);
    int why = errno;
    (void)fclose(file); /* it was only read */
    errno = why;
    if (rules.text == NULL)
        return false;
    sort_lines(rules.text);
    return true;
}

static bool is_refused(struct slice password)
{
    return rules.count > 0 && slice_is_whole(password) &&
           bsearch(&password, rules.lines, rules.count, sizeof *rules.lines, compare_with_line) != NULL;
}

enum error password_rules_judge(struct slice password)
{
    if (password_characters(password.text, password.length) < (size_t)rules.characters)
        return ERROR_PASSWORD_TOO_SHORT;
    return is_refused(password) ? ERROR_PASSWORD_REFUSED : ERROR_NONE;
}

void password_rules_free(void)
{
    free(rules.text);
    free(rules.lines);
    rules.text = NULL;
    rules.lines = NULL;
    rules.count = 0;
}
