import Experiments
import Reports

/// A record of one design in one world with what it is of: a line of what a part brings.
struct NamedRecord {
  let name: WorldName
  let record: WorldRecord

  /// - Parameter progress: Called with the pieces that are done.
  static func simulate(
    _ tasks: [WorldTask], threads: Int, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> [NamedRecord] {
    var done = 0
    let records = try await shared(
      tasks.indices, threads: threads,
      finished: { (_: [WorldRecord]) in
        done += 1
        progress(done)
      }, work: { try tasks[$0].simulate() })
    return zip(tasks, records).flatMap { task, records in
      zip(task.names, records).map { NamedRecord(name: $0, record: $1) }
    }
  }

  static func file(_ name: String, _ records: [NamedRecord]) -> ResultFile {
    ResultFile(name: name) { piece in
      for line in records { try piece("\(line.name.text): \(line.record.line) end\n") }
    }
  }

  /// The name and the record of a line; nil where it was cut off or is none.
  static func read(_ line: Substring) -> (name: WorldName, record: Substring)? {
    // By bytes: a line is long, and its letters are all of one byte.
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), let name = WorldName(text: line[..<colon]),
      line.hasSuffix(" end")
    else {
      return nil
    }
    return (name, Substring(line.utf8[colon...].dropFirst(2).dropLast(4)))
  }
}
