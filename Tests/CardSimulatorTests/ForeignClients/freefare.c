/*
 * A visit by Debian's libfreefare, which knows nothing of this project: it issues an application with AES keys,
 * uses every kind of file in every communication mode, and is refused where a card must refuse.
 *
 * Prints one line per step and ends with 0 only if all were as expected. LIBNFC_DEVICE names the reader.
 */
#include <freefare.h>
#include <nfc/nfc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOUNDARY_ERROR 0xBE
#define NO_CHANGES 0x0C
#define AUTHENTICATION_ERROR 0xAE

static MifareTag tag;
static int steps;

static void expect(int right, const char *what) {
    printf("%s %s\n", right ? "ok" : "FAILED", what);
    if (!right) {
        printf("picc error %02X: %s\n", mifare_desfire_last_picc_error(tag), freefare_strerror(tag));
        exit(1);
    }
    steps++;
}

static void reopen(MifareDESFireAID aid, uint8_t number, MifareDESFireKey key) {
    expect(mifare_desfire_select_application(tag, aid) == 0, "select");
    expect(mifare_desfire_authenticate(tag, number, key) == 0, "authenticate");
}

static void data_file(uint8_t file, const char *what) {
    uint8_t written[100], read[160]; /* the library deciphers in place: room for checksum and padding */
    for (int i = 0; i < 100; i++) written[i] = (uint8_t)(i * 7 + file);
    expect(mifare_desfire_write_data(tag, file, 0, 100, written) == 100, what);
    if (file == 2) {
        expect(mifare_desfire_read_data(tag, file, 0, 100, read) == 100 && read[1] == 0, "uncommitted data is old");
        expect(mifare_desfire_commit_transaction(tag) == 0, "commit");
    }
    expect(mifare_desfire_read_data(tag, file, 0, 100, read) == 100 && memcmp(read, written, 100) == 0, "read back");
}

static void value_file(MifareDESFireAID aid, MifareDESFireKey key) {
    int32_t value = -1;
    expect(mifare_desfire_get_value(tag, 3, &value) == 0 && value == 500, "value");
    expect(mifare_desfire_debit(tag, 3, 120) == 0, "debit");
    expect(mifare_desfire_get_value(tag, 3, &value) == 0 && value == 500, "uncommitted value is old");
    expect(mifare_desfire_commit_transaction(tag) == 0, "commit");
    expect(mifare_desfire_get_value(tag, 3, &value) == 0 && value == 380, "debited");
    expect(mifare_desfire_limited_credit(tag, 3, 20) == 0, "limited credit");
    expect(mifare_desfire_commit_transaction(tag) == 0, "commit");
    expect(mifare_desfire_credit(tag, 3, 100) == 0, "credit");
    expect(mifare_desfire_abort_transaction(tag) == 0, "abort");
    expect(mifare_desfire_get_value(tag, 3, &value) == 0 && value == 400, "abort undid it");
    expect(mifare_desfire_debit(tag, 3, 401) != 0 && mifare_desfire_last_picc_error(tag) == BOUNDARY_ERROR,
           "below the limit is refused");
    reopen(aid, 0, key);
    expect(mifare_desfire_commit_transaction(tag) != 0 && mifare_desfire_last_picc_error(tag) == NO_CHANGES,
           "a commit of nothing says so");
    reopen(aid, 0, key);
}

static void record_file(void) {
    uint8_t record[32], read[200];
    for (int n = 1; n <= 5; n++) {
        memset(record, n, sizeof record);
        expect(mifare_desfire_write_record(tag, 4, 0, 32, record) == 32, "write record");
        expect(mifare_desfire_commit_transaction(tag) == 0, "commit");
    }
    expect(mifare_desfire_read_records(tag, 4, 0, 1, read) == 32 && read[0] == 5, "newest record");
    expect(mifare_desfire_read_records(tag, 4, 0, 3, read) == 96 && read[0] == 3 && read[95] == 5, "oldest first");
}

