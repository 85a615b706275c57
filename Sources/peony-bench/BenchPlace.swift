import ArgumentParser

/// Where is measured, and in how large a salon.
struct BenchPlace: ParsableArguments {
    @Option(help: "Where the databases are made, so that it is the disk that counts. Default: .build, or here.")
    var folder: String?

    @Option(help: "Where salons are kept; see `data`.")
    var kept = KeptSalons.usualFolder

    @Option(
        help: "Members of the salon that ledger work is measured in, from 1 to 1000000: 10000 or 1e4.",
        transform: SalonSize.argument)
    var members = SalonSize.usual
}
