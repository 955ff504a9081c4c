import Foundation

/// Random edits of texts: what a file looks like after a slip, a script or a disk that filled up. The same seed gives the
/// same edits on every machine.
public struct Mutants: Sendable {
  /// Linear congruential with Knuth's MMIX constants.
  private var state: UInt64

  /// - Parameter seed: Fixed before the first run of a test.
  public init(seed: UInt64) { state = seed }

  /// How many times as many cases as always: `NINES_FUZZ=20`; of long tests (`NINES_LONG=1`) as many as the caller says.
  public static func rounds(ofLongTests long: Int) -> Int {
    let environment = ProcessInfo.processInfo.environment
    return environment["NINES_FUZZ"].flatMap { Int($0) } ?? (environment["NINES_LONG"] == "1" ? long : 1)
  }

  /// A whole number below a bound.
  public mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, bound)))
  }

  public mutating func one<Element>(of elements: [Element]) -> Element { elements[next(elements.count)] }

  /// A text with one to three edits: numbers that nothing can be, bytes, lines that go, come twice or are cut.
  public mutating func mutant(of text: String) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...next(3) {
      switch next(6) {
      case 0: bytes = edited(bytes) { lines, draws in lines.remove(at: draws.next(lines.count)) }
      case 1:
        bytes = edited(bytes) { lines, draws in
          lines.insert(lines[draws.next(lines.count)], at: draws.next(lines.count))
        }
      case 2: bytes.removeLast(next(bytes.count))
      case 3:
        let odd = Array(",;\"'\n\r\t {}[]:#-+.eExX0\u{0}é".utf8)
        if !bytes.isEmpty { bytes.insert(odd[next(odd.count)], at: next(bytes.count)) }
      default: bytes = Array(withNumber(String(decoding: bytes, as: UTF8.self)).utf8)
      }
      if bytes.isEmpty { return "" }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A text that is mostly still of its kind: one or two edits of numbers, words that stand for others, a line that goes
  /// or comes twice. So what lies behind the reading is reached as often as the reading refuses.
  public mutating func likelyMutant(of text: String) -> String {
    var text = text
    for _ in 0...next(2) {
      switch next(8) {
      case 0: text = String(decoding: edited(Array(text.utf8)) { $0.remove(at: $1.next($0.count)) }, as: UTF8.self)
      case 1:
        let words = text.ranges(of: #/[a-z][a-z-]+/#)
        if !words.isEmpty { text.replaceSubrange(one(of: words), with: String(text[one(of: words)])) }
      default: text = withNumber(text, oftenLikely: true)
      }
    }
    return text
  }

  private mutating func withNumber(_ text: String, oftenLikely: Bool = false) -> String {
    let places = text.ranges(of: #/-?\d+(\.\d+)?/#)
    guard !places.isEmpty else { return text }
    let number = oftenLikely && next(2) == 0 ? one(of: Self.likely) : one(of: Self.odd)
    return text.replacingCharacters(in: one(of: places), with: number)
  }

  private mutating func edited(_ bytes: [UInt8], _ edit: (inout [ArraySlice<UInt8>], inout Mutants) -> Void) -> [UInt8]
  {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    edit(&lines, &self)
    return Array(lines.joined(separator: [10]))
  }

  private static let odd = [
    "1e308", "-1e308", "1e-308", "0", "-0", "-1", "0.5", "1e13", "9.3e18", "-9.2e12", "1e999", "nan", "inf", "0x10",
    "99999999999999999999", "1,5", "", "x", "1e9", "2025-02-30", "1_000", "\"5\"", "'5", "=5",
  ]
  private static let likely = [
    "0", "1", "2", "3", "7", "0.001", "0.5", "40", "99", "100", "101", "1000", "100000", "1e6",
  ]
}
