/*
 * Shows a program a wall clock that is AHEAD_SECONDS ahead of the machine's. For the demonstration only.
 *
 * Loaded with LD_PRELOAD. Monotonic clocks are left alone: sleeps and deadlines go by them. Whoever waits for a moment
 * of the wall clock waits for the machine's. libfaketime does the same and more, but sets an environment variable while
 * a program is loaded; Swift's runtime, which looks for the arguments beside the environment, then finds none.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* No machine runs for so long, and no wall clock stands so low: tells moments of the two clocks apart. */
#define MONOTONIC_BELOW 1000000000L

static long ahead(void) {
    static long seconds;
    static volatile int known;
    if (!known) {
        const char *text = getenv("AHEAD_SECONDS");
        seconds = text ? strtol(text, NULL, 10) : 0;
        known = 1;
    }
    return seconds;
}

/* What the machine calls this moment, and on which of its clocks. */
static clockid_t machine_moment(const struct timespec *shown, struct timespec *moment) {
    int is_wall = shown->tv_sec > MONOTONIC_BELOW;
    *moment = *shown;
    if (is_wall)
        moment->tv_sec -= ahead();
    return is_wall ? CLOCK_REALTIME : CLOCK_MONOTONIC;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += ahead();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &precise) != 0)
        return -1;
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *also) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (also)
        *also = now.tv_sec;
    return now.tv_sec;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
    struct timespec moment;
    clockid_t clock = machine_moment(until, &moment);
    return pthread_cond_clockwait(condition, mutex, clock, &moment);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until) {
    struct timespec moment;
    clockid_t clock = machine_moment(until, &moment);
    return pthread_mutex_clocklock(mutex, clock, &moment);
}

int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
    struct timespec moment;
    clockid_t clock = machine_moment(until, &moment);
    return sem_clockwait(semaphore, clock, &moment);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *wanted, struct itimerspec *before) {
    struct itimerspec machine = *wanted;
    if (flags & TFD_TIMER_ABSTIME)
        machine_moment(&wanted->it_value, &machine.it_value);
    return (int)syscall(SYS_timerfd_settime, timer, flags, &machine, before);
}
