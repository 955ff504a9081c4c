internal import Foundation

/// A request of a trace.
public struct TracedRequest: Equatable, Sendable {
  /// Nanoseconds since the first request of the trace.
  public var nanoseconds: Int64
  public var prompt: Int32
  public var output: Int32
}

/// A request trace, read line by line: a file of any size takes the memory of a line.
///
/// Two formats are told apart by the first line: CSV in the Azure LLM inference format, with the columns `TIMESTAMP`
/// (date and time, or seconds), `ContextTokens` and `GeneratedTokens`; and JSON lines in Mooncake's, with the keys
/// `timestamp` (milliseconds), `input_length` and `output_length`. Other columns and keys are passed over, and so
/// are lines at the beginning that start with `#`.
public struct RequestTraceReader {
  private enum Format {
    /// Columns of time, prompt and output.
    case csv(time: Int, prompt: Int, output: Int)
    case jsonLines
  }

  private struct MooncakeLine: Decodable {
    var timestamp: Double
    var input_length: Double
    var output_length: Double
  }

  private let path: String
  private var lines: LineReader
  private let format: Format
  /// A first line that is a request already.
  private var pending: String?
  private var first: Int64?
  private var last: Int64 = 0

  /// - Throws: A diagnostic that names the file where it cannot be read or is of neither format.
  public init(path: String) throws(Diagnostic) {
    self.path = path
    do {
      lines = try LineReader(path: path)
      repeat { pending = try lines.next() } while pending?.hasPrefix("#") == true
    } catch {
      throw Diagnostic(file: path, message: "the trace cannot be read", remedy: "Check the path and its permissions")
    }
    guard let line = pending, !line.allSatisfy(\.isWhitespace) else {
      throw Diagnostic(file: path, message: "the trace is empty", remedy: Self.formats)
    }
    if line.first == "{" {
      format = .jsonLines
    } else {
      format = try Self.columns(of: line, path: path, line: lines.number)
      pending = nil
    }
  }

  private static let formats =
    "Write CSV with the columns TIMESTAMP, ContextTokens and GeneratedTokens, or JSON lines with timestamp, input_length "
    + "and output_length"

  private static func columns(of header: String, path: String, line: Int) throws(Diagnostic) -> Format {
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{feff}")).lowercased()
    }
    var found: [Int] = []
    for name in ["TIMESTAMP", "ContextTokens", "GeneratedTokens"] {
      guard let column = names.firstIndex(of: name.lowercased()) else {
        throw Diagnostic(
          file: path, line: line, column: 1, message: "the column '\(name)' is missing", remedy: formats,
          sourceLine: header)
      }
      found.append(column)
    }
    return .csv(time: found[0], prompt: found[1], output: found[2])
  }

  /// The next request; `nil` after the last.
  ///
  /// - Throws: A diagnostic with line and column for a line that cannot be read, times out of order and tokens below one.
  public mutating func next() throws(Diagnostic) -> TracedRequest? {
    guard let line = try nextLine() else { return nil }
    let request = try parsed(line)
    if first == nil { first = request.nanoseconds }
    let since = request.nanoseconds - first!
    guard since >= last else {
      throw problem("the request is earlier than the one before it", remedy: "Sort the trace by time", line: line)
    }
    last = since
    return TracedRequest(nanoseconds: since, prompt: request.prompt, output: request.output)
  }

  private mutating func nextLine() throws(Diagnostic) -> String? {
    while true {
      let line: String?
      if pending != nil {
        line = pending
        pending = nil
      } else {
        do { line = try lines.next() } catch {
          throw Diagnostic(file: path, line: lines.number, column: 1, message: "the trace cannot be read further")
        }
      }
      guard let line else { return nil }
      if !line.allSatisfy(\.isWhitespace) { return line }
    }
  }

  private func parsed(_ line: String) throws(Diagnostic) -> TracedRequest {
    switch format {
    case .jsonLines:
      guard let row = try? JSONDecoder().decode(MooncakeLine.self, from: Data(line.utf8)) else {
        throw problem(
          "the line is not an object with timestamp, input_length and output_length",
          remedy: "Complete the line, or remove it if it was cut", line: line)
      }
      return TracedRequest(
        nanoseconds: Int64((row.timestamp * 1e6).rounded()),
        prompt: try tokens(row.input_length, "input_length", 1, line),
        output: try tokens(row.output_length, "output_length", 1, line))
    case .csv(let time, let prompt, let output):
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count > max(time, prompt, output) else {
        throw problem(
          "the line has \(cells.count) of \(max(time, prompt, output) + 1) columns",
          remedy: "Complete the line, or remove it if it was cut", line: line)
      }
      func column(_ index: Int) -> Int { cells[..<index].reduce(1) { $0 + $1.unicodeScalars.count + 1 } }
      guard let nanoseconds = traceInstant(cells[time]) else {
        throw problem(
          "'\(cells[time])' is not a time", remedy: "Write 2023-11-16 18:15:46.680, or seconds", line: line,
          column: column(time))
      }
      return TracedRequest(
        nanoseconds: nanoseconds,
        prompt: try tokens(Double(cells[prompt]), String(cells[prompt]), column(prompt), line),
        output: try tokens(Double(cells[output]), String(cells[output]), column(output), line))
    }
  }

  private func tokens(_ value: Double?, _ text: String, _ column: Int, _ line: String) throws(Diagnostic) -> Int32 {
    guard let value, (1...1e9).contains(value), value == value.rounded() else {
      throw problem(
        "'\(text)' is not a number of tokens", remedy: "Write a whole number from 1", line: line, column: column)
    }
    return Int32(value)
  }

  private func problem(_ message: String, remedy: String, line: String, column: Int = 1) -> Diagnostic {
    Diagnostic(
      file: path, line: lines.number, column: column, message: message, remedy: remedy,
      sourceLine: String(line.prefix(200)))
  }
}
