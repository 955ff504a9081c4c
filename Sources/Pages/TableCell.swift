import Charts
internal import Currencies

/// A cell of a table: what people read, and the number that it was rounded from, which is what the table saves as CSV.
struct TableCell: Equatable, ExpressibleByStringLiteral {
  /// What the number counts, as the columns of the files beside a page are counted.
  enum Unit: Equatable {
    case none, minutes, seconds, share, money, requestsPerSecond, percent
    case other(String)

    var name: String {
      switch self {
      case .none: ""
      case .minutes: "minutes"
      case .seconds: "s"
      case .share: "0 to 1"
      case .money: Currency.ofStudy.code
      case .requestsPerSecond: "requests/s"
      case .percent: "%"
      case .other(let name): name
      }
    }
  }

  enum Content: Equatable {
    case words
    /// The place of a number that is not there.
    case missing
    /// Without a value where only its ends are known, either of which may be infinite.
    case number(Double?, ends: ClosedRange<Double>?, unit: Unit)
  }

  let text: String
  let content: Content

  init(_ text: String, _ content: Content) { (self.text, self.content) = (text, content) }

  init(stringLiteral text: String) { self.init(text, text == "-" ? .missing : .words) }

  static func words(_ text: String) -> TableCell { TableCell(stringLiteral: text) }

  /// A number in words of its own; where there is none, what stands in its place.
  static func number(
    _ value: Double?, _ unit: Unit = .none, ends: ClosedRange<Double>? = nil, without: String = "-",
    _ words: (Double) -> String
  ) -> TableCell {
    guard let value else { return TableCell(without, .missing) }
    return TableCell(words(value), value.isFinite ? .number(value, ends: ends, unit: unit) : .missing)
  }

  /// A number of which only a bound is known.
  static func bound(_ ends: ClosedRange<Double>, _ unit: Unit, _ words: String) -> TableCell {
    TableCell(words, .number(nil, ends: ends, unit: unit))
  }

  static func minutes(_ value: Double?, without: String = "-") -> TableCell {
    number(value, .minutes, without: without, Figures.minutes)
  }

  static func dollars(_ value: Double?, without: String = "-") -> TableCell {
    number(value, .money, without: without, Figures.dollars)
  }

  /// A share of 0 to 1, read in percent.
  static func share(_ value: Double?, near threshold: Double? = nil) -> TableCell {
    number(value, .share) { Figures.percent($0, near: threshold) }
  }

  /// Seconds, read in the unit that people use.
  static func time(_ seconds: Double?, without: String = "-") -> TableCell {
    number(seconds, .seconds, without: without, Figures.time)
  }

  static func rate(_ value: Double?) -> TableCell { number(value, .requestsPerSecond, Figures.digits) }

  static func digits(_ value: Double?, _ unit: Unit = .none) -> TableCell { number(value, unit, Figures.digits) }

  static func count(_ value: Int?) -> TableCell { number(value.map(Double.init), .none, Figures.grouped) }
}
