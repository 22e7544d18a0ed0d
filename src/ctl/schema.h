/*
 * The schema files that `prefctl migrate` carries, in the order in which they are applied.
 */
#ifndef PREFD_CTL_SCHEMA_H
#define PREFD_CTL_SCHEMA_H

#include <stddef.h>

struct schema_file {
    const char *name, *text;
};

extern const struct schema_file schema_files[];
extern const size_t schema_file_count;

#endif
