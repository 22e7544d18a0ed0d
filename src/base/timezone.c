/*
 * The names are kept sorted. A client's text is only ever compared with them, never made into a path.
 */
#include "base/timezone.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct names {
    char **items;
    size_t count, room;
};

static struct names known;

static void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct names){0};
}

/* gcc 12 loses sight of what is kept in an array. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
static void names_add(struct names *names, const char *name)
{
    if (strcmp(name, "Factory") == 0) /* stands for 'not set up' */
        return;
    if (names->count == names->room) {
        names->room = names->room * 2 + 512;
        names->items = memory_require(reallocarray(names->items, names->room, sizeof *names->items));
    }
    names->items[names->count++] = memory_require(strdup(name));
}
#pragma GCC diagnostic pop

/* Lines 'Z name …' and 'L target name'. False when not all of them can be read. */
static bool read_zi(struct names *names, FILE *file)
{
    char line[512], name[256];
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "Z %255s", name) == 1 || sscanf(line, "L %*s %255s", name) == 1)
            names_add(names, name);
    }
    return !ferror(file);
}

static struct names *walked;
static size_t walked_prefix;

static bool is_zone_file(const char *path)
{
    char magic[4] = "";
    FILE *file = fopen(path, "r");
    bool good = file != NULL && fread(magic, 1, sizeof magic, file) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
    if (file != NULL)
        (void)fclose(file); /* it was only read */
    return good;
}

static int walk_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    static const char *const foreign[] = {"posix/", "right/", "posixrules", "localtime"};
    (void)status;
    (void)place;
    if (type != FTW_F || strlen(path) <= walked_prefix)
        return 0;
    const char *name = path + walked_prefix;
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        if (strncmp(name, foreign[i], strlen(foreign[i])) == 0)
            return 0;
    }
    if (is_zone_file(path))
        names_add(walked, name);
    return 0;
}

static void walk(struct names *names, const char *directory)
{
    walked = names;
    walked_prefix = strlen(directory) + 1;
    nftw(directory, walk_entry, 16, 0);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool timezones_load(const char *directory)
{
    struct names fresh = {0};
    bool whole = true;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/tzdata.zi", directory);
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        whole = read_zi(&fresh, file);
        (void)fclose(file); /* it was only read */
    } else {
        walk(&fresh, directory);
    }
    if (fresh.count == 0 || !whole) {
        names_free(&fresh);
        return false;
    }
    qsort(fresh.items, fresh.count, sizeof *fresh.items, compare);
    names_free(&known);
    known = fresh;
    return true;
}

bool timezone_is_known(const char *name)
{
    return bsearch(&name, known.items, known.count, sizeof *known.items, compare) != NULL;
}

void timezones_free(void)
{
    names_free(&known);
}