static void describe(void) {
    struct mifare_desfire_file_settings settings;
    uint8_t *files = NULL, number = 0, version = 0, flags = 0;
    size_t count = 0;
    expect(mifare_desfire_get_file_ids(tag, &files, &count) == 0 && count == 4, "file ids");
    expect(mifare_desfire_get_file_settings(tag, 3, &settings) == 0 && settings.file_type == MDFT_VALUE_FILE_WITH_BACKUP
               && settings.settings.value_file.upper_limit == 1000,
           "file settings");
    expect(mifare_desfire_get_key_settings(tag, &flags, &number) == 0 && flags == 0x0F && number == 3, "key settings");
    expect(mifare_desfire_get_key_version(tag, 1, &version) == 0 && version == 0x42, "key version");
}

static void visit(void) {
    uint8_t zero[16] = {0}, own[16] = "a key of our own", other[16] = "the second key..";
    MifareDESFireKey factory = mifare_desfire_des_key_new_with_version(zero);
    MifareDESFireKey blank = mifare_desfire_aes_key_new(zero);
    MifareDESFireKey master = mifare_desfire_aes_key_new_with_version(own, 0x41);
    MifareDESFireKey second = mifare_desfire_aes_key_new_with_version(other, 0x42);
    MifareDESFireAID aid = mifare_desfire_aid_new(0x50454F);
    uint32_t memory = 0;
    char *uid = NULL;

    expect(mifare_desfire_connect(tag) == 0, "connect");
    expect(mifare_desfire_authenticate(tag, 0, factory) == 0, "legacy DES authentication");
    expect(mifare_desfire_format_picc(tag) == 0, "format");
    expect(mifare_desfire_free_mem(tag, &memory) == 0 && memory > 4000, "free memory");
    expect(mifare_desfire_create_application_aes(tag, aid, 0x0F, 3) == 0, "create application");
    expect(mifare_desfire_select_application(tag, aid) == 0, "select");
    expect(mifare_desfire_authenticate(tag, 0, second) != 0 && mifare_desfire_last_picc_error(tag) == AUTHENTICATION_ERROR,
           "a wrong key is refused");
    reopen(aid, 0, blank);
    expect(mifare_desfire_change_key(tag, 1, second, blank) == 0, "change another key");
    expect(mifare_desfire_change_key(tag, 0, master, NULL) == 0, "change the proved key");
    reopen(aid, 0, master);
    expect(mifare_desfire_get_card_uid(tag, &uid) == 0 && strcmp(uid, "04a1b2c3d4e5f6") == 0, "UID");
    expect(mifare_desfire_create_std_data_file(tag, 1, MDCM_ENCIPHERED, 0x1000, 100) == 0, "standard file");
    expect(mifare_desfire_create_backup_data_file(tag, 2, MDCM_MACED, 0x1000, 100) == 0, "backup file");
    expect(mifare_desfire_create_value_file(tag, 3, MDCM_ENCIPHERED, 0x0000, 0, 1000, 500, 1) == 0, "value file");
    expect(mifare_desfire_create_cyclic_record_file(tag, 4, MDCM_ENCIPHERED, 0x0000, 32, 4) == 0, "cyclic file");
    data_file(1, "write enciphered data");
    data_file(2, "write MACed data");
    value_file(aid, master);
    record_file();
    describe();
    reopen(aid, 1, second);
    expect(mifare_desfire_write_data(tag, 1, 0, 4, zero) < 0, "another key may not write");
    reopen(aid, 0, master);
    expect(mifare_desfire_change_file_settings(tag, 1, MDCM_PLAIN, 0xEEEE) == 0, "change file settings");
    expect(mifare_desfire_change_key_settings(tag, 0x09) == 0, "change key settings");
    expect(mifare_desfire_delete_file(tag, 1) == 0, "delete file");
    expect(mifare_desfire_disconnect(tag) == 0, "disconnect");
}

int main(void) {
    nfc_context *context = NULL;
    nfc_init(&context);
    nfc_device *device = context ? nfc_open(context, NULL) : NULL;
    MifareTag *tags = device ? freefare_get_tags(device) : NULL;
    if (!tags || !tags[0]) {
        printf("FAILED no card found\n");
        return 1;
    }
    tag = tags[0];
    if (freefare_get_tag_type(tag) != DESFIRE) {
        printf("FAILED the card is not taken for a DESFire\n");
        return 1;
    }
    visit();
    freefare_free_tags(tags);
    nfc_close(device);
    nfc_exit(context);
    printf("done %d\n", steps);
    return 0;
}
