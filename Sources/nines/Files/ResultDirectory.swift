import ArgumentParser
import Foundation
import Reports

/// A directory of results that appears whole or not at all, and never over another study.
///
/// The place is claimed before the work: the directory is made then, with a locked file in it that says so. What this did
/// not write it never removes.
final class ResultDirectory: Sendable {
  /// As it was named.
  let path: String
  /// A link to a directory is followed.
  let url: URL
  private let claim: PlaceClaim

  /// - Throws: `ExitCode.badModel` where something is there already or nothing can be written; said before the work.
  init(_ path: String) throws {
    self.path = path
    do {
      // The URL of no path is that of the current directory.
      guard !path.isEmpty else {
        throw PlaceClaim.Problem(reason: "names no directory", remedy: "Name a directory that does not exist yet")
      }
      claim = try PlaceClaim(URL(fileURLWithPath: path))
      url = claim.url
    } catch let problem as PlaceClaim.Problem {
      Terminal.printError("error: " + problem.sentence(about: path))
      throw ExitCode.badModel
    }
  }

  /// Where a long file may wait beside the directory before it is written.
  var neighbour: URL { whole.hidden.appendingPathExtension("ledger") }

  private var whole: WholeDirectory { WholeDirectory(claim, disk: .real) }

  func write(_ files: [(name: String, text: String)]) throws {
    try write(files.map { ResultFile(name: $0.name, text: $0.text) })
  }

  /// Writes all files, or says which one could not be written.
  func write(_ files: [ResultFile]) throws {
    do {
      try whole.write(files)
    } catch {
      Terminal.printError(
        "error: cannot write '\(error.place)': \(error.reason). Name another place, or make room there")
      throw ExitCode.badModel
    }
  }
}
