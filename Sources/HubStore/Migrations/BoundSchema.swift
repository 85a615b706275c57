/// What is counted per kiosk, so that one token cannot fill the disk: bytes of answers, holds, open incidents.
enum BoundSchema {
    static let seventh = """
        ALTER TABLE remote_request ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX remote_of_kiosk ON remote_request (kiosk);
        CREATE INDEX hold_of_kiosk ON hold (kiosk, state) WHERE state <> 'released';
        CREATE INDEX incident_of_kiosk ON incident (kiosk) WHERE status = 'open';
        """
}
