/*
 * Loaded into a worker, kills it when it reads a request with the header X-Poison: a defect that one request can set off.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t read(int descriptor, void *bytes, size_t size)
{
    static const char mark[] = "HTTP_X_POISON";
    ssize_t count = syscall(SYS_read, descriptor, bytes, size);
    if (count > 0 && memmem(bytes, (size_t)count, mark, sizeof mark - 1) != NULL)
        raise(SIGKILL);
    return count;
}
