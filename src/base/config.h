/*
 * The configuration: an INI file, section [prefd], and above it the environment variables PREFD_<KEY>.
 */
#ifndef PREFD_BASE_CONFIG_H
#define PREFD_BASE_CONFIG_H

#include <stdbool.h>
#include <stdio.h>

/* One member for each row of config.def. Texts belong to the configuration. */
struct config {
#define TEXT(key, ...) char *key;
#define NUMBER(key, ...) int key;
#define SWITCH(key, ...) bool key;
#define CHOICE(key, ...) int key;
#include "base/config.def"
#undef TEXT
#undef NUMBER
#undef SWITCH
#undef CHOICE
};

/* Longest text that says what is wrong with a configuration. */
#define CONFIG_MESSAGE_SIZE 512

/* Fills CONFIG from the defaults, FILE (NULL: none) and the environment. False when a value is not allowed: MESSAGE
 * then names file, line, key and the allowed values, and CONFIG holds nothing to free. */
bool config_load(struct config *config, const char *file, char message[CONFIG_MESSAGE_SIZE]);

/* Replaces CONFIG by a fresh load for those keys that a reload may change; warns in the log of changes that take a new
 * worker. False, and nothing changed, when the new configuration is not valid. */
bool config_reload(struct config *config, const char *file, char message[CONFIG_MESSAGE_SIZE]);

/* Frees the texts of CONFIG. */
void config_free(struct config *config);

/* Prints all keys as --help shows them, as a sample file, and as the page prefd.conf(5). */
void config_print_help(FILE *out);
void config_print_sample(FILE *out);
void config_print_manual(FILE *out);

#endif
