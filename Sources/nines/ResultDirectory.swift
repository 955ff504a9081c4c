import ArgumentParser
import Foundation

/// A directory of results that appears whole or not at all, and never over another study.
struct ResultDirectory {
  let url: URL

  /// - Throws: `ValidationError` where something is there already.
  init(_ path: String) throws {
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
  }

  /// Writes all files into a hidden neighbour and renames it.
  func write(_ files: [(name: String, text: String)]) throws {
    let manager = FileManager.default
    let parent = url.deletingLastPathComponent()
    let hidden = parent.appendingPathComponent(".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try manager.createDirectory(at: hidden, withIntermediateDirectories: true)
      for file in files { try Data(file.text.utf8).write(to: hidden.appendingPathComponent(file.name)) }
      if manager.fileExists(atPath: url.path) { try manager.removeItem(at: url) }
      try manager.moveItem(at: hidden, to: url)
    } catch {
      try? manager.removeItem(at: hidden)
      Terminal.printError("error: cannot write '\(url.path)': \(error.localizedDescription)")
      throw ExitCode.badModel
    }
  }
}
