import ArgumentParser
import Foundation
import Reports

/// A directory of results that appears whole or not at all, and never over another study.
///
/// The place is claimed before the work: the directory is made then, with a locked file in it that says so. Files are
/// written into a hidden neighbour, which takes the place only while nothing but the claim is there. What this did not
/// write it never removes.
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
      claim = try PlaceClaim(URL(fileURLWithPath: path))
      url = claim.url
    } catch let problem as PlaceClaim.Problem {
      Terminal.printError("error: " + problem.sentence(about: path))
      throw ExitCode.badModel
    }
  }

  /// Where a long file may wait beside the directory before it is written.
  var neighbour: URL { hidden.appendingPathExtension("ledger") }

  /// The directory's name while it grows until it is whole.
  private var hidden: URL {
    url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
  }

  func write(_ files: [(name: String, text: String)]) throws {
    try write(files.map { ResultFile(name: $0.name, text: $0.text) })
  }

  /// Writes all files into a hidden neighbour, their checksums last, and puts it in the claimed place.
  func write(_ files: [ResultFile]) throws {
    let manager = FileManager.default
    let hidden = hidden
    Unfinished.add(hidden.path)
    defer { Unfinished.remove(hidden.path) }
    var place = hidden
    do {
      try manager.createDirectory(at: hidden, withIntermediateDirectories: true)
      var sums = FileChecksums()
      for file in files {
        place = hidden.appendingPathComponent(file.name)
        sums.add(try ResultDirectory.write(file, at: place), of: file.name)
      }
      place = hidden.appendingPathComponent(FileChecksums.name)
      _ = try ResultDirectory.write(ResultFile(name: FileChecksums.name, text: sums.text), at: place)
      place = url
      try claim.replace(by: hidden)
    } catch {
      try? manager.removeItem(at: hidden)
      let name = url.path + place.path.dropFirst(hidden.path.count)
      let reason = (error as? PlaceClaim.Problem)?.reason ?? error.localizedDescription
      Terminal.printError(
        "error: cannot write '\(place == url ? url.path : name)': \(reason). Name another place, or make room there")
      throw ExitCode.badModel
    }
  }

  private static func write(_ file: ResultFile, at place: URL) throws -> FileChecksums.Sum {
    let manager = FileManager.default
    if file.name.contains("/") {
      try manager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    }
    // What is named like one of ours would take its place.
    guard !manager.fileExists(atPath: place.path) else {
      throw CocoaError(
        .fileWriteFileExists, userInfo: [NSLocalizedDescriptionKey: "two files are called '\(file.name)'"])
    }
    try Data().write(to: place)
    let handle = try FileHandle(forWritingTo: place)
    var sum = FileChecksums.Sum()
    try file.write { piece in
      sum.add(piece)
      try handle.write(contentsOf: Data(piece.utf8))
    }
    // A full disk may be noticed only here.
    try handle.close()
    return sum
  }
}
