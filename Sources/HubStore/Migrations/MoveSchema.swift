/// The sixteenth migration: where a hub went, or came from. There is no row in a database that a hub was made in.
enum MoveSchema {
    static let sixteenth = """
        CREATE TABLE hub_move (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            -- Of this one move, the same at both ends.
            id TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('arriving', 'arrived', 'served', 'givenUp', 'gone')),
            -- The server's address without its password, or the file's path.
            other_end TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            hub_epoch TEXT NOT NULL
        ) STRICT;
        """
}
