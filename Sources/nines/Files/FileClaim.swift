import ArgumentParser
import Foundation
import ModelFiles
import Synchronization

/// A place for one file that a process has for itself until it is done: the file is made before the work, empty and locked,
/// and is filled in one step. What this did not write it never removes.
final class FileClaim: Sendable {
  /// As it was named.
  let path: String
  private let disk: Disk
  private let descriptor: Int32
  private let isOver = Mutex(false)

  /// - Throws: `ExitCode.badModel` where something is there already or nothing can be written; said before the work.
  init(_ path: String, disk: Disk = .real) throws {
    self.path = path
    self.disk = disk
    guard !path.isEmpty else {
      Terminal.printError(
        "error: cannot write '': it names no file. Name a new file in a directory that can be written")
      throw ExitCode.badModel
    }
    do {
      descriptor = try disk.open(path, O_RDWR | O_CREAT | O_EXCL)
    } catch {
      let reason = error.code == EEXIST ? "it exists" : error.localizedDescription
      Terminal.printError(
        "error: cannot write '\(path)': \(reason). Name a new file in a directory that can be written")
      throw ExitCode.badModel
    }
    flock(descriptor, LOCK_EX | LOCK_NB)
    Unfinished.add(path)
  }

  /// Fills the file.
  ///
  /// - Throws: `ExitCode.badModel` where it cannot be written, or something else has come to its place.
  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// A hidden place beside the file, where it grows until it is whole.
  var neighbour: String {
    "\(directory)/.\(FilePath.name(of: path)).\(ProcessInfo.processInfo.processIdentifier)"
  }

  /// Fills the file.
  ///
  /// - Throws: `ExitCode.badModel` where it cannot be written, or something else has come to its place.
  func write(_ bytes: [UInt8]) throws {
    let hidden = neighbour
    Unfinished.add(hidden)
    defer { Unfinished.remove(hidden) }
    // What a run that was killed has left there, whose number this one has again.
    disk.remove(hidden)
    do {
      try disk.write(hidden) { try $0(bytes) }
      guard isOurs else { throw CocoaError(.fileWriteFileExists, userInfo: [NSLocalizedDescriptionKey: Self.changed]) }
      try disk.rename(hidden, to: path)
    } catch {
      disk.remove(hidden)
      Terminal.printError(
        "error: cannot write '\(path)': \(error.localizedDescription). Name another file, or make room there")
      throw ExitCode.badModel
    }
    isOver.withLock { $0 = true }
    Unfinished.finish(path)
    close(descriptor)
  }

  private static let changed = "something else has been put there meanwhile"

  private var directory: String {
    let directory = FilePath.folder(of: path)
    return directory.isEmpty ? "." : directory
  }

  /// Whether the place still holds the empty file that was made for it.
  private var isOurs: Bool {
    var (there, here) = (stat(), stat())
    return lstat(path, &there) == 0 && fstat(descriptor, &here) == 0 && there.st_ino == here.st_ino
      && there.st_dev == here.st_dev && there.st_size == 0
  }

  deinit {
    guard !isOver.withLock({ $0 }) else { return }
    if isOurs { disk.remove(path) }
    Unfinished.remove(path)
    close(descriptor)
  }
}
