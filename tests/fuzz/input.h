/*
 * Each file here is the fuzz target of the parsers of one subject: libFuzzer gives it bytes, the sanitizers watch, and
 * what must hold beside that is asserted. seeds/SUBJECT holds the inputs that it sets out from, one a file, and
 * SUBJECT.dict, where there is one, the words of its language.
 */
#ifndef PREFD_TESTS_FUZZ_INPUT_H
#define PREFD_TESTS_FUZZ_INPUT_H

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/pool.h"
#include "base/slice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argument_count, char ***arguments);

/* Inputs are lines: the next of *REST, zero-terminated where it is; the empty one behind the last. */
static inline char *line_next(char **rest)
{
    char *line = *rest, *end = line + strcspn(line, "\n");
    *rest = *end == '\0' ? end : end + 1;
    *end = '\0';
    return line;
}

#define FUZZ_PARAMETERS_MAX 64

/* FastCGI parameters, 'NAME=value', one a line up to an empty one; in MEMORY. */
static inline char **parameters_next(pool *memory, char **rest)
{
    char **parameters = pool_zalloc(memory, (FUZZ_PARAMETERS_MAX + 1) * sizeof *parameters);
    for (int count = 0; count < FUZZ_PARAMETERS_MAX; count++) {
        char *line = line_next(rest);
        if (*line == '\0')
            break;
        parameters[count] = line;
    }
    return parameters;
}

static inline bool slice_same(struct slice a, struct slice b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

#endif
