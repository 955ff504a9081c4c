import ArgumentParser
import Foundation
import Reports

/// A directory of results that appears whole or not at all, and never over another study.
struct ResultDirectory {
  /// As it was named.
  let path: String
  let url: URL

  /// - Throws: `ExitCode.badModel` where something is there already or nothing can be written; said before the work.
  init(_ path: String) throws {
    self.path = path
    url = URL(fileURLWithPath: path)
    let files = try? FileManager.default.contentsOfDirectory(atPath: url.path)
    if let files, !files.isEmpty {
      Terminal.printError("error: '\(path)' holds another study. Name a directory that does not exist yet")
      throw ExitCode.badModel
    }
    if FileManager.default.fileExists(atPath: url.path) && files == nil {
      Terminal.printError("error: '\(path)' is not a directory. Name a directory that does not exist yet")
      throw ExitCode.badModel
    }
    do {
      // Rights are asked by using them: the answers of access(2) are wrong for root and for read-only file systems.
      let trial = nearestPath.appendingPathComponent(hiddenName)
      try FileManager.default.createDirectory(at: trial, withIntermediateDirectories: false)
      try FileManager.default.removeItem(at: trial)
    } catch {
      Terminal.printError("error: cannot write '\(path)': '\(nearestPath.path)' is no directory that can be written")
      throw ExitCode.badModel
    }
  }

  /// Where a long file may wait beside the directory before it is written.
  var neighbour: URL { nearestPath.appendingPathComponent(hiddenName + ".ledger") }

  /// The name under which the directory grows until it is whole.
  private var hiddenName: String { ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)" }

  /// Where something is to be made: the first path above that exists.
  private var nearestPath: URL {
    var directory = url.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: directory.path), directory.path != "/" {
      directory = directory.deletingLastPathComponent()
    }
    return directory
  }

  func write(_ files: [(name: String, text: String)]) throws {
    try write(files.map { ResultFile(name: $0.name, text: $0.text) })
  }

  /// Writes all files into a hidden neighbour and renames it.
  func write(_ files: [ResultFile]) throws {
    let manager = FileManager.default
    let parent = url.deletingLastPathComponent()
    let hidden = parent.appendingPathComponent(hiddenName)
    do {
      try manager.createDirectory(at: hidden, withIntermediateDirectories: true)
      for file in files {
        let place = hidden.appendingPathComponent(file.name)
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
        defer { try? handle.close() }
        try file.write { try handle.write(contentsOf: Data($0.utf8)) }
      }
      if manager.fileExists(atPath: url.path) { try manager.removeItem(at: url) }
      try manager.moveItem(at: hidden, to: url)
    } catch {
      try? manager.removeItem(at: hidden)
      Terminal.printError("error: cannot write '\(url.path)': \(error.localizedDescription)")
      throw ExitCode.badModel
    }
  }
}
