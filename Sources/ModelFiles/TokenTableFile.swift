import ServiceModel

/// Prompt and output tokens of a request trace: CSV as the Azure LLM inference traces have it, columns in any order.
struct TokenTableFile {
  let pairs: [TokenPair]

  /// - Throws: `Diagnostics` with the line at fault.
  init(path: String) throws(Diagnostics) {
    var pairs: [TokenPair] = []
    let columns = [
      ["contexttokens", "prompt_tokens", "input_length", "prompt"],
      ["generatedtokens", "output_tokens", "output_length", "output"],
    ]
    try MeasuredTable(path: path).forEachRow(columns) { row throws(Diagnostics) in
      let prompt = try row.number(0, noun: "a number of tokens")
      let output = try row.number(1, noun: "a number of tokens")
      guard prompt < 1e9, output < 1e9 else { throw row.problem(0, "more tokens than any model takes") }
      // A request without an answer has failed; it has one token here, so that every pair can be served.
      pairs.append(TokenPair(prompt: Int32(max(1, prompt.rounded())), output: Int32(max(1, output.rounded()))))
    }
    self.pairs = pairs
  }
}
