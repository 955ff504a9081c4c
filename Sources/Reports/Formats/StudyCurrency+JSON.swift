internal import Currencies

extension StudyCurrency {
  /// By which rates prices in other currencies came to that of the study; nil where there are none.
  var words: String? {
    guard !rates.isEmpty else { return nil }
    let all = rates.map { rate in
      "\(rate.currency) 1 is \(currency) \(rate.digits) (\(rate.source.isEmpty ? "assumed" : rate.source), \(rate.on))"
    }
    return "rates: " + all.joined(separator: "; ") + "."
  }

  /// How a result says what it is counted in, and by which rates prices in other currencies came to it.
  var pairs: [(key: String, value: JSONValue)] {
    [("currency", .string(currency.code))]
      + (rates.isEmpty
        ? []
        : [
          (
            "rates",
            .array(
              rates.map { rate in
                .object([
                  ("currency", .string(rate.currency.code)), ("is", .number(rate.number)), ("on", .string(rate.on)),
                  ("source", .string(rate.source.isEmpty ? "assumed" : rate.source)),
                ])
              })
          )
        ])
  }
}
