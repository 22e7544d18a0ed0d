/*
 * Preloaded into a worker: of the allocations of the whole process, those of its libraries too, the one that a test has
 * chosen fails, and every later one of that process. The test and its workers share a file, which FAILING_ALLOCATIONS
 * names: failing_allocations.py writes which is to fail, and reads in which process it has. A worker that aborts gets
 * memory again: to write its counts of coverage takes some.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct {
    _Atomic long left;   /* at 1 the next one fails; 0: none is chosen */
    _Atomic long victim; /* the process whose failed; 0: none yet */
} * board;
static bool failing;

__attribute__((constructor)) static void share(void)
{
    const char *file = getenv("FAILING_ALLOCATIONS");
    int descriptor = file == NULL ? -1 : open(file, O_RDWR | O_CLOEXEC);
    void *shared = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (shared == MAP_FAILED)
        abort();
    close(descriptor);
    board = shared;
}

static bool fails(void)
{
    if (!failing && board != NULL && board->left > 0 && atomic_fetch_sub(&board->left, 1) == 1) {
        failing = true;
        board->victim = getpid();
    }
    if (failing)
        errno = ENOMEM;
    return failing;
}

/* Defines the function of that NAME, which asks fails() and then its namesake in the C library. */
#define FAILING(failed, type, name, parameters, arguments)                                                             \
    type name parameters;                                                                                              \
    type name parameters                                                                                               \
    {                                                                                                                  \
        static __typeof__(name) *next;                                                                                 \
        if (next == NULL)                                                                                              \
            next = dlsym(RTLD_NEXT, #name);                                                                            \
        return fails() ? (failed) : next arguments;                                                                    \
    }

FAILING(NULL, void *, malloc, (size_t size), (size))
FAILING(NULL, void *, calloc, (size_t count, size_t size), (count, size))
FAILING(NULL, void *, realloc, (void *memory, size_t size), (memory, size))
FAILING(NULL, void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
FAILING(NULL, void *, memalign, (size_t alignment, size_t size), (alignment, size))
FAILING(ENOMEM, int, posix_memalign, (void **memory, size_t alignment, size_t size), (memory, alignment, size))

/* Declared as the C library does. */
void abort(void)
{
    static __typeof__(abort) *next;
    next = dlsym(RTLD_NEXT, "abort");
    failing = false;
    next();
    __builtin_unreachable();
}
