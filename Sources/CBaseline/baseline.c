#include "CBaseline.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <winscard.h>

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static long exchange(SCARDHANDLE card, const SCARD_IO_REQUEST *protocol, size_t count, uint64_t *nanoseconds) {
    static const BYTE getVersion[] = {0x90, 0x60, 0x00, 0x00, 0x00};
    BYTE answer[258];
    for (size_t i = 0; i < count; i++) {
        DWORD length = sizeof answer;
        uint64_t start = now();
        LONG code = SCardTransmit(card, protocol, getVersion, sizeof getVersion, NULL, answer, &length);
        nanoseconds[i] = now() - start;
        if (code != SCARD_S_SUCCESS) return code;
        if (length < 2) return SCARD_W_REMOVED_CARD;
    }
    return SCARD_S_SUCCESS;
}

long peony_baseline_card(const char *reader, size_t count, uint64_t *nanoseconds) {
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
    if (code != SCARD_S_SUCCESS) return code;
    code = SCardConnect(
        context, reader, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol);
    if (code == SCARD_S_SUCCESS) {
        code = SCardBeginTransaction(card);
        if (code == SCARD_S_SUCCESS) {
            code = exchange(
                card, protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1 : SCARD_PCI_T0, count, nanoseconds);
            SCardEndTransaction(card, SCARD_LEAVE_CARD);
        }
        SCardDisconnect(card, SCARD_RESET_CARD);
    }
    SCardReleaseContext(context);
    return code;
}

enum { BEGIN, JOURNAL, OUTBOX, BALANCE, COMMIT, STATEMENTS };
enum { MEMBERS = 200, LONGEST_BODY = 65536 };

static const char *const schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE journal(seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL,"
    " previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;"
    "CREATE TABLE outbox(seq INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE balance(member BLOB PRIMARY KEY, points INTEGER NOT NULL, fen INTEGER NOT NULL) STRICT;";

static const char *const statements[STATEMENTS] = {
    "BEGIN IMMEDIATE",
    "INSERT INTO journal(seq, id, body, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
    "INSERT INTO outbox(seq) VALUES (?1)",
    "INSERT INTO balance(member, points, fen) VALUES (?1, 10, 100)"
    " ON CONFLICT(member) DO UPDATE SET points = points + 10, fen = fen + 100",
    "COMMIT",
};

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Ids must differ and be spread like random ones; what they are does not matter. */
static void spread(uint64_t number, unsigned char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        number = number * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (unsigned char)(number >> 56);
    }
}

static int record(sqlite3_stmt **prepared, size_t number, const char *body, size_t bodyBytes) {
    unsigned char id[16], member[16], previous[32], hash[32];
    spread(number, id, sizeof id);
    spread(number % MEMBERS, member, sizeof member);
    spread(number, previous, sizeof previous);
    spread(number + 1, hash, sizeof hash);
    sqlite3_bind_int64(prepared[JOURNAL], 1, (sqlite3_int64)number + 1);
    sqlite3_bind_blob(prepared[JOURNAL], 2, id, sizeof id, SQLITE_STATIC);
    sqlite3_bind_text(prepared[JOURNAL], 3, body, (int)bodyBytes, SQLITE_STATIC);
    sqlite3_bind_blob(prepared[JOURNAL], 4, previous, sizeof previous, SQLITE_STATIC);
    sqlite3_bind_blob(prepared[JOURNAL], 5, hash, sizeof hash, SQLITE_STATIC);
    sqlite3_bind_int64(prepared[OUTBOX], 1, (sqlite3_int64)number + 1);
    sqlite3_bind_blob(prepared[BALANCE], 1, member, sizeof member, SQLITE_STATIC);
    int code = SQLITE_OK;
    for (int i = 0; i < STATEMENTS && code == SQLITE_OK; i++) code = run(prepared[i]);
    return code;
}

static int pragma(sqlite3 *database, const char *sql, const char *wanted) {
    sqlite3_stmt *statement = NULL;
    int matches = 0;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        matches = strcmp((const char *)sqlite3_column_text(statement, 0), wanted) == 0;
    sqlite3_finalize(statement);
    return matches;
}

struct peony_journal {
    sqlite3 *database;
    sqlite3_stmt *prepared[STATEMENTS];
    char *body;
    size_t bodyBytes;
    size_t committed;
};

static int prepare(struct peony_journal *journal, const char *path) {
    int code = sqlite3_open_v2(
        path, &journal->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(journal->database, schema, NULL, NULL, NULL);
    if (code == SQLITE_OK && !pragma(journal->database, "PRAGMA journal_mode", "wal")) code = SQLITE_MISUSE;
    if (code == SQLITE_OK && !pragma(journal->database, "PRAGMA synchronous", "2")) code = SQLITE_MISUSE;
    for (int i = 0; i < STATEMENTS && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v3(
            journal->database, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &journal->prepared[i], NULL);
    return code;
}

struct peony_journal *peony_journal_open(const char *path, size_t bodyBytes, int *code) {
    struct peony_journal *journal = calloc(1, sizeof *journal);
    *code = bodyBytes < 1 || bodyBytes > LONGEST_BODY ? SQLITE_MISUSE : SQLITE_NOMEM;
    if (journal == NULL || *code == SQLITE_MISUSE || (journal->body = malloc(bodyBytes)) == NULL) {
        free(journal);
        return NULL;
    }
    memset(journal->body, 'x', bodyBytes);
    journal->bodyBytes = bodyBytes;
    *code = prepare(journal, path);
    if (*code == SQLITE_OK) return journal;
    peony_journal_close(journal);
    return NULL;
}

int peony_journal_commit(struct peony_journal *journal, size_t count, uint64_t *nanoseconds) {
    int code = SQLITE_OK;
    for (size_t i = 0; i < count && code == SQLITE_OK; i++) {
        uint64_t start = now();
        code = record(journal->prepared, journal->committed++, journal->body, journal->bodyBytes);
        nanoseconds[i] = now() - start;
    }
    return code;
}

void peony_journal_close(struct peony_journal *journal) {
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(journal->prepared[i]);
    sqlite3_close(journal->database);
    free(journal->body);
    free(journal);
}

int peony_baseline_copy(size_t bytes, size_t rounds, uint64_t *nanoseconds) {
    unsigned char *from = malloc(bytes), *to = malloc(bytes);
    int code = from != NULL && to != NULL ? 0 : -1;
    if (code == 0) {
        memset(from, 0x5A, bytes);
        memset(to, 0, bytes);
        for (size_t i = 0; i < rounds; i++) {
            uint64_t start = now();
            memcpy(to, from, bytes);
            /* The compiler must believe that somebody looks at the copy. */
            __asm__ volatile("" : : "r"(to) : "memory");
            nanoseconds[i] = now() - start;
        }
    }
    free(from);
    free(to);
    return code;
}
