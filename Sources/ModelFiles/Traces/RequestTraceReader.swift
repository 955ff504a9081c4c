public import Intake

/// A request of a trace.
public struct TracedRequest: Equatable, Sendable {
  /// Nanoseconds since the first request of the trace.
  public var nanoseconds: Int64
  public var prompt: Int32
  public var output: Int32
  /// Numbers of the prompt's blocks from its beginning, equal where all up to their end is equal; none where they were not asked for,
  /// or are not there.
  public var blocks: [Int] = []
}

/// A request trace, read line by line: a file of any size takes the memory of a line.
///
/// Two formats are told apart by the first line: CSV in the Azure LLM inference format, with the columns `TIMESTAMP`
/// (date and time, or a number), `ContextTokens` and `GeneratedTokens`, or by the names of BurstGPT (`Timestamp`, `Request tokens`,
/// `Response tokens`) and of Vidur (`arrived_at`, `num_prefill_tokens`, `num_decode_tokens`); and JSON lines in Mooncake's,
/// with the keys `timestamp` (milliseconds), `input_length`, `output_length`, and `hash_ids` where blocks are asked for. Other columns and keys are passed over, and
/// so are lines at the beginning that start with `#`. Requests without an answer are skipped and counted.
///
/// A number counts seconds in CSV and milliseconds in JSON lines, unless a unit is given or it is so large that it can
/// only be an instant since 1970. Milliseconds with a fraction are refused: they are seconds.
public struct RequestTraceReader {
  /// The longest time that a trace may span: a reading of the wrong unit is a thousand times off.
  static let longestDays = 400

  private let path: String
  /// One of the two; the columns go with the rows.
  private var rows: CSVFile?
  private var columns: TraceColumns?
  private var lines: LineReader?
  private var unit: TimeUnit?
  private let isUnitGiven: Bool
  /// A first line that is a request already.
  private var pending: String?
  private var first: Int64?
  private var last: Int64 = 0
  /// Requests without output tokens so far, which are left out.
  public private(set) var skipped = 0
  /// Tokens of a block; nil where blocks are not asked for.
  private let blockTokens: Int?
  /// The first request whose blocks do not make its prompt: from there on none are read.
  public private(set) var blockProblem: Diagnostic?

  /// - Parameters:
  ///   - unit: Of times that are numbers; nil where the file's format says it.
  ///   - blockTokens: Tokens of the blocks that requests name; nil where nobody asks for blocks.
  /// - Throws: A diagnostic that names the file where it cannot be read or is of neither format.
  public init(path: String, unit: TimeUnit? = nil, blockTokens: Int? = nil) throws(Diagnostic) {
    self.path = path
    self.blockTokens = blockTokens
    self.unit = unit
    isUnitGiven = unit != nil
    var line: String?
    do {
      var lines = try LineReader(path: path)
      repeat { line = try lines.next() } while line?.hasPrefix("#") == true || line?.allSatisfy(\.isWhitespace) == true
      if line?.first == "{" {
        self.lines = lines
        pending = line
        return
      }
    } catch let problem as LineReader.Problem {
      throw Diagnostic(file: path, line: problem.line, column: 1, message: problem.message, remedy: Self.formats)
    } catch {
      throw Diagnostic(file: path, message: "the trace cannot be read", remedy: "Check the path and its permissions")
    }
    guard line != nil else { throw Diagnostic(file: path, message: "the trace is empty", remedy: Self.formats) }
    do {
      var rows = try CSVFile(path: path)
      guard let header = try rows.next() else {
        throw Diagnostic(file: path, message: "the trace is empty", remedy: Self.formats)
      }
      columns = try TraceColumns(header, path: path, remedy: Self.formats)
      self.rows = rows
    } catch {
      throw Self.diagnostic(error, path: path)
    }
  }

  static let formats =
    "Write CSV with the columns TIMESTAMP, ContextTokens and GeneratedTokens, or JSON lines with timestamp, input_length "
    + "and output_length"

