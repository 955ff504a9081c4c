import Foundation

/// How fast the command beside this program reads what people measured, and the most memory that it holds while it does:
/// request traces in both formats, and a series of rates.
///
/// Only where it is asked for by name, `nines-bench reading`: it writes files of 2 GB first, one at a time, and takes them
/// away; `reading=200` makes them of 200 MB. The trace is replayed by flow, which costs next to nothing beside its reading.
func measureReading() {
  guard let asked = CommandLine.arguments.dropFirst().first(where: { $0 == "reading" || $0.hasPrefix("reading=") })
  else {
    return
  }
  guard let megabytes = asked == "reading" ? 2000 : Int(asked.dropFirst(8)), (1...100_000).contains(megabytes) else {
    fail("'\(asked)' names no size: write 'reading=200' for files of 200 MB")
  }
  let folder = FileManager.default.temporaryDirectory.appending(path: "nines-reading-\(getpid())")
  defer { try? FileManager.default.removeItem(at: folder) }
  guard (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil else {
    fail("cannot make \(folder.path)")
  }
  let trace = ["trace", "models/llm-serving.yaml"]
  let tail = ["--level", "flow", "--replicas", "2", "--quiet"]
  measure(
    "reading.trace.csv", megabytes, in: folder, header: "TIMESTAMP,ContextTokens,GeneratedTokens\n",
    { row in
      let (seconds, part) = (row / 40, row % 40)
      return "2026-\(two(1 + seconds / 2_419_200))-\(two(1 + seconds / 86_400 % 28)) \(two(seconds / 3600 % 24)):"
        + "\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(1000 + part * 20),\(1 + row % 3000),\(1 + row % 700)\n"
    }
  ) { trace + [$0] + tail }
  measure(
    "reading.trace.json", megabytes, in: folder, header: "",
    { row in
      let blocks = (0..<16).map { String(row &* 31 &+ $0) }.joined(separator: ", ")
      return "{\"timestamp\": \(row * 25), \"input_length\": \(1 + row % 30_000), \"output_length\": \(1 + row % 700),"
        + " \"hash_ids\": [\(blocks)]}\n"
    }
  ) { trace + [$0] + tail }
  measure(
    "reading.rates", megabytes, in: folder, header: "time,rps\n",
    { row in
      // A row each second: two gigabytes are four years.
      "\(row),\(100 + row / 60 % 1440 / 20).\(row % 97)\n"
    }
  ) { ["fit", $0, "--quiet"] }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// Writes a file of rows and has the command read it.
private func measure(
  _ name: String, _ megabytes: Int, in folder: URL, header: String, _ row: (Int) -> String,
  _ arguments: (String) -> [String]
) {
  let file = folder.appending(path: name)
  guard FileManager.default.createFile(atPath: file.path, contents: Data(header.utf8)),
    let handle = try? FileHandle(forWritingTo: file), (try? handle.seekToEnd()) != nil
  else { fail("cannot write \(file.path)") }
  var (written, number) = (0, 0)
  while written < megabytes * 1_000_000 {
    var text = ""
    for _ in 0..<10_000 {
      text += row(number)
      number += 1
    }
    guard (try? handle.write(contentsOf: Data(text.utf8))) != nil else { fail("cannot write \(file.path)") }
    written += text.utf8.count
  }
  let took = runCommand(arguments(file.path))
  report("\(name)", value: Double(written) / 1e6 / took, unit: "MB/s")
  // The largest of all that ran so far: traces come first, as they hold less.
  report("\(name).memory", value: mostMemoryOfChildren / 1e6, unit: "MB")
  try? FileManager.default.removeItem(at: file)
}
