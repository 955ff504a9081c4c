import Foundation

/// Two programs that do the same work, timed in alternation.
///
/// Machines drift by half within minutes, so each repeat runs ours and theirs back to back, the order swapped every
/// time, and the figures are medians: of our rate, and of the ratio within a repeat.
struct Comparison {
  let name: String
  let against: String
  /// Events in one run.
  let events: Int
  let repeats: Int

  /// Times both and prints one line; each closure returns a result that must agree between the two.
  ///
  /// Integer nanoseconds and doubles round differently, hence the tolerance: 1e-6 relative.
  func measure(_ ours: () -> Double, _ theirs: () -> Double) {
    guard isWanted(name) else { return }
    var rates: [Double] = []
    var ratios: [Double] = []
    var found = 0.0
    for turn in 0..<repeats {
      var (ourResult, theirResult, ourTime, theirTime) = (0.0, 0.0, 0.0, 0.0)
      for isOurTurn in [turn % 2 == 0, turn % 2 == 1] {
        if isOurTurn {
          ourTime = seconds { ourResult = ours() }
        } else {
          theirTime = seconds { theirResult = theirs() }
        }
      }
      precondition(
        abs(ourResult - theirResult) <= 1e-6 * abs(theirResult),
        "\(name): the results \(ourResult) and \(theirResult) differ")
      found = ourResult
      rates.append(Double(events) / ourTime)
      ratios.append(theirTime / ourTime)
    }
    report(
      name, value: median(rates), unit: "events/s", against: against, ratio: median(ratios), found: found)
  }
}

/// How long a piece of work takes, in seconds.
func seconds(_ work: () throws -> Void) rethrows -> Double { try ContinuousClock().measure(work) / .seconds(1) }

/// The same for work that waits for other threads.
func seconds(_ work: () async -> Void) async -> Double { await ContinuousClock().measure(work) / .seconds(1) }

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Prints one measurement as a JSON object on a line of its own.
///
/// - Parameter found: What the measured program computed, so that whoever compares it with another sees that both did
///   the same work.
func report(
  _ name: String, value: Double, unit: String, against: String? = nil, ratio: Double? = nil, found: Double? = nil
) {
  func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while abs(value) * scale < 1000 && scale < 1e12 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
  var line = #"{"name": "\#(name)", "value": \#(rounded(value)), "unit": "\#(unit)""#
  if let against, let ratio { line += #", "against": "\#(against)", "ratio": \#(rounded(ratio))"# }
  if let found { line += #", "found": \#(rounded(found))"# }
  print(line + "}")
  // A reader at the other end of a pipe sees each row when it is there.
  fflush(nil)
}
