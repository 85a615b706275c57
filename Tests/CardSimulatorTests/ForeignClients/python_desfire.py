"""A visit by python-desfire and pyscard, which know nothing of this project, through a real pcscd.

Speaks to the card on the first reader that has one: EV1 AES authentication, an application, ChangeKey, enciphered
and plain standard files. Prints one line per step; any surprise is an exception.
"""

import sys

from desfire import DESFire, DESFireKey, PCSCDevice
from desfire.enums import DESFireCommunicationMode, DESFireFileType, DESFireKeySettings, DESFireKeyType
from desfire.exceptions import DESFireCommunicationError
from desfire.schemas import FilePermissions, FileSettings, KeySettings
from smartcard.System import readers

AID = [0x4F, 0x45, 0x50]
BLANK = "00" * 16
OWN = "a1a2a3a4a5a6a7a8a9aaabacadaeaf10"
SECOND = "b1b2b3b4b5b6b7b8b9babbbcbdbebf20"


def key(text):
    return DESFireKey(KeySettings(key_type=DESFireKeyType.DF_KEY_AES), text)


def expect(right, what):
    print("ok" if right else "FAILED", what, flush=True)
    if not right:
        sys.exit(1)


def refused(step, status):
    """Whether the card answers with this status. A refusal ends the authentication."""
    try:
        step()
    except DESFireCommunicationError as error:
        return error.status_code == status
    return False


def main():
    connection = next(reader for reader in readers() if reader.name == sys.argv[1]).createConnection()
    connection.connect()
    card = DESFire(PCSCDevice(connection.component))

    card.select_application([0, 0, 0])
    version = card.get_card_version()
    expect(list(version.uid) == [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6], "version and UID")
    card.authenticate(0, key(BLANK))
    expect(card.get_real_uid() == [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6], "enciphered UID")
    settings = KeySettings(key_type=DESFireKeyType.DF_KEY_AES, settings=[DESFireKeySettings.KS_FACTORY_DEFAULT])
    card.create_application(AID, settings, 3)
    expect(card.get_application_ids() == [AID], "application created")

    card.select_application(AID)
    expect(refused(lambda: card.authenticate(0, key(OWN)), 0xAE), "a wrong key is refused")
    card.authenticate(0, key(BLANK))
    card.change_key(1, key(BLANK), key(SECOND), 0x42)
    expect(card.get_key_version(1) == 0x42, "another key changed")
    card.change_key(0, key(BLANK), key(OWN), 0x41)
    expect(refused(lambda: card.authenticate(0, key(BLANK)), 0xAE), "the old key is gone")
    card.authenticate(0, key(OWN))

    for number, mode in ((1, DESFireCommunicationMode.ENCRYPTED), (2, DESFireCommunicationMode.PLAIN)):
        file = FileSettings(mode, DESFireFileType.MDFT_STANDARD_DATA_FILE, FilePermissions(1, 0, 0, 0), 32)
        card.create_standard_file(number, file)
        written = [n * number + 1 for n in range(32)]
        card.write_file_data(number, 0, mode, written)
        # Read in the clear, the answer still carries a CMAC.
        file.encryption = mode if mode != DESFireCommunicationMode.PLAIN else DESFireCommunicationMode.CMAC
        expect(card.read_file_data(number, file) == written, f"file {number} in mode {mode.name}")
    expect(card.get_file_ids() == [1, 2], "file ids")
    expect(card.get_file_settings(1).file_size == 32, "file settings")

    card.select_application(AID)
    card.authenticate(1, key(SECOND))
    step = lambda: card.write_file_data(2, 0, DESFireCommunicationMode.PLAIN, [1])
    expect(refused(step, 0xAE), "another key may not write")
    print("done")


main()
