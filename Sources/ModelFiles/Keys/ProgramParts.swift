internal import Numerics

/// What a program was made of, beside its release: what an answer may depend on, for whoever asks why two differ.
public struct ProgramParts: Sendable {
  /// The commit that it was built from; `unknown` where it was not built by `make`, which looks for it.
  public let commit: String
  /// The GNU Scientific Library that it runs with.
  public let gsl = scientificLibraryVersion
  /// The version of the IANA database that its time zones follow.
  public let zones = ZoneRule.version

  /// Those of a program that was built from a commit, which only the program itself knows.
  public init(commit: String) {
    self.commit = commit
  }

  /// `commit 0123456789ab, GSL 2.7.1, time zones 2025b`.
  public var description: String { "commit \(commit), GSL \(gsl), time zones \(zones)" }
}
