import Foundation

private let chat = "models/chat-api.yaml"

/// What the command takes that was built beside this program: a comparison as people run it, and the most memory that one
/// of 100,000 replications holds.
///
/// Only where they are asked for by name, `nines-bench compare` and `nines-bench memory`: they take many seconds.
func measureCommands() {
  let asked = CommandLine.arguments.dropFirst()
  if asked.contains("compare") {
    report("compare.chat-api", value: compare(["--threads", "2"]), unit: "s")
    report("compare.chat-api.no-inputs", value: compare(["--threads", "2", "--no-inputs"]), unit: "s")
  }
  if asked.contains("memory") {
    let took = compare(["--designs", "hot-standby", "--replications", "100000", "--no-inputs"])
    report("memory.compare", value: mostMemoryOfChildren / 1e6, unit: "MB")
    report("memory.compare.time", value: took, unit: "s")
  }
}

/// Seconds that a comparison of the chat service with these options takes, files included.
private func compare(_ options: [String]) -> Double {
  let folder = FileManager.default.temporaryDirectory.appending(path: "nines-bench-\(getpid())")
  defer { try? FileManager.default.removeItem(at: folder) }
  return runCommand(["compare", chat, "--quiet", "--out", folder.path] + options)
}

/// Seconds that the command beside this program takes with these arguments.
func runCommand(_ arguments: [String]) -> Double {
  let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "nines")
  guard FileManager.default.isExecutableFile(atPath: command.path), FileManager.default.fileExists(atPath: chat) else {
    fail("needs \(command.path), and \(chat) here")
  }
  let process = Process()
  process.executableURL = command
  process.arguments = arguments
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  let took = seconds {
    guard (try? process.run()) != nil else { return }
    process.waitUntilExit()
  }
  guard !process.isRunning, process.terminationReason == .exit, process.terminationStatus == 0 else {
    fail("\(command.path) ended with \(process.terminationStatus); is it up to date?")
  }
  return took
}

func fail(_ reason: String) -> Never {
  FileHandle.standardError.write(Data("FAILED: \(reason)\n".utf8))
  exit(1)
}

/// The largest resident set of any process that was started here and has ended, in bytes.
var mostMemoryOfChildren: Double {
  var usage = rusage()
  #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  #else
    getrusage(RUSAGE_CHILDREN, &usage)
    return Double(usage.ru_maxrss)
  #endif
}
