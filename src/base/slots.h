/*
 * A file of slots of equal size that processes map and share: each holds one slot for as long as it lives. The kernel
 * lets go of it with the process (fcntl(2), open file description locks), whatever that dies of.
 */
#ifndef PREFD_BASE_SLOTS_H
#define PREFD_BASE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SLOT_COUNT 64

struct slots;

/* Maps FILE, made and filled with zeros when it is not there, and takes a slot of SIZE bytes. SURVEY is called for
 * every slot that nobody holds, the one that is taken first, before anybody else can take or look. A file of another
 * LAYOUT is replaced: those who hold it keep it to themselves. NULL: that cannot be, errno says why (EUSERS: no slot is
 * free, EEXIST: FILE is something else). */
struct slots *slots_open(const char *file, size_t size, uint64_t layout, void (*survey)(void *slot, bool taken));

/* The slot with the number INDEX, and whether a process holds it. */
void *slots_at(const struct slots *slots, int index);
bool slots_is_held(const struct slots *slots, int index);

#endif
