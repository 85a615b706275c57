/*
 * Shortens the pause between two looks of the TEST pcscd at its readers.
 *
 * pcscd asks a reader without interrupts, such as vpcd, every 400 ms whether a card is there. Loaded with
 * LD_PRELOAD, this turns exactly that pause into PCSCD_POLL_US microseconds and leaves every other pause alone.
 * Real readers signal by interrupt and need nothing of the kind: the product is never tuned to this.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define POLL_NS 400000000L
#define SHORTEST_US 500L

static int pause_for(const struct timespec *wanted, struct timespec *left) {
    struct timespec pause = *wanted;
    const char *text = getenv("PCSCD_POLL_US");
    long us = text ? strtol(text, NULL, 10) : 0;
    if (pause.tv_sec == 0 && pause.tv_nsec == POLL_NS && us > 0 && us * 1000 < POLL_NS)
        pause.tv_nsec = (us < SHORTEST_US ? SHORTEST_US : us) * 1000;
    return clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, left) == 0 ? 0 : -1;
}

int nanosleep(const struct timespec *wanted, struct timespec *left) { return pause_for(wanted, left); }

int usleep(useconds_t us) {
    struct timespec wanted = {us / 1000000, (long)(us % 1000000) * 1000};
    return pause_for(&wanted, NULL);
}
