// Tells the thread sanitizer of the slow paths of Swift's Mutex, which lie in a library that is not built with it.
// Without this each contended Mutex looks like a race. `make tsan` preloads it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

// Missing in programs without the sanitizer.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

// Synchronization._MutexHandle._lockSlow(UInt32), _tryLockSlow() and _unlockSlow() of Swift 6.
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK_SLOW "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lockSlow(uint32_t thread, SELF handle) __asm__(LOCK_SLOW);
SWIFT _Bool tryLockSlow(SELF handle) __asm__(TRY_LOCK_SLOW);
SWIFT void unlockSlow(SELF handle) __asm__(UNLOCK_SLOW);

SWIFT void lockSlow(uint32_t thread, SELF handle) {
    typedef SWIFT void (*Function)(uint32_t, SELF);
    ((Function)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT _Bool tryLockSlow(SELF handle) {
    typedef SWIFT _Bool (*Function)(SELF);
    _Bool isLocked = ((Function)dlsym(RTLD_NEXT, TRY_LOCK_SLOW))(handle);
    if (isLocked && __tsan_acquire) __tsan_acquire(handle);
    return isLocked;
}

SWIFT void unlockSlow(SELF handle) {
    typedef SWIFT void (*Function)(SELF);
    if (__tsan_release) __tsan_release(handle);
    ((Function)dlsym(RTLD_NEXT, UNLOCK_SLOW))(handle);
}
