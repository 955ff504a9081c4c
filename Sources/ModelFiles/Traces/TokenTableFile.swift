internal import Intake
import ServiceModel

/// Prompt and output tokens of a request trace: CSV as the Azure LLM inference traces have it, columns in any order.
struct TokenTableFile {
  let pairs: [TokenPair]

  /// - Throws: `Diagnostics` with the line at fault.
  init(path: String) throws(Diagnostics) {
    var pairs: [TokenPair] = []
    let columns = [TraceColumns.prompts, TraceColumns.outputs].map { $0.map { $0.lowercased() } }
    try MeasuredTable(path: path).forEachRow(columns) { row throws(Diagnostics) in
      let prompt = try row.number(0, .measuredTokens)
      let output = try row.number(1, .measuredTokens)
      // A request without an answer has failed; it has one token here, so that every pair can be served.
      pairs.append(TokenPair(prompt: Int32(nearestWhole(max(1, prompt))), output: Int32(nearestWhole(max(1, output)))))
    }
    self.pairs = pairs
  }
}
