/*
 * Valara's preferences: five fields with their defaults, a view of the one row (facts: valara 1, 5).
 */
#ifndef PREFD_API_VALARA_PREFERENCES_H
#define PREFD_API_VALARA_PREFERENCES_H

#include "request.h"

extern const struct shape valara_preferences_shape;

/* Adds a fault for each string in the body that is no value of its field. */
void valara_preferences_check(struct request *request);

/* Binds what the body sets and takes away, and what is wrong with its values. */
enum error valara_preferences_prepare(struct request *request);

#endif
