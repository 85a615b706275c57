internal import Glibc
internal import NIOCore
internal import NIOSSL
package import Settings
internal import Synchronization

/// The certificate and key that connections begin with. New files are taken while the hub serves; a pair that does not
/// match is not, because a renewal writes one file after the other.
final class ServerCertificate: Sendable {
    private struct Loaded: Sendable {
        var context: NIOSSLContext
        var endsAtMs: Int64
        var stamp: [FileStamp?]
    }

    enum Renewal: Equatable {
        case unchanged
        case renewed
        /// The files cannot be used; connections go on with the pair before.
        case refused(String)
    }

    private let files: HubSettings.TLSFiles
    private let loaded: Mutex<Loaded>
    /// A pair that was refused is looked at again when a file changes.
    private let refusedStamp = Mutex<[FileStamp?]?>(nil)

    /// - Throws: why the files cannot be used, in words.
    init(_ files: HubSettings.TLSFiles) throws(CertificateProblem) {
        self.files = files
        loaded = Mutex(try Self.load(files))
    }

    var context: NIOSSLContext { loaded.withLock { $0.context } }
    /// The first moment at which clients refuse it; milliseconds since 1970 UTC.
    var endsAtMs: Int64 { loaded.withLock { $0.endsAtMs } }

    /// Looks whether the files have changed.
    func renew() -> Renewal {
        let stamp = Self.stamp(files)
        guard stamp != loaded.withLock({ $0.stamp }), stamp != refusedStamp.withLock({ $0 }) else { return .unchanged }
        do {
            let fresh = try Self.load(files)
            loaded.withLock { $0 = fresh }
            refusedStamp.withLock { $0 = nil }
            return .renewed
        } catch {
            refusedStamp.withLock { $0 = stamp }
            return .refused(error.description)
        }
    }

    private static func stamp(_ files: HubSettings.TLSFiles) -> [FileStamp?] {
        [FileStamp(files.certificate), FileStamp(files.key)]
    }

    private static func load(_ files: HubSettings.TLSFiles) throws(CertificateProblem) -> Loaded {
        // Taken first: what changes while it is read is looked at again.
        let stamp = stamp(files)
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(files.certificate) } catch {
            throw .noCertificate(files.certificate)
        }
        guard let leaf = chain.first else { throw .noCertificate(files.certificate) }
        let text: String
        do { text = try SecretFile.read(files.key) } catch { throw .secret(error) }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(bytes: Array(text.utf8), format: .pem) } catch { throw .noKey(files.key) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // How long a client may take to say goodbye in its turn.
        configuration.shutdownTimeout = .seconds(1)
        do {
            let context = try NIOSSLContext(configuration: configuration)
            return Loaded(context: context, endsAtMs: Int64(leaf.notValidAfter) * 1000, stamp: stamp)
        } catch {
            throw .mismatch(certificate: files.certificate, key: files.key)
        }
    }
}

/// Why a certificate cannot be served.
package enum CertificateProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case noCertificate(String)
    case noKey(String)
    case mismatch(certificate: String, key: String)
    case secret(SecretFile.Problem)

    package var description: String {
        switch self {
        case .noCertificate(let path): "\(path): holds no certificate in PEM form, or cannot be read"
        case .noKey(let path): "\(path): holds no private key in PEM form"
        case .mismatch(let certificate, let key):
            "\(key) is not the key of \(certificate); lay both files of one renewal there"
        case .secret(let problem): "\(problem)"
        }
    }

    /// A renewal that is half done ends by itself; a file that others may read does not.
    package var mayPass: Bool {
        switch self {
        case .noCertificate, .noKey, .mismatch, .secret(.missing): true
        case .secret: false
        }
    }
}

/// What changes when a file is written or replaced.
struct FileStamp: Hashable, Sendable {
    private let inode: UInt64
    private let bytes: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// - Returns: `nil` when there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        inode = UInt64(status.st_ino)
        bytes = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
