/* Loaded into a process (LD_PRELOAD), writes down what happens to the files of one folder: see power.py.
   TRIED_FOLDER names the folder, TRIED_LOG the log. An entry is 1 byte what, 31 bytes name, offset, length, data. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { FILES = 4096, NAME = 31 };
static char names[FILES][NAME + 1];
static const char *folder;
static int log_fd = -2;

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

static void begin(void) {
    if (log_fd != -2) return;
    folder = getenv("TRIED_FOLDER");
    const char *path = getenv("TRIED_LOG");
    log_fd = folder && path ? REAL(int, open, const char *, int, ...)(path, O_CREAT | O_WRONLY | O_APPEND, 0600) : -1;
}

static void note(char what, const char *name, uint64_t offset, const void *data, uint64_t length) {
    struct { char what; char name[NAME]; uint64_t offset, length; } head = {0};
    if (log_fd < 0) return;
    head.what = what;
    strncpy(head.name, name, NAME - 1);
    head.offset = offset;
    head.length = length;
    ssize_t (*put)(int, const void *, size_t) = REAL(ssize_t, write, int, const void *, size_t);
    if (put(log_fd, &head, sizeof head) < 0 || (length && put(log_fd, data, length) < 0)) abort();
}

/* The name inside the folder, "." for the folder itself, or null. */
static const char *inside(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    if (!length || !path || strncmp(path, folder, length)) return 0;
    return path[length] == '/' ? path + length + 1 : path[length] ? 0 : ".";
}

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < FILES) {
        const char *name = inside(path);
        memset(names[fd], 0, sizeof names[fd]);
        if (name) strncpy(names[fd], name, NAME);
    }
    return fd;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FILES && names[fd][0] ? names[fd] : 0; }

#define OPEN(name) int name(const char *path, int flags, ...) { \
    begin(); va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
    return opened(REAL(int, name, const char *, int, ...)(path, flags, mode), path); }
OPEN(open) OPEN(open64)

#define PWRITE(name) ssize_t name(int fd, const void *data, size_t n, off_t at) { \
    begin(); ssize_t done = REAL(ssize_t, name, int, const void *, size_t, off_t)(fd, data, n, at); \
    if (done > 0 && name_of(fd)) note('W', name_of(fd), at, data, done); return done; }
PWRITE(pwrite) PWRITE(pwrite64)

ssize_t write(int fd, const void *data, size_t n) {
    begin();
    off_t at = name_of(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = REAL(ssize_t, write, int, const void *, size_t)(fd, data, n);
    if (done > 0 && name_of(fd)) note('W', name_of(fd), at, data, done);
    return done;
}

#define SYNC(name) int name(int fd) { \
    begin(); int result = REAL(int, name, int)(fd); \
    if (!result && name_of(fd)) note('S', name_of(fd), 0, 0, 0); return result; }
SYNC(fsync) SYNC(fdatasync)

#define TRUNCATE(name) int name(int fd, off_t size) { \
    begin(); int result = REAL(int, name, int, off_t)(fd, size); \
    if (!result && name_of(fd)) note('T', name_of(fd), size, 0, 0); return result; }
TRUNCATE(ftruncate) TRUNCATE(ftruncate64)

int unlink(const char *path) {
    begin();
    int result = REAL(int, unlink, const char *)(path);
    if (!result && inside(path)) note('U', inside(path), 0, 0, 0);
    return result;
}
