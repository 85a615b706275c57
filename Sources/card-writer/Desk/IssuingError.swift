import CardProtocol
import Vocabulary

/// Why work on a card stops. Each says what to do, and has the exit status that scripts look at (sysexits.h).
enum IssuingError: Error, Hashable {
    case notDESFire
    case foreign(String)
    /// Under the factory's key, but not as cards leave the factory.
    case notFresh(String)
    /// The card proves to be fresh, and nobody allowed the factory's key.
    case factoryKeyNotAllowed
    case notBlank(CardSurvey.Stage)
    case unfit(String)
    case begunForAnother
    case alreadyIssued(CardID)
    case notIssued
    case otherCard(CardUID)
    case auditFailed([String])
    case missingKeys(KeyRole)
    case unknownGeneration(KeyRole, UInt8)
    /// A key of ours was refused by this card before; trying again may lock it.
    case refusedBefore(CardUID)
    case notConfirmed
    /// A signal came; its number.
    case interrupted(Int32)
    case usage(String)
    case input(String)
    case state(String)
    case settings(String)
    case noReader(String)
    case noCard
    case busy(String)
    case hubUnreachable(String)
    case hubRefused(String)
    case hubPermission(String)

    var status: Int32 {
        switch self {
        case .usage, .notConfirmed, .factoryKeyNotAllowed: 64
        case .notBlank, .unfit, .begunForAnother, .alreadyIssued, .notIssued, .otherCard, .auditFailed, .hubRefused: 65
        case .input: 66
        case .noReader, .noCard, .hubUnreachable: 69
        case .state: 73
        case .busy: 75
        case .notDESFire, .foreign, .notFresh: 76
        case .unknownGeneration, .refusedBefore, .hubPermission: 77
        case .missingKeys, .settings: 78
        // As shells count a program that a signal ended.
        case .interrupted(let signal): 128 + signal
        }
    }

    var words: String {
        switch self {
        case .notDESFire:
            """
            this is no DESFire card; a member's card must be one. A tag or another card with a fixed number can be \
            linked to a member at the hub instead, for check-in only
            """
        case .noCard: "there is no card on the reader; lay one on it, or say --wait 30"
        case .foreign(let why): "this card belongs to another system (\(why)); take another one"
        case .notFresh(let what): "this card is not blank (\(what)); nothing was changed; take another one"
        case .factoryKeyNotAllowed:
            "the card is fresh from the factory; say --from-factory to let the factory's key be used on it"
        case .notBlank(let stage): "the card is not blank, it is \(stage.rawValue); nothing was changed"
        case .unfit(let why): "the card cannot be used: \(why)"
        case .begunForAnother:
            "this card was begun for another member: finish it for that one, or erase it first"
        case .alreadyIssued(let id): "the card is issued already, as \(id); erase it before issuing it again"
        case .notIssued: "this is not a finished card of ours; there is nothing to do to it"
        case .otherCard(let uid): "another card lies there now (\(uid)); start again with one card"
        case .auditFailed(let what):
            """
            read back and compared, these differ: \(what.joined(separator: ", ")); erase the card and do not \
            hand it out
            """
        case .missingKeys(let role): "the key file has no \(role.rawValue) key"
        case .unknownGeneration(let role, let number):
            "the card's \(role.rawValue) key is of generation \(number), which the key file does not have"
        case .refusedBefore(let uid):
            "a key was refused by card \(uid) before; find out why, then say --retry-after-auth-failure"
        case .notConfirmed: "not confirmed, nothing was changed; answer the question, or say --yes"
        case .interrupted: "interrupted before the first card; nothing was changed"
        case .usage(let text), .input(let text), .state(let text), .settings(let text), .noReader(let text),
            .busy(let text), .hubUnreachable(let text), .hubRefused(let text), .hubPermission(let text):
            text
        }
    }
}

extension CardError {
    /// As in sysexits.h: 65 what the card says is bad, 74 the exchange broke, 76 it speaks otherwise, 77 keys.
    var status: Int32 {
        switch self {
        case .removed, .reset, .readerFailed: 74
        case .wrongKey: 77
        case .refused, .malformed: 76
        case .tampered, .differentCard, .odometerMoved, .insufficient, .impossibleAmount, .journalFailed: 65
        }
    }

    var words: String {
        switch self {
        case .removed: "the card was taken away too early; lay it back and run the same command again"
        case .reset: "another program reset the card; run the same command again"
        case .readerFailed(let code): "the reader failed (\(String(code, radix: 16))); plug it in again"
        case .refused(let instruction, let status): "the card refused \(instruction.name): \(status)"
        case .wrongKey: "the card does not accept our key; it is another system's, or of another key generation"
        case .tampered: "a message authentication code is wrong: noise, or somebody in between; nothing is trusted"
        case .malformed(let instruction): "the answer to \(instruction.name) has a wrong form"
        case .differentCard: "another card lies there now"
        case .odometerMoved: "the card's odometers moved"
        case .insufficient: "the card's odometer is at its end; replace the card"
        case .impossibleAmount: "an impossible amount"
        case .journalFailed: "the journal could not be written"
        }
    }
}