  private static func diagnostic(_ error: any Error, path: String) -> Diagnostic {
    switch error {
    case let problem as Diagnostic: problem
    case let problem as CSVProblem:
      Diagnostic(file: path, line: problem.line, column: 1, message: problem.message, remedy: problem.remedy)
    case let problem as LineReader.Problem:
      Diagnostic(file: path, line: problem.line, column: 1, message: problem.message, remedy: formats)
    default: Diagnostic(file: path, message: "the trace cannot be read further", remedy: "Check the file and its disk")
    }
  }

  /// How much of the file has been read.
  public var bytesRead: Int { rows?.bytesRead ?? lines?.bytesRead ?? 0 }

  /// The next request; `nil` after the last.
  ///
  /// - Throws: A diagnostic with line and column for a line that cannot be read, times out of order or beyond any trace, and
  ///   tokens below one or above what a model takes.
  public mutating func next() throws(Diagnostic) -> TracedRequest? {
    do {
      guard let line = try nextAnswered() else { return nil }
      let at = try nanoseconds(of: line)
      let start = first ?? at
      first = start
      let since = at - start
      guard since >= last else {
        throw line.problem(.time, "the request is earlier than the one before it", remedy: "Sort the trace by time")
      }
      guard since <= Int64(Self.longestDays) * 86_400_000_000_000 else {
        throw line.problem(
          .time, "'\(line.time)' is more than \(Self.longestDays) days after the first request",
          remedy: "Cut the trace, or give the unit of its times with --unit")
      }
      last = since
      let prompt = try line.tokens(.prompt, .promptTokens)
      return TracedRequest(
        nanoseconds: since, prompt: prompt, output: try line.tokens(.output, .outputTokens),
        blocks: try blocks(of: line, prompt: Int(prompt)))
    } catch {
      throw Self.diagnostic(error, path: path)
    }
  }

  private mutating func blocks(of line: TraceLine, prompt: Int) throws(Diagnostic) -> [Int] {
    guard let blockTokens, blockProblem == nil else { return [] }
    let blocks = try line.blocks()
    let wanted = (prompt + blockTokens - 1) / blockTokens
    guard blocks.isEmpty || blocks.count == wanted else {
      blockProblem = line.problem(
        key: TraceLine.blockKey,
        "the request names \(blocks.count) blocks, and its \(prompt) tokens make \(wanted) of \(blockTokens)",
        remedy: "Give the tokens of a block with --block")
      return []
    }
    return blocks
  }

  private mutating func nextAnswered() throws -> TraceLine? {
    while let line = try nextLine() {
      guard line.hasNoOutput else { return line }
      skipped += 1
    }
    return nil
  }

  private mutating func nextLine() throws -> TraceLine? {
    if let columns { return try rows?.next().map { try columns.line($0, path: path) } }
    var line = pending
    pending = nil
    while line?.allSatisfy(\.isWhitespace) ?? true {
      guard let next = try lines?.next() else { return nil }
      line = next
    }
    return try line.map { try TraceLine(json: $0, path: path, number: lines?.number ?? 0) }
  }

  private mutating func nanoseconds(of line: TraceLine) throws(Diagnostic) -> Int64 {
    if let instant = Timestamp(line.time) { return instant.nanoseconds }
    guard let number = decimal(line.time) else {
      throw line.problem(
        .time, "'\(line.time)' is not a time", remedy: "Write 2023-11-16 18:15:46.680, or a number")
    }
    let epoch = TimeUnit(ofEpoch: number)
    if unit == nil, line.isJSON, epoch == .s {
      throw line.problem(
        .time, "'\(line.time)' may be seconds since 1970 or milliseconds since the trace began",
        remedy: "Give the unit with --unit s or --unit ms")
    }
    let known = unit ?? epoch ?? (line.isJSON ? .ms : .s)
    unit = known
    if line.isJSON, !isUnitGiven, known == .ms, number != number.rounded() {
      throw line.problem(
        .time, "'\(line.time)' is read as milliseconds, and milliseconds have no fractions",
        remedy: "Give the unit with --unit s, or --unit ms if it is right")
    }
    guard let nanoseconds = known.nanoseconds(number) else {
      throw line.problem(
        .time, "'\(line.time)' \(known.rawValue) are more than two hundred years",
        remedy: "Give the unit of the times with --unit")
    }
    return nanoseconds
  }
}
