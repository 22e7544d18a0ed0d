/*
 * The configuration file: what is taken is within its limits, and taken again changes nothing.
 */
#include "input.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/config.h"

static int file;
static char path[32];

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count;
    (void)arguments;
    file = memfd_create("config", 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return 0;
}

static void check_limits(const struct config *config)
{
#define TEXT(key, ...) assert(config->key != NULL);
#define NUMBER(key, usual, least, most, ...) assert(config->key >= (least) && config->key <= (most));
#define SWITCH(key, ...)
#define CHOICE(key, ...) assert(config->key >= 0);
#include "base/config.def"
#undef TEXT
#undef NUMBER
#undef SWITCH
#undef CHOICE
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    char message[CONFIG_MESSAGE_SIZE];
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
        return -1;
    if (!config_load(&config, path, message)) {
        assert(message[0] != '\0' && memchr(message, '\0', sizeof message) != NULL);
        return 0;
    }
    check_limits(&config);
    struct config before = config;
    assert(config_reload(&config, path, message));
    assert(memcmp(&before, &config, sizeof config) == 0); /* texts, too, stay where they are */
    config_free(&config);
    return 0;
}
