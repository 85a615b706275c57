#ifndef C_BASELINE_H
#define C_BASELINE_H

#include <stddef.h>
#include <stdint.h>

/*
 * What the bench compares us with: the least that C can do on the same libraries. Every loop is measured from
 * outside by itself, so that both sides of a comparison carry the same cost of reading the clock.
 */

/// Exchanges one GetVersion (90 60 00 00 00) after another with the card on a reader, on bare libpcsclite, inside one
/// exclusive connection and one transaction, as a tap has them. The card is reset afterwards.
///
/// - reader: the reader's whole name; a card must lie there.
/// - nanoseconds: room for `count` figures, one per exchange.
/// Returns 0, or pcsclite's code of the call that failed.
long peony_baseline_card(const char *reader, size_t count, uint64_t *nanoseconds);

/// Journal transactions into a SQLite file of its own, in WAL mode with synchronous=FULL: a row each in `journal` and
/// `outbox`, and a balance derived, by prepared statements. In pieces, so that others can take turns with it.
struct peony_journal;

/// - path: of a file that does not exist yet; it stays behind, with its WAL.
/// - bodyBytes: length of an entry's text, 1...65536.
/// - code: SQLITE_OK (0), or SQLite's code; SQLITE_MISUSE (21) when the pragmas did not take.
/// Returns NULL unless the code is 0.
struct peony_journal *peony_journal_open(const char *path, size_t bodyBytes, int *code);

/// - nanoseconds: room for `count` figures, one per transaction, from BEGIN to the end of COMMIT.
/// Returns SQLITE_OK (0), or SQLite's code.
int peony_journal_commit(struct peony_journal *journal, size_t count, uint64_t *nanoseconds);

void peony_journal_close(struct peony_journal *journal);

/// Copies a buffer of `bytes` once per round, such as a frame for the screen.
///
/// - nanoseconds: room for `rounds` figures.
/// Returns 0, or -1 without memory.
int peony_baseline_copy(size_t bytes, size_t rounds, uint64_t *nanoseconds);

#endif
