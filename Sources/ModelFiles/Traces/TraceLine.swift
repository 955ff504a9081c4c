internal import Foundation
internal import Intake

/// Where the columns of a trace in CSV stand.
struct TraceColumns {
  let time: Int
  let prompt: Int
  let output: Int

  /// Of the traces of Azure, of BurstGPT and of Vidur.
  static let prompts = [
    "ContextTokens", "Request tokens", "num_prefill_tokens", "prompt_tokens", "input_length", "prompt",
  ]
  static let outputs = [
    "GeneratedTokens", "Response tokens", "num_decode_tokens", "output_tokens", "output_length", "output",
  ]

  init(_ header: CSVRow, path: String, remedy: String) throws(Diagnostic) {
    let names = header.texts.map { $0.lowercased() }
    func column(_ known: [String]) throws(Diagnostic) -> Int {
      guard let column = names.firstIndex(where: { known.map { $0.lowercased() }.contains($0) }) else {
        throw Diagnostic(
          file: path, line: header.line, column: 1, message: "the column '\(known[0])' is missing", remedy: remedy,
          sourceLine: header.source)
      }
      return column
    }
    time = try column(["TIMESTAMP", "arrived_at"])
    prompt = try column(TraceColumns.prompts)
    output = try column(TraceColumns.outputs)
  }

  func line(_ row: CSVRow, path: String) throws(Diagnostic) -> TraceLine {
    let wanted = max(time, prompt, output) + 1
    guard row.cells.count >= wanted else {
      throw Diagnostic(
        file: path, line: row.line, column: 1, message: "the line has \(row.cells.count) of \(wanted) columns",
        remedy: "Complete the line, or remove it if it was cut", sourceLine: row.source)
    }
    func text(_ index: Int) -> String { SpreadsheetText.unescaped(row.cells[index].text) }
    return TraceLine(
      path: path, number: row.line, time: text(time), prompt: text(prompt), output: text(output),
      origin: .row(row, self))
  }

  func index(of part: TraceLine.Part) -> Int {
    switch part {
    case .time: time
    case .prompt: prompt
    case .output: output
    }
  }
}

/// One line of a trace, its numbers as they are written.
struct TraceLine {
  /// What a trace says of a request, by its key in JSON lines.
  enum Part: String {
    case time = "timestamp"
    case prompt = "input_length"
    case output = "output_length"
  }

  /// Where the line comes from: what it takes to say where something stands, which nobody asks of most lines.
  fileprivate enum Origin {
    case row(CSVRow, TraceColumns)
    case json(String)
  }

  let path: String
  let number: Int
  let time: String
  let prompt: String
  let output: String
  fileprivate let origin: Origin

  var isJSON: Bool {
    switch origin {
    case .row: false
    case .json: true
    }
  }

  func problem(_ part: Part, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      file: path, line: number, column: column(of: part), message: message, remedy: remedy, sourceLine: source)
  }

  /// A problem with what stands under a key of JSON lines, which no column holds.
  func problem(key: String, _ message: String, remedy: String) -> Diagnostic {
    var column = 1
    if case .json(let line) = origin { column = TraceLine.column(of: key, in: line) }
    return Diagnostic(
      file: path, line: number, column: column, message: message, remedy: remedy, sourceLine: source)
  }

  private var source: String {
    switch origin {
    case .row(let row, _): row.source
    case .json(let line): String(line.prefix(200))
    }
  }

  private func column(of part: Part) -> Int {
    switch origin {
    case .row(let row, let columns): row.cells[columns.index(of: part)].column
    case .json(let line): TraceLine.column(of: part.rawValue, in: line)
    }
  }

  private static func column(of key: String, in line: String) -> Int {
    line.range(of: "\"\(key)\"").map { line.distance(from: line.startIndex, to: $0.lowerBound) + 1 } ?? 1
  }

  /// Whether the request got no answer: such lines stand in traces of services that fail.
  var hasNoOutput: Bool { output.isEmpty || decimal(output) == 0 }

  func tokens(_ part: Part, _ kind: OutsideNumber) throws(Diagnostic) -> Int32 {
    let text = part == .prompt ? prompt : output
    if let value = kind.value(of: text) { return Int32(nearestWhole(value)) }
    let reason = kind.problem(withText: text) ?? "is not \(kind.noun)"
    let isNone = decimal(text).map { $0 < kind.least } ?? true
    throw problem(
      part, isNone ? "'\(text)' is not a number of tokens" : "'\(text)' \(reason)",
      remedy: "Write a whole number from 1")
  }
}

extension TraceLine {
  static let blockKey = "hash_ids"

  private struct Blocks: Decodable { var hash_ids: [Int]? }

  /// The numbers of the prompt's blocks; none where the line has none.
  func blocks() throws(Diagnostic) -> [Int] {
    guard case .json(let line) = origin else { return [] }
    guard let found = try? JSONDecoder().decode(Blocks.self, from: Data(line.utf8)) else {
      throw problem(
        key: TraceLine.blockKey, "'\(TraceLine.blockKey)' is no list of whole numbers",
        remedy: "Write the numbers of the prompt's blocks, or leave the key out")
    }
    return found.hash_ids ?? []
  }

  private struct Mooncake: Decodable {
    var timestamp: Double
    var input_length: Double
    var output_length: Double

    init?(_ line: String) {
      if let numbers = JSONNumbers.read(line, ["timestamp", "input_length", "output_length"]) {
        (timestamp, input_length, output_length) = (numbers[0], numbers[1], numbers[2])
      } else {
        guard let row = try? JSONDecoder().decode(Mooncake.self, from: Data(line.utf8)) else { return nil }
        self = row
      }
    }
  }

  init(json line: String, path: String, number: Int) throws(Diagnostic) {
    guard let row = Mooncake(line) else {
      throw Diagnostic(
        file: path, line: number, column: 1,
        message: "the line is not an object with timestamp, input_length and output_length",
        remedy: "Complete the line, or remove it if it was cut", sourceLine: String(line.prefix(200)))
    }
    self.init(
      path: path, number: number, time: TraceLine.written(row.timestamp), prompt: TraceLine.written(row.input_length),
      output: TraceLine.written(row.output_length), origin: .json(line))
  }

  /// Whole numbers without a point, as they were most likely written.
  private static func written(_ value: Double) -> String {
    value.magnitude < 1e15 ? wholeNumber(value).map(String.init) ?? "\(value)" : "\(value)"
  }
}
