/// What stands in one cell, and how it looks.
public struct Cell: Equatable, Sendable {
  public enum Value: Equatable, Sendable {
    case text(String)
    /// Finite.
    case number(Double)
    /// Days since 1970-01-01.
    case day(Int)
    /// A formula without its equals sign, and what it comes to with the values beside it: shown by readers that do not
    /// calculate.
    case formula(String, Result)
    case empty
  }
  public enum Result: Equatable, Sendable {
    case number(Double)
    case text(String)
  }

  public let value: Value
  public let style: Style

  /// A text that a spreadsheet would take for a formula stays a text; an empty one is an empty cell.
  public static func text(_ text: String, _ style: Style = Style()) -> Cell {
    Cell(value: text.isEmpty ? .empty : .text(text), style: style)
  }

  /// What is no number, or none that is finite, is an empty cell.
  public static func number(_ number: Double?, _ style: Style) -> Cell {
    guard let number, number.isFinite else { return Cell(value: .empty, style: style) }
    return Cell(value: .number(number), style: style)
  }

  /// - Parameter days: Since 1970-01-01.
  public static func day(_ days: Int, _ style: Style) -> Cell { Cell(value: .day(days), style: style) }

  /// - Parameter result: Finite, if it is a number; else the cell shows nothing until it is calculated.
  public static func formula(_ text: String, _ result: Result, _ style: Style) -> Cell {
    if case .number(let number) = result, !number.isFinite {
      return Cell(value: .formula(text, .text("")), style: style)
    }
    return Cell(value: .formula(text, result), style: style)
  }

  public static func formula(_ text: String, _ number: Double, _ style: Style) -> Cell {
    .formula(text, .number(number), style)
  }

  public static func blank(_ style: Style) -> Cell { Cell(value: .empty, style: style) }
}

/// How a cell looks: what kind of thing it holds, and how its number is written.
public struct Style: Hashable, Sendable {
  public enum Kind: Sendable {
    case plain
    /// The first line of a sheet.
    case title
    /// A sentence.
    case note
    case heading
    /// What the reader may change.
    case input
    /// What was simulated: it changes only with a new simulation.
    case simulated
    case total
  }
  public enum Form: Hashable, Sendable {
    case general, text
    /// Without decimals.
    case whole
    /// Dollars and cents.
    case money
    /// Dollars to a millionth.
    case price
    /// One to six decimals.
    case quantity
    /// A share as percent with one decimal.
    case percent
    case decimals(Int)
    case day, month
  }

  public var kind: Kind
  public var form: Form
  public var wraps: Bool

  public init(_ kind: Kind = .plain, _ form: Form = .general, wraps: Bool = false) {
    self.kind = kind
    self.form = form
    self.wraps = wraps
  }
}

/// A place on a sheet, both counted from 0.
public struct Place: Hashable, Sendable {
  public var row: Int
  public var column: Int

  public init(_ row: Int, _ column: Int) {
    self.row = row
    self.column = column
  }

  /// `C5`.
  public var text: String { Place.letters(column) + String(row + 1) }
  /// `$C$5`.
  public var fixed: String { "$" + Place.letters(column) + "$" + String(row + 1) }
  /// `$C5`: the column stays.
  public var inColumn: String { "$" + Place.letters(column) + String(row + 1) }
  /// `C$5`: the row stays.
  public var inRow: String { Place.letters(column) + "$" + String(row + 1) }

  static func letters(_ column: Int) -> String {
    var (rest, text) = (column, "")
    while true {
      text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
      if rest < 26 { return text }
      rest = rest / 26 - 1
    }
  }
}

/// A rectangle of a sheet.
public struct Area: Hashable, Sendable {
  public var first: Place
  public var last: Place

  public init(_ first: Place, _ last: Place) {
    self.first = first
    self.last = last
  }

  /// `$C$5:$C$90`.
  public var fixed: String { first.fixed + ":" + last.fixed }

  /// `'Costs by month'!$C$5:$C$90`.
  public func fixed(on sheet: String) -> String { quotedSheet(sheet) + "!" + fixed }
}

extension Place {
  public func fixed(on sheet: String) -> String { quotedSheet(sheet) + "!" + fixed }
}

/// The name of a sheet as formulas write it.
public func quotedSheet(_ name: String) -> String {
  let isPlain = name.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
  return isPlain
    ? name : "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}
