/*
 * Reads with read(2) into the caller's memory: stdio would keep a copy that nobody wipes.
 */
#include "ctl/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <sodium.h>

#define GENERATED_BYTES 18

/* Cuts the secret at its first line end, "\n" or "\r\n"; false when there is none. */
static bool cut_at_line_end(struct secret *secret)
{
    const char *end = memchr(secret->bytes, '\n', secret->length);
    if (end == NULL)
        return false;
    secret->length = (size_t)(end - secret->bytes);
    if (secret->length > 0 && secret->bytes[secret->length - 1] == '\r')
        secret->length--;
    return true;
}

static enum exit_status read_line(struct secret *secret, int descriptor, const char *source)
{
    ssize_t count = 1;
    secret->length = 0;
    while (count > 0 && !cut_at_line_end(secret)) {
        if (secret->length == sizeof secret->bytes)
            break;
        count = read(descriptor, secret->bytes + secret->length, sizeof secret->bytes - secret->length);
        secret->length += count > 0 ? (size_t)count : 0;
    }
    if (count < 0)
        return refused("cannot read the password from %s: %s", source, strerror(errno));
    if (secret->length == 0)
        return refused("no password in the first line of %s", source);
    if (secret->length > SECRET_LENGTH_MAX)
        return refused("the password in %s is longer than %d bytes", source, SECRET_LENGTH_MAX);
    return STATUS_DONE;
}

/* Signals wait until the terminal echoes again: an interrupted prompt must not leave it blind. */
static enum exit_status read_from_terminal(struct secret *secret)
{
    static const char prompt[] = "Password: ";
    struct termios before, silent;
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &old);
    tcgetattr(STDIN_FILENO, &before);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    (void)!write(STDERR_FILENO, prompt, sizeof prompt - 1);
    enum exit_status status = read_line(secret, STDIN_FILENO, "the terminal");
    (void)!write(STDERR_FILENO, "\n", 1);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    sigprocmask(SIG_SETMASK, &old, NULL);
    return status;
}

static enum exit_status read_from_file(struct secret *secret, const char *file)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return refused("cannot open the password file %s: %s", file, strerror(errno));
    enum exit_status status = read_line(secret, descriptor, file);
    close(descriptor);
    return status;
}

enum exit_status secret_read(struct secret *secret, const char *file)
{
    if (file != NULL)
        return read_from_file(secret, file);
    if (isatty(STDIN_FILENO))
        return read_from_terminal(secret);
    return read_line(secret, STDIN_FILENO, "standard input");
}

enum exit_status secret_take_variable(struct secret *secret, const char *variable)
{
    char *value = getenv(variable);
    secret->length = 0;
    if (value == NULL)
        return STATUS_DONE;
    size_t length = strlen(value);
    if (length > SECRET_LENGTH_MAX)
        return refused("the password in %s is longer than %d bytes", variable, SECRET_LENGTH_MAX);
    memcpy(secret->bytes, value, length);
    secret->length = length;
    sodium_memzero(value, length);
    return STATUS_DONE;
}

void secret_generate(struct secret *secret)
{
    unsigned char random[GENERATED_BYTES];
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(secret->bytes, sizeof secret->bytes, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    secret->length = strlen(secret->bytes);
    sodium_memzero(random, sizeof random);
}

enum exit_status secret_hash(const struct secret *secret, char hash[PASSWORD_HASH_SIZE])
{
    if (password_characters(secret->bytes, secret->length) < PASSWORD_CHARACTERS_MIN)
        return refused("the password must have at least %d characters", PASSWORD_CHARACTERS_MIN);
    if (!password_hash(hash, secret->bytes, secret->length))
        return refused("not enough memory to hash the password");
    return STATUS_DONE;
}

void secret_wipe(struct secret *secret)
{
    sodium_memzero(secret, sizeof *secret);
}
