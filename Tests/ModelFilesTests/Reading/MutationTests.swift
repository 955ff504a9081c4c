import Foundation
import TestSupport
import Testing

@testable import ModelFiles

@Suite struct MutationTests {
  private static let plan = """
    service: chat # fine
    peak: 1000rps
    hold: [1s, 2s, 3s]  # assumed
    share: 5%
    size: 30% of production
    price: $55.04/h
    storage: $0.25/GB-month
    at: 03:00
    gpus: 8xH100
    vantage: 2 of 3
    lasts:
      - { share: 85%, law: 10min + lognormal median 12min sigma 0.5 }
      - { share: 15%, law: quantiles 0% 1min 50% 5min 100% 1h }
    blocks: [acquire, "traffic"]
    node: { sku: 'p5', wait: 5s }
    sites:
      east: { keep: warm, lasts: uniform 3d to 5d }

    """

  /// The plan of the product: every value of it can be reached.
  private static let chatPlan: String = {
    return (try? String(contentsOf: Checkout.models.appending(path: "chat-api.yaml"), encoding: .utf8)) ?? ""
  }()

  @Test func theUnchangedPlanHasNoProblem() {
    #expect(diagnostics(Self.plan).all == [])
  }

  @Test func theProductsPlanIsYAMLWithoutRefusals() throws {
    let document = try SourceDocument(text: Self.chatPlan, name: "chat-api.yaml")
    #expect(document.diagnostics.all == [])
    #expect(document.root["sites"]?["eastus"]?["node"]?["price"]?.text == "$98.32/h")
    for line in document.lines.indices where document.lines[line].contains("# assumed") {
      #expect(document.comment(onLine: line + 1)?.hasPrefix("assumed") == true)
    }
  }

  /// One to four random edits of the plan: the reading ends, and every problem lies inside the file.
  ///
  /// The generator is linear congruential with Knuth's MMIX constants; the seeds were fixed before the first run.
  @Test(arguments: 0..<10)
  func everyMutantEndsInValuesOrDiagnosticsInsideTheFile(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let alphabet = Array("{}[]:,-#&*!|>'\"%@`?\n\t ~<=()+$/.0129eaxs\u{0}\u{7F}\u{85}\u{2028}é😀".unicodeScalars)
    for _ in 0..<100 {
      var scalars = Array(Self.plan.unicodeScalars)
      for _ in 0...next(4) {
        let place = next(scalars.count)
        switch next(5) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(alphabet[next(alphabet.count)], at: place)
        case 2: scalars[place] = alphabet[next(alphabet.count)]
        case 3: scalars.swapAt(place, next(scalars.count))
        default: scalars.removeSubrange(place..<min(scalars.count, place + next(30)))
        }
      }
      let text = String(String.UnicodeScalarView(scalars))
      let lines = text.split(omittingEmptySubsequences: false) { "\r\n\n\r\u{85}\u{2028}\u{2029}".contains($0) }
      for problem in diagnostics(text).all {
        #expect(problem.line >= 1 && problem.line <= lines.count, "\(problem) in \(text)")
        guard problem.line >= 1, problem.line <= lines.count else { continue }
        let line = lines[problem.line - 1]
        #expect(problem.column >= 1 && problem.column <= line.unicodeScalars.count + 1, "\(problem)")
        #expect(problem.sourceLine == String(line), "\(problem)")
        #expect(
          !problem.headline.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(problem.message)")
      }
    }
  }
}
