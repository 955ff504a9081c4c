import Foundation
import Reports

/// A directory that appears in its claimed place with all its files, or not at all.
///
/// Files are written into a hidden neighbour, their checksums last, which then takes the place in one step.
struct WholeDirectory {
  /// What could not be written.
  struct Problem: Error {
    /// The file, as if it stood in the place; or the place itself.
    let place: String
    let reason: String
  }

  private let claim: PlaceClaim
  private let disk: Disk

  init(_ claim: PlaceClaim, disk: Disk) {
    self.claim = claim
    self.disk = disk
  }

  /// The directory's name while it grows until it is whole.
  var hidden: URL {
    claim.url.deletingLastPathComponent().appendingPathComponent(
      ".\(claim.url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
  }

  /// - Throws: `Problem`; nothing is left behind then.
  func write(_ files: [ResultFile]) throws(Problem) {
    let hidden = hidden.path
    Unfinished.add(hidden)
    defer { Unfinished.remove(hidden) }
    // What a run that was killed has left there, whose number this one has again.
    disk.remove(hidden)
    var place = ""
    do {
      try disk.makeDirectory(hidden)
      var sums = FileChecksums()
      for file in files {
        place = "/" + file.name
        for end in file.name.indices where file.name[end] == "/" {
          try disk.makeDirectory("\(hidden)/\(file.name[..<end])")
        }
        var sum = FileChecksums.Sum()
        try disk.write(hidden + place) { write in
          try file.write { piece in
            sum.add(piece)
            try write(piece)
          }
        }
        sums.add(sum, of: file.name)
      }
      place = "/" + FileChecksums.name
      try disk.write(hidden + place) { try $0(Array(sums.text.utf8)) }
      place = ""
      try claim.replace(by: URL(fileURLWithPath: hidden))
    } catch {
      disk.remove(hidden)
      let reason = (error as? PlaceClaim.Problem)?.reason ?? error.localizedDescription
      throw Problem(place: claim.url.path + place, reason: reason)
    }
  }
}
