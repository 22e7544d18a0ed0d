/*
 * Byte 0 of the file is locked while a slot is looked for, byte 1 + n by the holder of slot n.
 */
#include "base/slots.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096u
#define REPLACEMENTS_MAX 10

#define MAGIC 0x7372746364666572u

/* All zero before the file is filled. */
struct head {
    uint64_t magic, layout;
};

struct slots {
    int descriptor;
    int own;
    size_t size; /* of a slot, in whole pages */
    char *map;
};

static size_t file_size(const struct slots *slots)
{
    return PAGE + SLOT_COUNT * slots->size;
}

static bool lock(int descriptor, int command, short type, off_t byte)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    int result;
    do
        result = fcntl(descriptor, command, &lock);
    while (result != 0 && errno == EINTR);
    return command == F_OFD_GETLK ? lock.l_type == F_UNLCK : result == 0;
}

/* Whether FILE is still the name of what is open. */
static bool is_named(int descriptor, const char *file)
{
    struct stat here, there;
    return fstat(descriptor, &here) == 0 && stat(file, &there) == 0 && here.st_ino == there.st_ino &&
           here.st_dev == there.st_dev;
}

/* Memory that is promised now cannot be missing when it is written to, which would be a signal. */
static bool fill(const struct slots *slots, uint64_t layout)
{
    struct head head = {.magic = MAGIC, .layout = layout};
    int error = posix_fallocate(slots->descriptor, 0, (off_t)file_size(slots));
    if (error != 0)
        errno = error;
    return error == 0 && pwrite(slots->descriptor, &head, sizeof head, 0) == sizeof head;
}

/* Locks it for the start. False: with EAGAIN another file is to be made, or has been, under its name. */
static bool open_locked(struct slots *slots, const char *file, uint64_t layout)
{
    struct head head = {0};
    if (!lock(slots->descriptor, F_OFD_SETLKW, F_WRLCK, 0))
        return false;
    if (!is_named(slots->descriptor, file)) {
        errno = EAGAIN;
        return false;
    }
    if (pread(slots->descriptor, &head, sizeof head, 0) < 0)
        return false;
    if (head.magic == 0 && head.layout == 0)
        return fill(slots, layout);
    if (head.magic == MAGIC && head.layout == layout)
        return true;
    if (head.magic == MAGIC)
        unlink(file);
    errno = head.magic == MAGIC ? EAGAIN : EEXIST;
    return false;
}

static bool open_any(struct slots *slots, const char *file, uint64_t layout)
{
    for (int i = 0; i < REPLACEMENTS_MAX; i++) {
        slots->descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (slots->descriptor < 0)
            return false;
        if (open_locked(slots, file, layout))
            return true;
        int error = errno;
        close(slots->descriptor);
        errno = error;
        if (error != EAGAIN)
            return false;
    }
    return false;
}

static void take(struct slots *slots, void (*survey)(void *slot, bool taken))
{
    slots->own = -1;
    for (int i = 0; i < SLOT_COUNT; i++) {
        if (!lock(slots->descriptor, F_OFD_SETLK, F_WRLCK, 1 + i))
            continue;
        survey(slots_at(slots, i), slots->own < 0);
        if (slots->own < 0)
            slots->own = i;
        else
            lock(slots->descriptor, F_OFD_SETLK, F_UNLCK, 1 + i);
    }
}

static bool map_and_take(struct slots *slots, void (*survey)(void *slot, bool taken))
{
    slots->map = mmap(NULL, file_size(slots), PROT_READ | PROT_WRITE, MAP_SHARED, slots->descriptor, 0);
    if (slots->map == MAP_FAILED)
        return false;
    take(slots, survey);
    lock(slots->descriptor, F_OFD_SETLK, F_UNLCK, 0);
    if (slots->own >= 0)
        return true;
    munmap(slots->map, file_size(slots));
    errno = EUSERS;
    return false;
}

struct slots *slots_open(const char *file, size_t size, uint64_t layout, void (*survey)(void *slot, bool taken))
{
    static struct slots slots;
    slots.size = (size + PAGE - 1) / PAGE * PAGE;
    if (!open_any(&slots, file, layout))
        return NULL;
    if (map_and_take(&slots, survey))
        return &slots;
    int error = errno;
    close(slots.descriptor);
    errno = error;
    return NULL;
}

void *slots_at(const struct slots *slots, int index)
{
    return slots->map + PAGE + (size_t)index * slots->size;
}

/* A process sees no lock of its own. */
bool slots_is_held(const struct slots *slots, int index)
{
    return index == slots->own || !lock(slots->descriptor, F_OFD_GETLK, F_WRLCK, 1 + index);
}
