import Foundation
import Synchronization

/// A place for a directory that one process has for itself until it is done: a directory that holds nothing but a locked
/// file.
///
/// The lock goes with the process, so a claim that a killed run left behind is taken over; the directory goes with the
/// claim, where the claim has made it.
final class PlaceClaim: Sendable {
  struct Problem: Error {
    /// After the place's name.
    let reason: String
    let remedy: String

    func sentence(about path: String) -> String { "'\(path)' \(reason). \(remedy)" }
  }

  private static let fileName = ".nines-claim"
  /// Where the directory stands: a link to one is followed.
  let url: URL
  private let descriptor: Int32
  private let disk: Disk
  /// Directories that the claim has made, the innermost first.
  private let made: [String]
  private let isOver = Mutex(false)

  init(_ named: URL, disk: Disk = .real) throws {
    self.disk = disk
    let another = "Name a directory that does not exist yet"
    let manager = FileManager.default
    var isDirectory: ObjCBool = false
    let exists = manager.fileExists(atPath: named.path, isDirectory: &isDirectory)
    if !exists, (try? manager.destinationOfSymbolicLink(atPath: named.path)) != nil {
      throw Problem(reason: "is a link that leads nowhere", remedy: another)
    }
    url = exists ? named.resolvingSymlinksInPath() : named
    if exists && !isDirectory.boolValue { throw Problem(reason: "is not a directory", remedy: another) }
    made = exists ? [] : try PlaceClaim.makeDirectories(to: url, disk)
    if try PlaceClaim.others(in: url) {
      throw Problem(reason: "is not empty", remedy: another)
    }
    let file = url.appendingPathComponent(PlaceClaim.fileName).path
    do {
      descriptor = try disk.open(file, O_RDWR | O_CREAT)
    } catch {
      for directory in made { disk.removeEmpty(directory) }
      throw Problem(reason: "cannot be written: \(error.localizedDescription)", remedy: another)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      // A class whose fields are set is deinitialised when its initialiser throws: the claim is the other run's.
      isOver.withLock { $0 = true }
      throw Problem(reason: "is being written by another run", remedy: another)
    }
    Unfinished.add(file, directories: made)
  }

  /// Puts a directory in the claimed place.
  ///
  /// - Throws: `Problem` where something else has come there.
  func replace(by directory: URL) throws {
    if try PlaceClaim.others(in: url) {
      throw Problem(reason: "something else has been put there meanwhile", remedy: "Name another directory")
    }
    let file = url.appendingPathComponent(PlaceClaim.fileName).path
    unlink(file)
    // Takes the place of an empty directory only, in one step.
    do {
      try disk.rename(directory.path, to: url.path)
    } catch {
      throw Problem(reason: error.localizedDescription, remedy: "Name another directory")
    }
    isOver.withLock { $0 = true }
    Unfinished.finish(file)
    close(descriptor)
  }

  deinit {
    guard !isOver.withLock({ $0 }) else { return }
    let file = url.appendingPathComponent(PlaceClaim.fileName).path
    disk.remove(file)
    Unfinished.remove(file)
    close(descriptor)
    for directory in made { disk.removeEmpty(directory) }
  }

  /// Whether a directory holds a claim alone, or nothing: somebody writes it, or was killed while it was written.
  static func isClaimed(_ path: String) -> Bool { (try? others(in: URL(fileURLWithPath: path))) == false }

  /// Whether anything but a claim is in a directory.
  private static func others(in url: URL) throws -> Bool {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: url.path).contains { $0 != fileName }
    } catch {
      throw Problem(reason: "cannot be read: \(error.localizedDescription)", remedy: "Name another directory")
    }
  }

  /// Makes a directory and those above it that are missing.
  private static func makeDirectories(to url: URL, _ disk: Disk) throws -> [String] {
    var missing: [URL] = []
    var next = url
    while !FileManager.default.fileExists(atPath: next.path), next.path != "/" {
      missing.append(next)
      next = next.deletingLastPathComponent()
    }
    var made: [String] = []
    for directory in missing.reversed() {
      do {
        try disk.makeDirectory(directory.path)
      } catch {
        for directory in made { disk.removeEmpty(directory) }
        throw Problem(
          reason: "cannot be written: \(error.localizedDescription)",
          remedy: "'\(directory.deletingLastPathComponent().path)' must be a directory that can be written")
      }
      made.insert(directory.path, at: 0)
    }
    return made
  }
}

/// What lies on disk only while the command works: an interrupt takes it away.
enum Unfinished {
  private struct Places {
    var paths: [String] = []
    /// Removed after the paths, where they are empty.
    var directories: [String] = []
    var hasFinished = false
  }
  private static let places = Mutex(Places())

  static func add(_ path: String, directories: [String] = []) {
    places.withLock {
      $0.paths.append(path)
      $0.directories += directories
    }
  }

  static func remove(_ path: String) { places.withLock { $0.paths.removeAll { $0 == path } } }

  /// Says that a result stands in its place, whole: it is the user's from now on.
  static func finish(_ path: String) {
    places.withLock {
      $0.paths.removeAll { $0 == path }
      $0.hasFinished = true
    }
  }

  /// What an interrupt leaves, in words.
  static var afterInterrupt: String {
    places.withLock { $0.hasFinished } ? "interrupted: the files were written" : "interrupted: nothing was written"
  }

  /// Takes everything away.
  static func clear() {
    let left = places.withLock { $0 }
    for path in left.paths { try? FileManager.default.removeItem(atPath: path) }
    for directory in left.directories { rmdir(directory) }
  }
}
