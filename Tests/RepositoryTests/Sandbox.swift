import Foundation

/// What a command printed, on either stream, and how it ended.
struct CommandRun {
  let status: Int32
  let output: String
}

/// A temporary folder that goes when the last reference to it does.
final class Sandbox {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "nines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A folder in this one, made where it is missing.
  func folder(_ name: String) throws -> URL {
    let made = folder.appending(path: name)
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    return made
  }

  /// A stand-in for a program: a script of shell under a path of this folder.
  @discardableResult func script(_ text: String, at path: String) throws -> URL {
    let place = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try "#!/bin/sh\n\(text)\n".write(to: place, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path)
    return place
  }

  /// A folder with these programs of the system and no others: a `PATH` that holds nothing by accident.
  private func tools(_ names: [String]) throws -> URL {
    let tools = try folder("tools")
    for name in names {
      let found = ["/usr/bin/", "/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
      try FileManager.default.createSymbolicLink(
        atPath: tools.appending(path: name).path, withDestinationPath: found ?? "/bin/\(name)")
    }
    return tools
  }

  /// Runs a script of the project where the system has these programs alone.
  ///
  /// - Parameter environment: What it sees besides `PATH` and `HOME`.
  func run(
    ci script: String, _ arguments: String = "", tools names: [String], environment: [String: String]
  ) throws -> CommandRun {
    try run(
      "/bin/sh '\(Repository.root.appending(path: ".ci/\(script)").path)' \(arguments)",
      environment: ["PATH": tools(names).path, "HOME": folder.path].merging(environment) { $1 })
  }

  /// Runs a line of shell in the folder.
  func run(_ line: String, environment: [String: String]) throws -> CommandRun {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let printed = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return CommandRun(status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self))
  }
}
