import Foundation
import ModelFiles

/// Writes a plan beside the one that was opened, or in its place: whole or not at all.
struct PlanSaving {
  let path: String
  /// What the file said when it was opened.
  let opened: String

  /// - Returns: The name of the file, chosen here and not by who asks.
  /// - Throws: `GateRefusal` where nothing was written.
  func save(_ text: String, overPlan: Bool) throws(GateRefusal) -> String {
    let folder = FilePath.folder(of: path)
    // A name that nobody else has; it is gone again when this returns.
    let hidden = "\(folder.isEmpty ? "." : folder)/.nines-studio-\(UUID().uuidString)"
    do {
      try Data(text.utf8).write(to: URL(filePath: hidden), options: .withoutOverwriting)
    } catch {
      throw GateRefusal(500, "cannot write beside '\(path)': \(error.localizedDescription)")
    }
    defer { unlink(hidden) }
    guard overPlan else { return try link(hidden) }
    guard (try? String(contentsOfFile: path, encoding: .utf8)) == opened else {
      throw GateRefusal(409, "'\(path)' has changed since it was opened: save a new file instead")
    }
    guard rename(hidden, path) == 0 else {
      throw GateRefusal(500, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    return path
  }

  /// Gives the file the first name that is free: a link is never made over what is there.
  private func link(_ hidden: String) throws(GateRefusal) -> String {
    let stem = (path as NSString).deletingPathExtension
    for number in 2...999 {
      let name = "\(stem)-\(number).yaml"
      if Foundation.link(hidden, name) == 0 { return name }
      guard errno == EEXIST else {
        throw GateRefusal(500, "cannot write '\(name)': \(String(cString: strerror(errno)))")
      }
    }
    throw GateRefusal(409, "'\(stem)-2.yaml' to '\(stem)-999.yaml' are there already")
  }
}
